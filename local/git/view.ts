import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FoundSource, foundArgs } from "./found.ts";
import { createObjectCache, type ObjectCache } from "./object-cache.ts";
import type { Git } from "./run.ts";
import { createSlots, type Slots } from "./slots.ts";

/**
 * A bare repository with our own configuration, the only place git reads and writes. A found repository is seen
 * through one that borrows its objects and copies its references, so that its own configuration never runs a program.
 */
export type View = {
  git: Git;
  dir: string;
  /** The repository behind the view; null when the view is the repository. */
  found: FoundSource | null;
  /** Full reference name to SHA, as of the last refresh. */
  refs: Map<string, string>;
  /** Branch that HEAD of the repository names, null when detached. */
  head: string | null;
  /** True until the references were read once: what the first reading finds is not a change. */
  unread: boolean;
  /** Sign of the references that were read last; null when the next look has to read them anew. */
  stamp: string | null;
  cache: ObjectCache;
  /** One writer at a time. */
  writer: Slots;
};

const CONFIG = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
\tlogAllRefUpdates = false
\tsharedRepository = umask
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;

/** Makes an empty bare repository at `dir` unless it is there; its configuration is always ours. */
export async function initBare(git: Git, dir: string): Promise<void> {
  if (!existsSync(join(dir, "objects"))) {
    mkdirSync(dir, { recursive: true });
    await git.run({ args: ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", dir] });
  }
  writeFileSync(join(dir, "config"), CONFIG);
}

/** Opens our own bare repository at `dir`. */
export async function openOwn(git: Git, dir: string): Promise<View> {
  await initBare(git, dir);
  return newView(git, dir, null);
}

/** Opens the view at `dir` of a found repository. */
export async function openFound(git: Git, dir: string, found: FoundSource): Promise<View> {
  await initBare(git, dir);
  mkdirSync(join(dir, "objects", "info"), { recursive: true });
  writeFileSync(join(dir, "objects", "info", "alternates"), `${found.objectsDir}\n`);
  return newView(git, dir, found);
}

async function newView(git: Git, dir: string, found: FoundSource | null): Promise<View> {
  const view: View = {
    git,
    dir,
    found,
    refs: new Map(),
    head: null,
    unread: true,
    stamp: null,
    cache: createObjectCache(),
    writer: createSlots(1),
  };
  const known = await readRefs({ git, dir, prefix: [] });
  view.refs = known.refs;
  view.head = known.head;
  view.unread = found !== null && known.refs.size === 0;
  return view;
}

export type RefListing = { refs: Map<string, string>; head: string | null };

const REF_FORMAT = "--format=%(HEAD)%(objectname) %(refname)";

/** Branches and tags; names that are not UTF-8 are left out. `dir` null runs on the found repository of `prefix`. */
async function readRefs(from: { git: Git; dir?: string; prefix: readonly string[] }): Promise<RefListing> {
  const output = await from.git.text({
    ...(from.dir === undefined ? {} : { dir: from.dir }),
    args: [...from.prefix, "for-each-ref", REF_FORMAT, "refs/heads", "refs/tags"],
  });
  const refs = new Map<string, string>();
  let head: string | null = null;
  for (const line of output.split("\n")) {
    const match = /^([* ])([0-9a-f]{40}) (\S.*)$/.exec(line);
    if (!match || line.includes("\uFFFD")) continue;
    const [, mark, sha = "", name = ""] = match;
    refs.set(name, sha);
    if (mark === "*") head = name.slice("refs/heads/".length);
  }
  return { refs, head };
}

/** Reads the references where they really are. */
export function readTrueRefs(view: View): Promise<RefListing> {
  if (!view.found) return readRefs({ git: view.git, dir: view.dir, prefix: [] });
  return readRefs({ git: view.git, prefix: foundArgs(view.found) });
}
