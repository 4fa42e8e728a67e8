// What a pull request is made of: its commits, its changes, whether it can be merged.
import type { LocalContext } from "../context.ts";
import { type Commit, commitsBetween } from "../git/commits.ts";
import { diffTrees, type FileDiff } from "../git/diff.ts";
import { mergeBase } from "../git/history.ts";
import type { View } from "../git/view.ts";
import type { PullRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";

/** GitHub lists no more commits than this for a pull request. */
const MAX_COMMITS = 250;

export interface PullContent {
  commits: Commit[];
  files: FileDiff[];
  additions: number;
  deletions: number;
}

export type MergeTree = { ok: true; tree: string } | { ok: false };

/** The tree that merging `theirs` into `ours` gives, made without a working tree; not ok when they conflict. */
export async function mergeTrees({ git, dir }: View, ours: string, theirs: string): Promise<MergeTree> {
  const args = ["merge-tree", "--write-tree", "--no-messages", "--allow-unrelated-histories", ours, theirs];
  const { code, stdout } = await git.run({ dir, args, okCodes: [0, 1], finish: true });
  return code === 0 ? { ok: true, tree: stdout.toString("utf8").trim().split("\n")[0] ?? "" } : { ok: false };
}

/** Commits and files as of the last push to the head, against what the base had when they parted. */
export async function readContent({ view }: Repo, pull: PullRecord): Promise<PullContent> {
  const { base, head } = pull;
  const common = (await mergeBase(view, base.sha, head.sha)) ?? base.sha;
  const commits = await commitsBetween(view, { base: common, head: head.sha, count: MAX_COMMITS });
  const files = await diffTrees(view, common, head.sha);
  const sum = (of: (file: FileDiff) => number) => files.reduce((total, file) => total + of(file), 0);
  return { commits, files, additions: sum((f) => f.additions), deletions: sum((f) => f.deletions) };
}

/** GitHub works this out after the first question, which gets null; so do we. Null too for one that is merged. */
export async function readMergeable(local: LocalContext, { view }: Repo, pull: PullRecord): Promise<boolean | null> {
  if (pull.merged || pull.state === "closed") return null;
  if (pull.mergeableCheckedAt === null) {
    pull.mergeableCheckedAt = local.clock.now();
    local.state.save();
    return null;
  }
  return (await mergeTrees(view, pull.base.sha, pull.head.sha)).ok;
}

/** The word GitHub puts beside `mergeable`. */
export function mergeableState(mergeable: boolean | null): string {
  if (mergeable === null) return "unknown";
  return mergeable ? "clean" : "dirty";
}

/** Keeps `refs/pull/N/head` at the head of the pull request, as GitHub does, also after its branch is gone. */
export async function keepPullRef({ view }: Repo, pull: PullRecord): Promise<void> {
  const args = ["update-ref", "--", `refs/pull/${pull.number}/head`, pull.head.sha];
  await view.git.run({ dir: view.dir, args, finish: true });
}
