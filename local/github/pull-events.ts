// Pull requests follow their branches: a push to the head, a merge by hand, a branch that is deleted.
import type { LocalContext } from "../context.ts";
import { type RefChange, type RefsChanged, ZERO_SHA } from "../events.ts";
import { isAncestor } from "../git/history.ts";
import type { PullRecord, UserRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { eventContext } from "../webhook-payloads.ts";
import { announce } from "../webhooks.ts";
import { pullJson } from "./pull-json.ts";
import { keepPullRef, readContent } from "./pull-state.ts";

type PullAction = "opened" | "synchronize" | "edited" | "reopened" | "closed";

export interface PullHappening {
  repo: Repo;
  pull: PullRecord;
  action: PullAction;
  user: UserRecord | null;
  /** What the action adds to the payload: `before` and `after`, or `changes`. */
  extra?: object;
}

/** Tells the hooks of the repository; the payload shows the pull request as it is now, not when it leaves. */
export function announcePull(local: LocalContext, { repo, pull, action, user, extra = {} }: PullHappening): void {
  const seen = structuredClone(pull);
  announce(local, { repoId: repo.record.id, event: "pull_request" }, async () => {
    const content = await readContent(repo, seen);
    const shown = pullJson(local, repo, { pull: seen, content, mergeable: null });
    return { action, number: seen.number, pull_request: shown, ...extra, ...eventContext(local, repo, user) };
  });
}

/** Marks a pull request closed, merged when `mergeSha` is given. */
export function closePull(local: LocalContext, pull: PullRecord, merged?: { mergeSha: string; by: string }): void {
  const at = local.clock.now();
  Object.assign(pull, { state: "closed", closedAt: at, updatedAt: at });
  if (merged) Object.assign(pull, { merged: true, mergedAt: at, mergeSha: merged.mergeSha, mergedBy: merged.by });
  local.state.save();
}

function openPulls(local: LocalContext, repo: Repo): PullRecord[] {
  return local.state.pulls.filter((pull) => pull.repoId === repo.record.id && pull.state === "open");
}

interface BranchMove {
  repo: Repo;
  branch: string;
  change: RefChange;
  user: UserRecord | null;
}

function followHead(local: LocalContext, pull: PullRecord, { repo, change, user }: BranchMove): Promise<void> {
  const { before, after } = change;
  Object.assign(pull, { head: { ...pull.head, sha: after }, updatedAt: local.clock.now(), mergeableCheckedAt: null });
  local.state.save();
  announcePull(local, { repo, pull, action: "synchronize", user, extra: { before, after } });
  return keepPullRef(repo, pull);
}

/** A base that now holds the head was merged by hand; what was merged is what it was before. */
async function followBase(local: LocalContext, pull: PullRecord, { repo, change, user }: BranchMove): Promise<void> {
  const { after } = change;
  const { base } = pull;
  Object.assign(pull, { base: { ...base, sha: after }, mergeableCheckedAt: null });
  local.state.save();
  if (!(await isAncestor(repo.view, pull.head.sha, after)) || pull.state === "closed") return;
  Object.assign(pull, { base });
  closePull(local, pull, { mergeSha: after, by: user?.login ?? local.settings.login });
  announcePull(local, { repo, pull, action: "closed", user });
}

/** Records change at once; what needs git is promised. */
function follow(local: LocalContext, move: BranchMove): Promise<void>[] {
  const { repo, branch, change, user } = move;
  return openPulls(local, repo).flatMap((pull) => {
    const isHead = pull.head.ref === branch && !pull.fork;
    if (!isHead && pull.base.ref !== branch) return [];
    if (change.after !== ZERO_SHA) return [(isHead ? followHead : followBase)(local, pull, move)];
    closePull(local, pull);
    announcePull(local, { repo, pull, action: "closed", user });
    return [];
  });
}

function branchMoves({ repo, changes, user }: RefsChanged): BranchMove[] {
  const heads = changes.filter(({ ref }) => ref.startsWith("refs/heads/"));
  return heads.map((change) => ({ repo, branch: change.ref.slice("refs/heads/".length), change, user }));
}

/** Keeps every open pull request in step with its branches. */
export function pullFollower(local: LocalContext): { close(): Promise<void> } {
  const following = new Set<Promise<void>>();
  local.events.on("refsChanged", (changed) => {
    for (const step of branchMoves(changed).flatMap((move) => follow(local, move))) {
      const watched = step.catch((error: Error) => local.warn(`A pull request could not follow: ${error.message}`));
      following.add(watched);
      void watched.finally(() => following.delete(watched));
    }
  });
  return { close: async () => void (await Promise.all(following)) };
}
