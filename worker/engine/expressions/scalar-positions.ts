/** Where a piece of a scalar's decoded value stands in the file, for every scalar style. */
import { attached } from "../attached.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";

/** Offset in the file of a unit of the value; null where escapes or folding leave no plain answer. */
export type PositionOf = (valueOffset: number) => number | null;

interface Run {
  readonly value: number;
  readonly source: number;
  readonly length: number;
  /** Units in the file: more than `length` for an escape. */
  readonly width: number;
}

/** Nodes are immutable, so their positions are computed once however often a rule asks. */
const known = attached<YamlScalar, PositionOf>();

/** Positions of `node`, whose file reads `text`. Costs one pass over the scalar. */
export function positionsOf(text: string, node: YamlScalar): PositionOf {
  const positionOf = known.get(node) ?? computePositions(text, node);
  known.set(node, positionOf);
  return positionOf;
}

function computePositions(text: string, node: YamlScalar): PositionOf {
  const source = text.slice(node.content.start, node.content.end);
  const runs = source === node.value ? [whole(node)] : alignLines(source, node);
  return (offset) => {
    const run = findRun(runs, offset);
    if (run === undefined) return null;
    const inside = offset - run.value;
    return run.source + (inside === run.length ? run.width : inside);
  };
}

function whole(node: YamlScalar): Run {
  return { value: 0, source: node.content.start, length: node.value.length, width: node.value.length };
}

function findRun(runs: readonly Run[], offset: number): Run | undefined {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle]?.value ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const run = runs[low];
  return run !== undefined && offset >= run.value && offset <= run.value + run.length ? run : undefined;
}

/** Lines of the source and stretches of the value follow each other in the same order, with breaks between them. */
function alignLines(source: string, node: YamlScalar): Run[] {
  const indent = isBlock(node) ? blockIndent(source, node.value) : null;
  const runs: Run[] = [];
  let value = 0;
  let line = 0;
  for (const written of source.split("\n")) {
    const { skipped, shown } = indent === null ? foldedLine(written, runs.length === 0) : blockLine(written, indent);
    const start = { value: skipBreaks(node.value, value, runs.length > 0 && shown !== ""), source: line + skipped };
    const pieces = piecesOf(shown, node);
    const placed = pieces === null ? null : placePieces(pieces, start, node.value);
    if (placed === null) return [];
    runs.push(...placed.runs);
    value = placed.value;
    line += written.length + 1;
  }
  return runs.map((run) => ({ ...run, source: run.source + node.content.start }));
}

function isBlock(node: YamlScalar): boolean {
  return node.style === "literal" || node.style === "folded";
}

function blockLine(written: string, indent: number) {
  const skipped = Math.min(indent, written.search(/[^ ]|$/));
  return { skipped, shown: written.slice(skipped).replace(/\r$/, "") };
}

function foldedLine(written: string, isFirst: boolean) {
  const skipped = isFirst ? 0 : written.search(/\S|$/);
  return { skipped, shown: written.slice(skipped).trimEnd() };
}

function blockIndent(source: string, value: string): number {
  const first = source.split("\n").find((line) => line.trim() !== "") ?? "";
  const shown = value.split("\n").find((line) => line.trim() !== "") ?? "";
  return first.search(/\S|$/) - shown.search(/\S|$/);
}

function skipBreaks(value: string, from: number, mayFold: boolean): number {
  let at = from;
  while (mayFold && value[at] === "\n") at += 1;
  if (mayFold && at === from && value[at] === " ") at += 1;
  return at;
}

interface Piece {
  /** Units of the source and of the value; a single escape has more of the first. */
  readonly source: number;
  readonly text: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  '"': '"',
  "\\": "\\",
  "/": "/",
  " ": " ",
  r: "\r",
};

/** A line as stretches that are the same in source and value; null for an escape that we do not follow. */
function piecesOf(line: string, node: YamlScalar): Piece[] | null {
  if (node.style === "single")
    return line
      .split(/('')/)
      .filter(Boolean)
      .map((part) => pieceOf(part, part === "''" ? "'" : part));
  if (node.style !== "double") return [pieceOf(line, line)];
  const pieces: Piece[] = [];
  for (const part of line.split(/(\\.)/).filter(Boolean)) {
    const text = part.startsWith("\\") ? ESCAPES[part[1] ?? ""] : part;
    if (text === undefined) return null;
    pieces.push(pieceOf(part, text));
  }
  return pieces;
}

function pieceOf(source: string, text: string): Piece {
  return { source: source.length, text };
}

function placePieces(pieces: readonly Piece[], from: { value: number; source: number }, value: string) {
  const runs: Run[] = [];
  let at = from.value;
  let source = from.source;
  for (const piece of pieces) {
    if (!value.startsWith(piece.text, at)) return null;
    if (piece.text !== "") runs.push({ value: at, source, length: piece.text.length, width: piece.source });
    at += piece.text.length;
    source += piece.source;
  }
  return { runs, value: at };
}
