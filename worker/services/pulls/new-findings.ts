/** Tells new findings from those that were there before. Pure. */
import type { Finding } from "../../engine/finding.ts";
import { groupBy } from "../../engine/group-by.ts";
import type { LineChanges } from "./compare-lines.ts";

export type FindingChanges = { readonly added: readonly Finding[]; readonly fixed: readonly Finding[] };

/** `line` is where the finding was before: undefined for lines that are new, so that its place is none of before. */
type KeyOf = (finding: Finding, line: number | undefined) => string;

/**
 * Lines first: fingerprints of things that repeat are numbered, so that one more above would pass for the old one. Among
 * those of one place, where jobs that share steps are told of each alone, the fingerprint chooses.
 */
const KEYS: readonly KeyOf[] = [
  (finding, line) => `${placeOf(finding, line)}\0${finding.fingerprint}`,
  placeOf,
  ({ fingerprint }) => fingerprint,
];

/**
 * A finding is old when its line stayed and the same rule said so there before, else when something of the same fingerprint
 * was there. Each of `before` makes one of `after` old at most.
 */
export function findingChanges(
  before: readonly Finding[],
  after: readonly Finding[],
  linesOf: (path: string) => LineChanges | undefined,
): FindingChanges {
  const left = new Set(before);
  let added = after;
  for (const keyOf of KEYS) {
    const olds = groupBy(left, (old) => keyOf(old, old.range.line));
    added = added.filter((finding) => {
      const line = linesOf(finding.path)?.origins.get(finding.range.line);
      const old = olds.get(keyOf(finding, line))?.pop();
      return old === undefined || !left.delete(old);
    });
  }
  return { added, fixed: [...left] };
}

function placeOf({ rule, path, range }: Finding, line: number | undefined): string {
  return `${rule}\0${path}\0${line}:${range.column}`;
}
