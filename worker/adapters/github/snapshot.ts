/**
 * Reads the files of a repository's default branch in as few requests as there can be: one for the head, one for the
 * list of files, one for up to 100 files. What a git id names is cached, so an unmoved head costs a single 304.
 */
import * as z from "zod";
import { selectPaths } from "../../engine/select.ts";
import type { Snapshot, SnapshotFile, SnapshotNote } from "../../engine/snapshot.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import { badAnswer } from "./errors.ts";
import { faithful } from "./faithful-text.ts";
import { listTree } from "./list-tree.ts";
import type { GithubPort, RepositoryName } from "./port.ts";
import type { CachedBlob, SnapshotCache } from "./snapshot-cache.ts";

export type SnapshotSource = { readonly github: GithubPort; readonly cache: SnapshotCache };

/** What is known of the repository; `headEtag` proved `headSha`. */
export type SnapshotTarget = RepositoryName & {
  readonly defaultBranch: string | null;
  readonly headSha: string | null;
  readonly headEtag: string | null;
};

/** `commit` is null for a repository without commits or without its default branch. */
export type ResolvedHead = {
  readonly commit: string | null;
  readonly etag: string | null;
  readonly unchanged: boolean;
};

/** The files to read, and every path that a rule may ask about. */
export type Listing = {
  readonly read: readonly { readonly path: string; readonly sha: string; readonly size: number }[];
  readonly paths: readonly string[];
  readonly notes: readonly SnapshotNote[];
};

export type FilesRead = {
  readonly files: readonly SnapshotFile[];
  readonly notes: readonly SnapshotNote[];
  readonly fromCache: number;
};

export type SnapshotRead = {
  readonly snapshot: Snapshot;
  readonly head: string | null;
  readonly etag: string | null;
  /** True when the head is the one that the target named. */
  readonly unchanged: boolean;
  /** Equal keys mean equal rule results (see `snapshotKey`). */
  readonly key: string;
  /** Files that were not asked of GitHub. */
  readonly fromCache: number;
};

export const EMPTY_LISTING: Listing = { read: [], paths: [], notes: [] };

const BATCH = 100;

/** One request, of which an unmoved head costs nothing of the rate limit. */
export async function resolveHead({ github }: SnapshotSource, target: SnapshotTarget): Promise<ResolvedHead> {
  const empty = { commit: null, etag: null, unchanged: target.headSha === null };
  if (target.defaultBranch === null) return empty;
  const known = target.headSha === null ? null : target.headEtag;
  const head = await github.head(target, target.defaultBranch, known);
  if (head.status === "empty") return empty;
  if (head.status === "unchanged") return { commit: target.headSha, etag: target.headEtag, unchanged: true };
  return { commit: head.sha, etag: head.etag, unchanged: head.sha === target.headSha };
}

/** One request, none for a commit that was listed before under the same rules. */
export async function listFiles(source: SnapshotSource, name: RepositoryName, commit: string): Promise<Listing> {
  const known = parseListing(await source.cache.findTree(commit));
  if (known) return known;
  const { entries, notes } = await listTree(source.github, name, commit);
  const selected = selectPaths(
    entries.flatMap(({ type, ...entry }) => (type === "symlink" ? [] : [{ ...entry, type }])),
  );
  const listing: Listing = {
    read: selected.read.map(({ path, sha, size }) => ({ path, sha, size })),
    paths: selected.paths,
    notes: [...notes, ...selected.notes],
  };
  await source.cache.storeTree(commit, JSON.stringify({ version: RULE_SET_VERSION, ...listing }));
  return listing;
}

/** One request for each 100 files that are not cached. Throws upstream_failed when GitHub leaves a listed file out. */
export async function readFiles(source: SnapshotSource, name: RepositoryName, listing: Listing): Promise<FilesRead> {
  const wanted = [...new Set(listing.read.map(({ sha }) => sha))];
  const known = new Map((await source.cache.findBlobs(wanted)).map((blob) => [blob.sha, blob]));
  const missing = wanted.filter((sha) => !known.has(sha));
  for (let start = 0; start < missing.length; start += BATCH) {
    const batch = missing.slice(start, start + BATCH);
    const answers = await source.github.blobs(name, batch);
    if (answers.length < batch.length) throw badAnswer(new Error("GitHub left out files that it had listed."));
    const found = await Promise.all(answers.map(faithful));
    await source.cache.storeBlobs(found);
    for (const blob of found) known.set(blob.sha, blob);
  }
  return { ...toFiles(listing, known), fromCache: wanted.length - missing.length };
}

/** SHA-256 over the paths and blob ids that rules see: with an equal key a new analysis would say the same. */
export function snapshotKey({ read, paths }: Listing): Promise<string> {
  return sha256Hex(JSON.stringify([read.map(({ path, sha }) => [path, sha]), paths]));
}

export function toSnapshot(
  target: Pick<SnapshotTarget, "defaultBranch">,
  read: { commit: string | null; listing: Listing; files: FilesRead },
): Snapshot {
  return {
    commit: read.commit,
    defaultBranch: target.defaultBranch,
    files: read.files.files,
    paths: read.listing.paths,
    notes: [...read.listing.notes, ...read.files.notes],
  };
}

/** Head, list and files in one go. `signal` ends the requests under way. */
export async function readSnapshot(
  source: SnapshotSource,
  target: SnapshotTarget,
  options: { signal?: AbortSignal } = {},
): Promise<SnapshotRead> {
  const bound = options.signal ? { ...source, github: source.github.within(options.signal) } : source;
  const { commit, etag, unchanged } = await resolveHead(bound, target);
  const listing = commit === null ? EMPTY_LISTING : await listFiles(bound, target, commit);
  const files = await readFiles(bound, target, listing);
  const snapshot = toSnapshot(target, { commit, listing, files });
  return { snapshot, head: commit, etag, unchanged, key: await snapshotKey(listing), fromCache: files.fromCache };
}

const StoredListing = z.object({
  version: z.literal(RULE_SET_VERSION),
  read: z.array(z.object({ path: z.string(), sha: z.string(), size: z.int() })),
  paths: z.array(z.string()),
  notes: z.array(z.custom<SnapshotNote>()),
});

/** Null for one that is not there, or that other rules selected. */
function parseListing(stored: string | null): Listing | null {
  if (stored === null) return null;
  const parsed = StoredListing.safeParse(JSON.parse(stored));
  return parsed.success ? { read: parsed.data.read, paths: parsed.data.paths, notes: parsed.data.notes } : null;
}

function toFiles(listing: Listing, blobs: ReadonlyMap<string, CachedBlob>): Pick<FilesRead, "files" | "notes"> {
  const files: SnapshotFile[] = [];
  const notes: SnapshotNote[] = [];
  for (const { path, sha } of listing.read) {
    const blob = blobs.get(sha);
    if (blob?.text !== null && blob?.text !== undefined) files.push({ path, sha, text: blob.text });
    else notes.push(blob?.isBinary === false ? cutNote(path) : binaryNote(path));
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, notes };
}

function cutNote(path: string): SnapshotNote {
  return { code: "file_too_large", path, detail: `GitHub gives only the beginning of ${path}, so it was left out.` };
}

function binaryNote(path: string): SnapshotNote {
  return { code: "binary_file", path, detail: `${path} is not a text file, so it was left out.` };
}
