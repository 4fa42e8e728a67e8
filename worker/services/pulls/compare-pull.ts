/** What a pull request brings: findings that its head has and the place where it left its base has not. Pure. */
import type { PullDetails } from "../../adapters/github/pull-port.ts";
import { type AnalyzeOptions, prepare } from "../../engine/analyze.ts";
import { type Finding, SEVERITIES } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { addedLines } from "./added-lines.ts";

/** A new finding and the changed lines that it is on: the first ones without a gap, both inclusive. */
export type OnChangedLines = { readonly finding: Finding; readonly startLine: number; readonly endLine: number };

export type PullDifference = {
  /** Worst first, then by path and line. */
  readonly added: readonly Finding[];
  readonly fixed: number;
  /** Those of `added` that a changed line shows. */
  readonly onChangedLines: readonly OnChangedLines[];
};

type Sides = { readonly before: Snapshot; readonly after: Snapshot; readonly renames: PullDetails["renames"] };

/** A file that only moved brings nothing new: the old side is looked at under the new names. */
export function comparePull({ before, after, renames }: Sides, options: AnalyzeOptions): PullDifference {
  const old = renamed(before, renames);
  const known = findingsOf(old, options);
  const present = findingsOf(after, options);
  const knownPrints = new Set(known.map(({ fingerprint }) => fingerprint));
  const presentPrints = new Set(present.map(({ fingerprint }) => fingerprint));
  const added = present.filter(({ fingerprint }) => !knownPrints.has(fingerprint)).toSorted(worstFirst);
  return {
    added,
    fixed: known.filter(({ fingerprint }) => !presentPrints.has(fingerprint)).length,
    onChangedLines: placed(added, old, after),
  };
}

function findingsOf(snapshot: Snapshot, options: AnalyzeOptions): Finding[] {
  return prepare(snapshot, options).located.map(({ finding }) => finding);
}

function renamed(snapshot: Snapshot, renames: PullDetails["renames"]): Snapshot {
  const names = new Map(renames.map(({ from, to }) => [from, to]));
  const nameOf = (path: string) => names.get(path) ?? path;
  return {
    ...snapshot,
    files: snapshot.files.map((file) => ({ ...file, path: nameOf(file.path) })),
    paths: snapshot.paths.map(nameOf),
  };
}

function worstFirst(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.line - b.range.line;
}

function placed(added: readonly Finding[], old: Snapshot, after: Snapshot): OnChangedLines[] {
  const before = textsOf(old);
  const now = textsOf(after);
  const changed = new Map<string, ReadonlySet<number>>();
  return added.flatMap((finding) => {
    const { path } = finding;
    const text = now.get(path);
    if (text === undefined) return [];
    const lines = changed.get(path) ?? new Set(addedLines(before.get(path) ?? "", text));
    changed.set(path, lines);
    return place(finding, lines);
  });
}

function textsOf({ files }: Snapshot): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}

function place(finding: Finding, changed: ReadonlySet<number>): OnChangedLines[] {
  const { line, endLine } = finding.range;
  for (let startLine = line; startLine <= endLine; startLine += 1) {
    if (!changed.has(startLine)) continue;
    let last = startLine;
    while (last < endLine && changed.has(last + 1)) last += 1;
    return [{ finding, startLine, endLine: last }];
  }
  return [];
}
