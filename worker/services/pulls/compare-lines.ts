import { diffLines } from "diff";

/** Texts that differ in more lines are compared without regard to order: an exact answer would take too long. */
const MAX_EDITS = 2_000;

/** All lines are 1-based. */
export type LineChanges = {
  /** Lines of the new text that the old one has not. */
  readonly added: ReadonlySet<number>;
  /** Line of the old text for each line that stayed; those of texts too different to tell are missing. */
  readonly origins: ReadonlyMap<number, number>;
};

export function compareLines(before: string, after: string): LineChanges {
  const parts = diffLines(before, after, { maxEditLength: MAX_EDITS });
  if (parts === undefined) return { added: unknownLines(before, after), origins: new Map() };
  const added = new Set<number>();
  const origins = new Map<number, number>();
  let oldLine = 0;
  let line = 0;
  for (const kind of parts.flatMap(({ count, ...part }) => Array.from({ length: count }, () => kindOf(part)))) {
    if (kind !== "added") oldLine += 1;
    if (kind !== "removed") line += 1;
    if (kind === "added") added.add(line);
    if (kind === "kept") origins.set(line, oldLine);
  }
  return { added, origins };
}

function kindOf({ added, removed }: { added: boolean; removed: boolean }): "added" | "removed" | "kept" {
  if (added) return "added";
  return removed ? "removed" : "kept";
}

/** Lines that `before` has nowhere, each of its lines counting as often as it is there. */
function unknownLines(before: string, after: string): ReadonlySet<number> {
  const left = new Map<string, number>();
  for (const line of before.split("\n")) left.set(line, (left.get(line) ?? 0) + 1);
  const unknown = after.split("\n").flatMap((line, index) => {
    const count = left.get(line) ?? 0;
    if (count === 0) return [index + 1];
    left.set(line, count - 1);
    return [];
  });
  return new Set(unknown);
}
