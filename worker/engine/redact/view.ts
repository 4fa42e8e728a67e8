import type { Span } from "../parse/line-index.ts";
import { lowerOf } from "./keyword-index.ts";

/** A text as finders read it: a file's own, or one in which what split a token is left out. */
export interface View {
  readonly text: string;
  /** The text in lower case, unit by unit. */
  readonly lower: string;
  /** Characters read and judged so far for each block of the text. */
  readonly spent: Uint16Array;
}

/** A block is 512 characters; eight times of it are read for names and values: texts of people take a tenth. */
const [BLOCK_BITS, MOST_SPENT] = [9, 4096];

/** What a finder found, in offsets of its view. */
export interface Found {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

/** Looks for one kind of secret where one of its words stands. */
export interface Finder {
  /** In lower case, at least two characters. */
  readonly words: readonly string[];
  find(view: View, at: number, word: string): Found | null;
}

export function viewOf(text: string): View {
  return { text, lower: lowerOf(text), spent: new Uint16Array((text.length >> BLOCK_BITS) + 1) };
}

/** Whether a place may still cost something: hostile texts repeat names and markers, so that each reads what the last one read. */
export function isWorth({ spent }: View, at: number): boolean {
  return (spent[at >> BLOCK_BITS] ?? 0) < MOST_SPENT;
}

/** Notes what a place cost, in characters. */
export function spend({ spent }: View, at: number, cost: number): void {
  spent[at >> BLOCK_BITS] = Math.min(MOST_SPENT, (spent[at >> BLOCK_BITS] ?? 0) + cost);
}

/** A view that left pieces of a text out, and the way back. */
export interface JoinedView extends View {
  /** Pieces of the original under a stretch of the view. More than one: the stretch was split. */
  partsOf(span: Span): Span[];
}

const UNIT = "[A-Za-z0-9+/=_.~%:@-]";
const JOIN = "(?:\\.\\.|<<|\\|\\||[+.&~])";
const BREAK = "\\\\?\\r?\\n[ \\t]{0,200}";
/**
 * What programs write between the pieces of one string: `"ab" + "cd"` with or without a line's end, adjacent strings,
 * and a line's end that a backslash, a backtick or a caret takes away.
 */
const STRINGS = `(?<=${UNIT})(?:["'\`](?:[ \\t]{0,40}${JOIN}[ \\t]{0,40}(?:${BREAK})?|[ \\t]{0,40}${BREAK}(?:${JOIN}[ \\t]{0,40})?)?[rbfuRBFU]?["'\`]|[\\\\\`^]\\r?\\n[ \\t]{0,200})(?=${UNIT})`;
/** A line that holds nothing but a piece of a token continues the line before: folded YAML, wrapped base64. */
const FOLD = `(?<=[A-Za-z0-9+/=_]|[A-Za-z0-9]-)[ \\t]{0,40}(?:\\r?\\n[ \\t]{0,200}|\\\\n)(?=[A-Za-z0-9+/=_.-]{4,400}["'\`,;)]{0,3}[ \\t]{0,40}(?:\\\\n|\\r?\\n|$))`;

const SPLITS = { strings: new RegExp(STRINGS, "g"), folds: new RegExp(`${STRINGS}|${FOLD}`, "g") };
const LINE_FOLD = new RegExp(FOLD);
/** How much of the text in front of and behind a split matters. */
const [BEFORE, BEHIND] = [400, 800];

interface JoinedPiece {
  /** Offset in the view. */
  readonly from: number;
  /** Offset in the original. */
  readonly start: number;
}

/**
 * The surroundings of all splits, with the ends of strings, and for `folds` of lines too, left out between pieces of a
 * token; null when there are none.
 */
export function joinedView(text: string, splits: keyof typeof SPLITS): JoinedView | null {
  if (splits === "folds" && !LINE_FOLD.test(text)) return null;
  const pieces: JoinedPiece[] = [];
  let [joined, start, end] = ["", 0, 0];
  for (const { index, 0: split } of text.matchAll(SPLITS[splits])) {
    if (pieces.length === 0 || index - BEFORE > end) {
      joined += pieces.length === 0 ? "" : `${text.slice(start, end)}\n`;
      start = Math.max(end, index - BEFORE);
      pieces.push({ from: joined.length, start });
    }
    joined += text.slice(start, index);
    start = index + split.length;
    end = Math.min(text.length, start + BEHIND);
    pieces.push({ from: joined.length, start });
  }
  if (pieces.length === 0) return null;
  joined += text.slice(start, end);
  return { ...viewOf(joined), partsOf: (span) => partsOf(span, pieces, joined.length) };
}

function partsOf(span: Span, pieces: readonly JoinedPiece[], length: number): Span[] {
  const parts: Span[] = [];
  for (let at = pieceAt(pieces, span.start); at < pieces.length; at += 1) {
    const { from, start } = pieces[at] ?? { from: length, start: 0 };
    if (from >= span.end) break;
    const end = Math.min(pieces[at + 1]?.from ?? length, span.end);
    const begin = Math.max(from, span.start);
    if (begin < end) parts.push({ start: start + begin - from, end: start + end - from });
  }
  return parts;
}

function pieceAt(pieces: readonly { from: number }[], offset: number): number {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
