/** Tells new findings from those that were there before. Pure. */
import type { Finding } from "../../engine/finding.ts";
import type { LineChanges } from "./compare-lines.ts";

export type FindingChanges = { readonly added: readonly Finding[]; readonly fixed: readonly Finding[] };

/**
 * A finding is old when its line stayed and the same rule said so there before, else when something of the same fingerprint
 * was there. Lines first: fingerprints of things that repeat are numbered, so that one more above would pass for the old one.
 */
export function findingChanges(
  before: readonly Finding[],
  after: readonly Finding[],
  linesOf: (path: string) => LineChanges | undefined,
): FindingChanges {
  const places = new Map(before.map((finding) => [placeOf(finding, finding.range.line), finding]));
  const left = new Set(before);
  const unplaced = after.filter((finding) => {
    const origin = linesOf(finding.path)?.origins.get(finding.range.line);
    const old = origin === undefined ? undefined : places.get(placeOf(finding, origin));
    return old === undefined || !left.delete(old);
  });
  const prints = new Map([...left].map((finding) => [finding.fingerprint, finding]));
  const added = unplaced.filter(({ fingerprint }) => {
    const old = prints.get(fingerprint);
    return old === undefined || !left.delete(old);
  });
  return { added, fixed: [...left] };
}

function placeOf({ rule, path, range }: Finding, line: number): string {
  return `${rule}\0${path}\0${line}:${range.column}`;
}
