/** What the editor makes of a text and its problems. Pure, for the component and its tests. */
import type { ConfigurationProblem } from "../../api-types.ts";

export type EditorLine = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly problems: readonly ConfigurationProblem[];
};

/**
 * The lines of a text, each with the problems that begin on it; those behind the last line stand on the last. A line
 * that is as it was in `before` is the same object, so that it need not be drawn again.
 */
export function editorLines(
  text: string,
  problems: readonly ConfigurationProblem[],
  before: readonly EditorLine[] = [],
): EditorLine[] {
  const lines = text.split("\n");
  const byLine = new Map<number, ConfigurationProblem[]>();
  for (const problem of problems) {
    const number = Math.min(Math.max(problem.line, 1), lines.length);
    byLine.set(number, [...(byLine.get(number) ?? []), problem]);
  }
  return lines.map((line, index) => {
    const own = byLine.get(index + 1) ?? [];
    const old = before[index];
    const isSame = old?.text === line && own.length === 0 && old.problems.length === 0;
    return isSame ? old : { number: index + 1, text: line, problems: own };
  });
}

/** The worse of the severities; undefined without a problem. */
export function worstOf(problems: readonly ConfigurationProblem[]): ConfigurationProblem["severity"] | undefined {
  if (problems.length === 0) return undefined;
  return problems.some(({ severity }) => severity === "error") ? "error" : "warning";
}

export type Selection = { readonly text: string; readonly start: number; readonly end: number };

const STEP = "  ";

/** Two spaces at the caret, or in front of every line that the selection touches. */
export function indent({ text, start, end }: Selection): Selection {
  if (start === end) return { text: text.slice(0, start) + STEP + text.slice(end), start: start + 2, end: start + 2 };
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(from, end).split("\n");
  const changed = lines.map((line) => (line === "" ? line : STEP + line)).join("\n");
  const added = changed.length - (end - from);
  return { text: text.slice(0, from) + changed + text.slice(end), start: start + 2, end: end + added };
}

/** Takes up to two spaces from the front of every line that the selection touches. */
export function outdent({ text, start, end }: Selection): Selection {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next === -1 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const taken = lines.map((line) => /^ {0,2}/.exec(line)?.[0].length ?? 0);
  const changed = lines.map((line, index) => line.slice(taken[index] ?? 0)).join("\n");
  const removed = to - from - changed.length;
  const first = Math.max(from, start - (taken[0] ?? 0));
  return { text: text.slice(0, from) + changed + text.slice(to), start: first, end: Math.max(first, end - removed) };
}

/** A new line that begins as deep as the one that it leaves. */
export function newLine({ text, start, end }: Selection): Selection {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const depth = /^ */.exec(text.slice(from, start))?.[0] ?? "";
  const at = start + 1 + depth.length;
  return { text: `${text.slice(0, start)}\n${depth}${text.slice(end)}`, start: at, end: at };
}

export type Change = { readonly start: number; readonly end: number; readonly text: string };

/** The smallest replacement that turns one text into another. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** Where a problem stands, as a selection of the text; never outside of it. */
export function rangeOf(text: string, problem: ConfigurationProblem): Selection {
  const start = Math.min(offsetOf(text, problem.line, problem.column), text.length);
  const end = Math.min(offsetOf(text, problem.end_line, problem.end_column), text.length);
  return { text, start, end: Math.max(start, end) };
}

/** Offset of a place whose line and column count from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf("\n", offset);
    if (next === -1) break;
    offset = next + 1;
  }
  return offset + column - 1;
}
