/** What a piece costs depends on these few facts about it and its neighbours: indexes into the tables of a token row. */
import { BLANK, DIGIT, isCapital, kindOf, LETTER, SIGN } from "./scan-text.ts";

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;

/** Signs in front of a word that tokenizers often join with it, each in a way of its own. */
const JOINED: Readonly<Record<string, number>> = { _: 6, ".": 7, "-": 8, "/": 9, '"': 10, "'": 10, "`": 10, "(": 11 };
const OTHER_SIGN = 2;
const BEFORE = Uint8Array.from({ length: 128 }, (_, unit) => JOINED[String.fromCharCode(unit)] ?? OTHER_SIGN);

const SMALL = 0;
const CAPITALIZED = 1;
const CAPITALS = 2;
const MIXED = 3;

/** Tables' lengths. */
export const WORD_PLACES = 144;
export const WORD_LENGTHS = 60;
const LETTER_PAIRS = 27 * 27;
export const ALL_PAIRS = 2 * LETTER_PAIRS;
export const BLANK_PLACES = 480;
export const SIGN_PLACES = 32;
export const SCRIPTS = 45;

const LONGEST_WORD = 19;
/** Signs in a row that have a cost of their own for each length. */
export const LONGEST_RUN = 8;

/** A word of a text, and how it is written: 0 small, 1 capitalized, 2 capitals, 3 mixed. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly shape: number;
}

export function wordAt(text: string, start: number, end: number): Word {
  return { text, start, end, shape: shapeOf(text, start, end) };
}

function shapeOf(text: string, start: number, end: number): number {
  if (!isCapital(text.charCodeAt(start))) return SMALL;
  if (isCapital(text.charCodeAt(end - 1))) return CAPITALS;
  return isCapital(text.charCodeAt(start + 1)) ? MIXED : CAPITALIZED;
}

/** Where a word stands and how it is written. */
export function wordPlace({ text, start, end, shape }: Word): number {
  const behind = end < text.length ? kindOf(text.charCodeAt(end)) : BLANK;
  const after = behind === DIGIT ? 1 : behind === LETTER ? 2 : 0;
  return (placeBefore(text, start) * 4 + shape) * 3 + after;
}

function placeBefore(text: string, start: number): number {
  const unit = start === 0 ? NEWLINE : text.charCodeAt(start - 1);
  if (unit === NEWLINE || unit === TAB) return 1;
  if (unit === SPACE) return 0;
  const kind = kindOf(unit);
  if (kind === SIGN) return BEFORE[unit] ?? OTHER_SIGN;
  return kind === LETTER ? 3 : kind === DIGIT ? 4 : 5;
}

/** Length of a word, by its case. */
export function wordLength({ start, end, shape }: Word): number {
  return Math.min(shape, CAPITALS) * 20 + Math.min(end - start, LONGEST_WORD);
}

/** Sum of what a table says of each pair of neighbouring letters of a word, its edges as letters too. */
export function sumOfPairs({ text, start, end, shape }: Word, pairs: Float64Array): number {
  const table = shape >= CAPITALS ? LETTER_PAIRS : 0;
  let sum = 0;
  let before = 0;
  for (let at = start; at < end; at += 1) {
    const letter = letterOf(text.charCodeAt(at));
    sum += pairs[table + before * 27 + letter] ?? 0;
    before = letter;
  }
  return sum + (pairs[table + before * 27] ?? 0);
}

/** Where those pairs stand in the table. */
export function pairsOf({ text, start, end, shape }: Word): number[] {
  const letters = [0, ...Array.from(text.slice(start, end), (char) => letterOf(char.charCodeAt(0))), 0];
  const table = shape >= CAPITALS ? LETTER_PAIRS : 0;
  return letters.slice(1).map((letter, at) => table + (letters[at] ?? 0) * 27 + letter);
}

/** From 1, whatever its case. */
function letterOf(unit: number): number {
  return (unit | 32) - 96;
}

const INDENTS = [0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 7, 7];
const DEEP = 21;

/** Line ends, indentation, and what stands around a run of blanks. */
export function blankPlace(text: string, start: number, end: number): number {
  let newlines = 0;
  let line = start;
  for (let at = start; at < end; at += 1) {
    if (text.charCodeAt(at) !== NEWLINE) continue;
    newlines += 1;
    line = at + 1;
  }
  const indent = end - line;
  const depth = INDENTS[indent] ?? (indent < DEEP ? 8 : 9);
  const isTab = indent > 0 && text.charCodeAt(end - 1) === TAB;
  const place = ((Math.min(newlines, 3) * 10 + depth) * 2 + Number(isTab)) * 2 + Number(isBehindSign(text, start));
  return place * 3 + startBehind(text, end);
}

function isBehindSign(text: string, start: number): boolean {
  return start > 0 && kindOf(text.charCodeAt(start - 1)) === SIGN;
}

/** 0 for a word, 1 for signs, 2 for anything else or nothing. */
function startBehind(text: string, end: number): number {
  const kind = end < text.length ? kindOf(text.charCodeAt(end)) : BLANK;
  return kind === LETTER ? 0 : kind === SIGN ? 1 : 2;
}

/** 0 where a word follows, else 1. */
export function afterSigns(text: string, end: number): 0 | 1 {
  return end < text.length && kindOf(text.charCodeAt(end)) === LETTER ? 0 : 1;
}

/** Length of a run of signs, whether one sign is repeated, and what follows. */
export function signPlace(run: string, after: 0 | 1): number {
  return (Math.min(run.length, LONGEST_RUN) - 1) * 4 + (isRepeated(run) ? 2 : 0) + after;
}

/** True for `-----`; false for one sign alone. */
export function isRepeated(run: string): boolean {
  if (run.length < 2) return false;
  for (let at = 1; at < run.length; at += 1) if (run.charCodeAt(at) !== run.charCodeAt(0)) return false;
  return true;
}

/** From, index: blocks of Unicode above those that have one index for each 128 code points. */
const BLOCKS: readonly (readonly [from: number, script: number])[] = [
  [0x1f000, 42],
  [0xfff0, 43],
  [0xff00, 38],
  [0xd7b0, 43],
  [0xac00, 41],
  [0xa000, 43],
  [0x3100, 40],
  [0x3040, 39],
  [0x3000, 38],
  [0x2600, 36],
  [0x2500, 37],
  [0x2100, 36],
  [0x2000, 35],
  [0x1f00, 34],
  [0x1e00, 44],
  [0x1100, 34],
];

/** The group of a code point above ASCII: mostly one script. */
export function scriptOf(codePoint: number): number {
  if (codePoint < 0x1100) return codePoint >> 7;
  return BLOCKS.find(([from]) => codePoint >= from)?.[1] ?? 43;
}
