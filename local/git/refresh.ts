import { existsSync } from "node:fs";
import { type RefChange, ZERO_SHA } from "../events.ts";
import { isSettled, stampOf } from "./ref-stamp.ts";
import { type RefListing, readTrueRefs, type View } from "./view.ts";

/** Changes since the last refresh; `gone` when the folder no longer holds the repository. */
export type Refreshed = { gone: boolean; changes: RefChange[] };

/** Brings the view's references in line with the repository behind it. */
export function refreshView(view: View): Promise<Refreshed> {
  return view.writer.use(() => refreshLocked(view));
}

/** As `refreshView`, for a caller that already is the view's writer. */
export async function refreshLocked(view: View): Promise<Refreshed> {
  if (!existsSync(view.found?.objectsDir ?? view.dir)) return { gone: true, changes: [] };
  const startedAt = Date.now();
  const stamp = await stampOf(view);
  if (stamp !== null && stamp.text === view.stamp) return { gone: false, changes: [] };
  view.stamp = null;
  const listing = await readTrueRefs(view);
  const changes = compareRefs(view.refs, listing.refs);
  view.head = listing.head;
  const applied = view.found ? await copyRefs(view, changes) : changes;
  // What was left out, because its objects are not there yet, is looked for again.
  if (stamp !== null && applied.length === changes.length && isSettled(stamp, startedAt)) view.stamp = stamp.text;
  if (changes.length === 0) return { gone: false, changes: [] };
  applyToSnapshot(view, applied, listing);
  const silent = view.unread;
  view.unread = false;
  return { gone: false, changes: silent ? [] : applied };
}

function applyToSnapshot(view: View, applied: RefChange[], listing: RefListing): void {
  for (const { ref, after } of applied) {
    if (after === ZERO_SHA) view.refs.delete(ref);
    else view.refs.set(ref, listing.refs.get(ref) ?? after);
  }
}

function compareRefs(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefChange[] {
  const changes: RefChange[] = [];
  for (const [ref, sha] of before) {
    if (!after.has(ref)) changes.push({ ref, before: sha, after: ZERO_SHA });
  }
  for (const [ref, sha] of after) {
    const old = before.get(ref) ?? ZERO_SHA;
    if (old !== sha) changes.push({ ref, before: old, after: sha });
  }
  return changes;
}

/**
 * Writes the changes into the view: deletions first and apart, since `a` must go before `a/b` can come. References to
 * objects that are missing are left out, as they would fail the whole transaction.
 */
async function copyRefs(view: View, changes: RefChange[]): Promise<RefChange[]> {
  const deletions = changes.filter(({ after }) => after === ZERO_SHA);
  const updates = await withPresentObjects(
    view,
    changes.filter(({ after }) => after !== ZERO_SHA),
  );
  await updateRefs(view, deletions.map(({ ref }) => `delete ${ref}\n`).join(""));
  await updateRefs(view, updates.map(({ ref, after }) => `update ${ref} ${after}\n`).join(""));
  return [...deletions, ...updates];
}

async function updateRefs(view: View, input: string): Promise<void> {
  if (input === "") return;
  await view.git.run({ dir: view.dir, args: ["update-ref", "--no-deref", "--stdin"], input, finish: true });
}

async function withPresentObjects(view: View, updates: RefChange[]): Promise<RefChange[]> {
  if (updates.length === 0) return updates;
  const output = await view.git.text({
    dir: view.dir,
    args: ["cat-file", "--batch-check=%(objectname) %(objecttype)"],
    input: updates.map(({ after }) => `${after}\n`).join(""),
    finish: true,
  });
  const types = output.split("\n").map((line) => line.split(" ")[1]);
  return updates.filter(({ ref }, index) => {
    const type = types[index];
    return ref.startsWith("refs/heads/") ? type === "commit" : type !== undefined && type !== "missing";
  });
}
