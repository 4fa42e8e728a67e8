import type { RefChange } from "../events.ts";
import { ZERO_SHA } from "../events.ts";
import { foundArgs } from "./found.ts";
import { isPartialClone } from "./partial.ts";
import { refreshLocked } from "./refresh.ts";
import { GitError } from "./run.ts";
import type { View } from "./view.ts";

/** `checkedOut`: a working tree has this branch open, so git refuses to move it; `message` says where. */
export type RefOutcome =
  | { ok: true; changes: RefChange[] }
  | { ok: false; reason: "exists" | "missing" | "conflict" | "checkedOut"; message: string };

export type RefWrite = {
  ref: string;
  /** 40 zeros deletes. */
  after: string;
  /** What the reference must be now: a SHA, 40 zeros for "not there", or undefined for whatever it is. */
  before?: string;
};

/** True for a name git takes as a reference. */
export async function isRefName(view: View, ref: string): Promise<boolean> {
  if (!ref.startsWith("refs/") || ref.includes("\0") || !ref.isWellFormed()) return false;
  const args = ["check-ref-format", ref];
  return (await view.git.run({ args, okCodes: [0, 1] })).code === 0;
}

/**
 * Moves one reference, in the view and in the repository behind it. Changes of others that are seen on the way come
 * back with our own.
 */
export function writeRef(view: View, write: RefWrite): Promise<RefOutcome> {
  return view.writer.use(async () => {
    const { changes } = await refreshLocked(view);
    const outcome = await writeLocked(view, write);
    return outcome.ok ? { ok: true, changes: [...changes, ...outcome.changes] } : outcome;
  });
}

async function writeLocked(view: View, { ref, after, before }: RefWrite): Promise<RefOutcome> {
  const current = view.refs.get(ref) ?? ZERO_SHA;
  if (before !== undefined && before !== current) {
    return before === ZERO_SHA
      ? { ok: false, reason: "exists", message: "Reference already exists" }
      : { ok: false, reason: "conflict", message: `${ref} is at ${current} but expected ${before}` };
  }
  if (after === ZERO_SHA && current === ZERO_SHA) {
    return { ok: false, reason: "missing", message: "Reference does not exist" };
  }
  const refused = (await moveInView(view, { ref, after, before: current })) ?? (await writeThrough(view, ref, after));
  if (refused) {
    await moveInView(view, { ref, after: current, before: after });
    return refused;
  }
  if (after === ZERO_SHA) view.refs.delete(ref);
  else view.refs.set(ref, after);
  return { ok: true, changes: current === after ? [] : [{ ref, before: current, after }] };
}

type Refused = Extract<RefOutcome, { ok: false }>;

async function moveInView(view: View, move: Required<RefWrite>): Promise<Refused | null> {
  if (move.after === move.before) return null;
  const args =
    move.after === ZERO_SHA
      ? ["update-ref", "--no-deref", "-d", move.ref, move.before]
      : ["update-ref", "--no-deref", move.ref, move.after, move.before];
  const { code, stderr } = await view.git.run({ dir: view.dir, args, okCodes: [0, 1, 128], finish: true });
  return code === 0 ? null : { ok: false, reason: "conflict", message: stderr.trim() };
}

/** Repeats the move in the found repository. Git refuses there when a working tree has the branch checked out. */
async function writeThrough(view: View, ref: string, after: string): Promise<Refused | null> {
  if (!view.found) return null;
  if (await isPartialClone(view.git, view.found.dir)) {
    return { ok: false, reason: "conflict", message: "The repository has become a partial clone; clone it in full." };
  }
  const args = after === ZERO_SHA ? deleteArgs(ref) : fetchArgs(view.dir, ref);
  try {
    await view.git.run({ args: [...foundArgs(view.found), ...args], finish: true });
    return null;
  } catch (error) {
    if (error instanceof GitError) return refusal(error, ref);
    throw error;
  }
}

const QUIET_FETCH = [
  "fetch",
  "--quiet",
  "--no-tags",
  "--no-write-fetch-head",
  "--no-auto-maintenance",
  "--no-recurse-submodules",
  "--no-prune",
  "--upload-pack=git-upload-pack",
];

function fetchArgs(viewDir: string, ref: string): string[] {
  return [...QUIET_FETCH, "--", viewDir, `+${ref}:${ref}`];
}

/** `branch -D` and not `update-ref -d`: it refuses a branch that a working tree has checked out. */
function deleteArgs(ref: string): string[] {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return branch ? ["branch", "--quiet", "-D", "--", branch] : ["update-ref", "--no-deref", "-d", ref];
}

function refusal({ stderr }: GitError, ref: string): Refused {
  const branch = ref.replace(/^refs\/heads\//, "");
  const place = /checked out at '([^']+)'/.exec(stderr)?.[1];
  if (!place) return { ok: false, reason: "conflict", message: stderr.trim().split("\n").at(-1) ?? "" };
  const message = `branch ${branch} is checked out in ${place}; switch to another branch there, then try again`;
  return { ok: false, reason: "checkedOut", message };
}
