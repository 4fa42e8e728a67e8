import { diffLines } from "diff";

/** Texts that differ in more lines are compared without regard to order: an exact answer would take too long. */
const MAX_EDITS = 2_000;

/** Lines (1-based) of `after` that `before` has not. */
export function addedLines(before: string, after: string): number[] {
  const parts = diffLines(before, after, { maxEditLength: MAX_EDITS });
  if (parts === undefined) return unknownLines(before, after);
  const added: number[] = [];
  let line = 1;
  for (const part of parts) {
    if (part.removed) continue;
    if (part.added) added.push(...Array.from({ length: part.count }, (_, index) => line + index));
    line += part.count;
  }
  return added;
}

/** Lines that `before` has nowhere, each of its lines counting as often as it is there. */
function unknownLines(before: string, after: string): number[] {
  const left = new Map<string, number>();
  for (const line of before.split("\n")) left.set(line, (left.get(line) ?? 0) + 1);
  return after.split("\n").flatMap((line, index) => {
    const count = left.get(line) ?? 0;
    if (count === 0) return [index + 1];
    left.set(line, count - 1);
    return [];
  });
}
