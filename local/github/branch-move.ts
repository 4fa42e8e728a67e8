// Moves a branch where it really is. A found repository takes it by a fetch that runs none of its own programs; git
// itself refuses a branch that is checked out there.
import type { LocalContext } from "../context.ts";
import { type RefChange, ZERO_SHA } from "../events.ts";
import { foundArgs } from "../git/found.ts";
import { GitError } from "../git/run.ts";
import type { View } from "../git/view.ts";
import type { UserRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";

export type BranchMove = RefChange & { user: UserRecord | null };
export type MoveOutcome = { ok: true } | { ok: false; reason: "checked_out" | "changed"; message: string };

const CHANGED: MoveOutcome = {
  ok: false,
  reason: "changed",
  message: "The branch was changed meanwhile. Read it again, then repeat.",
};

async function updateView({ git, dir }: View, { ref, before, after }: RefChange): Promise<boolean> {
  const { code } = await git.run({
    dir,
    args: ["update-ref", "--", ref, after, before],
    okCodes: [0, 1, 128],
    finish: true,
  });
  return code === 0;
}

async function writeThrough(view: View, { ref }: RefChange): Promise<MoveOutcome> {
  if (!view.found) return { ok: true };
  const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];
  const args = [...foundArgs(view.found), "fetch", ...quiet, "--", view.dir, `${ref}:${ref}`];
  try {
    await view.git.run({ args, finish: true });
    return { ok: true };
  } catch (error) {
    if (!(error instanceof GitError) || error.code === null) throw error;
    const branch = ref.slice("refs/heads/".length);
    const message = `The branch ${branch} is checked out in ${view.found.dir}. Run git merge there, or check out another branch.`;
    return /checked out/.test(error.stderr) ? { ok: false, reason: "checked_out", message } : CHANGED;
  }
}

/** Moves a branch from one commit to a later one, here and in the folder behind, and tells the listeners. */
export async function moveBranch(local: LocalContext, repo: Repo, move: BranchMove): Promise<MoveOutcome> {
  const { view } = repo;
  const { ref, before, after, user } = move;
  const outcome = await view.writer.use(async () => {
    if (!(await updateView(view, move))) return CHANGED;
    const written = await writeThrough(view, move);
    if (written.ok) view.refs.set(ref, after);
    else await updateView(view, { ref, before: after, after: before });
    return written;
  });
  if (outcome.ok) local.repos.wrote({ repo, changes: [{ ref, before, after }], user });
  return outcome;
}

/** The commit a branch is at, 40 zeros when there is none. */
export function branchHead({ view }: Repo, branch: string): string {
  return view.refs.get(`refs/heads/${branch}`) ?? ZERO_SHA;
}
