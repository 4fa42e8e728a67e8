import { createHash } from "node:crypto";
import type { Edit, Sample, SampleCommit } from "./sample.ts";

const DAY_S = 86_400;
const WORKDAY_S = 36_000;

export type FileChange = { path: string; content: Buffer };

/** Files each commit changes, oldest first, worked out backwards from the end state. Throws when an edit does not fit. */
export function planHistory(sample: Sample, files: ReadonlyMap<string, Buffer>): FileChange[][] {
  const current = new Map(files);
  const unclaimed = new Set(files.keys());
  const plan: FileChange[][] = [];
  for (const commit of sample.commits.toReversed()) {
    const added = [...unclaimed].filter((path) => adds(commit, path)).sort();
    const edited = (commit.edits ?? []).map(([path]) => path).filter((path) => !added.includes(path));
    const paths = [...new Set([...added, ...edited])];
    plan.unshift(paths.map((path) => ({ path, content: contentOf(sample, current, path) })));
    for (const path of added) unclaimed.delete(path);
    for (const edit of (commit.edits ?? []).toReversed()) undo(sample, current, edit);
  }
  if (unclaimed.size > 0) throw new Error(`Sample ${sample.name}: no commit adds ${[...unclaimed].join(", ")}.`);
  return plan;
}

function adds(commit: SampleCommit, path: string): boolean {
  return (commit.add ?? []).some((entry) => (entry.endsWith("/") ? path.startsWith(entry) : path === entry));
}

function contentOf(sample: Sample, files: ReadonlyMap<string, Buffer>, path: string): Buffer {
  const content = files.get(path);
  if (!content) throw new Error(`Sample ${sample.name} has no file ${path}.`);
  return content;
}

function undo(sample: Sample, files: Map<string, Buffer>, [path, before, after]: Edit): void {
  const text = contentOf(sample, files, path).toString("utf8");
  if (!text.includes(after)) throw new Error(`Sample ${sample.name}: ${path} does not hold ${JSON.stringify(after)}.`);
  files.set(path, Buffer.from(text.replace(after, () => before)));
}

/** Seconds since the epoch: about a day apart, at an hour that depends on the message alone. */
export function commitTimes(sample: Sample): number[] {
  const start = Math.floor(Date.parse(sample.startAt) / 1000);
  return sample.commits.map(({ message }, index) => {
    const hash = createHash("sha256").update(message).digest().readUInt32BE(0);
    return start + index * DAY_S + (hash % WORKDAY_S);
  });
}
