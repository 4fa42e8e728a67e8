/** What a pull request brings: findings that its head has and the place where it left its base has not. Pure. */
import type { PullDetails } from "../../adapters/github/pull-port.ts";
import { type AnalyzeOptions, prepare } from "../../engine/analyze.ts";
import { type Finding, SEVERITIES } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { compareLines, type LineChanges } from "./compare-lines.ts";
import { findingChanges } from "./new-findings.ts";

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
  const linesOf = lineChangesOf(old, after);
  const changes = findingChanges(findingsOf(old, options), findingsOf(after, options), linesOf);
  const added = changes.added.toSorted(worstFirst);
  return {
    added,
    fixed: changes.fixed.length,
    onChangedLines: added.flatMap((finding) => place(finding, linesOf(finding.path)?.added ?? new Set())),
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

/** Files are compared when somebody asks, once. */
function lineChangesOf(old: Snapshot, after: Snapshot): (path: string) => LineChanges | undefined {
  const before = textsOf(old);
  const now = textsOf(after);
  const compared = new Map<string, LineChanges>();
  return (path) => {
    const text = now.get(path);
    if (text === undefined) return undefined;
    const changes = compared.get(path) ?? compareLines(before.get(path) ?? "", text);
    compared.set(path, changes);
    return changes;
  };
}

function textsOf({ files }: Snapshot): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}

function worstFirst(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.range.line - b.range.line;
}

/** The first changed lines of a finding that have no gap. */
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
