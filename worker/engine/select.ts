import { isInteresting, isMissed, readPriority } from "./select-names.ts";
import type { SnapshotNote } from "./snapshot.ts";

/** An entry of a repository's tree, as git lists it. */
export interface TreeEntry {
  readonly path: string;
  /** Git id, 40 hex digits. */
  readonly sha: string;
  /** Bytes; null or absent for anything but a file. */
  readonly size?: number | null;
  readonly type: "blob" | "tree" | "commit";
}

export interface ReadEntry {
  readonly path: string;
  readonly sha: string;
  readonly size: number;
}

export interface Selection {
  /** The files whose text rules need, sorted by path. */
  readonly read: readonly ReadEntry[];
  /** Every path that a rule may ask about, sorted. */
  readonly paths: readonly string[];
  readonly notes: readonly SnapshotNote[];
}

const MAX_FILE_BYTES = 512 * 1024;
const MAX_SNAPSHOT_BYTES = 8 * 1024 * 1024;
const MAX_SNAPSHOT_FILES = 400;
/** Above this many units of path names only those are kept that rules ask about. */
const MAX_PATH_UNITS = 1024 * 1024;

/** Chooses what to read of a repository: pipelines first, then manifests near the root, then what else tells its stack. What was cut is in the notes. */
export function selectPaths(entries: readonly TreeEntry[]): Selection {
  const files = entries.filter((entry) => entry.type === "blob" && !isForeign(entry.path));
  const wanted = files
    .map((entry) => ({ path: entry.path, sha: entry.sha, size: entry.size ?? 0, priority: readPriority(entry.path) }))
    .filter((entry) => entry.priority !== null)
    .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0) || (a.path < b.path ? -1 : 1));
  const { read, notes } = cut(wanted);
  const paths = keptPaths(files.map((entry) => entry.path));
  return { read: read.sort(byPath), paths: paths.kept, notes: [...notes, ...paths.notes] };
}

/** True for what a package manager or git put there: never the team's own files. */
function isForeign(path: string): boolean {
  return /(?:^|\/)(?:node_modules|\.git)\//.test(path);
}

function cut(wanted: readonly ReadEntry[]): { read: ReadEntry[]; notes: SnapshotNote[] } {
  const read: ReadEntry[] = [];
  const notes: SnapshotNote[] = [];
  let bytes = 0;
  const leftOut: string[] = [];
  for (const { path, sha, size } of wanted) {
    if (size > MAX_FILE_BYTES) notes.push(...(isMissed(path) ? [tooLarge(path, size)] : []));
    else if (read.length >= MAX_SNAPSHOT_FILES || bytes + size > MAX_SNAPSHOT_BYTES) leftOut.push(path);
    else {
      bytes += size;
      read.push({ path, sha, size });
    }
  }
  const missed = leftOut.filter(isMissed).length;
  if (missed > 0) notes.push(tooMany(missed, read.length));
  return { read, notes };
}

function tooLarge(path: string, size: number): SnapshotNote {
  const detail = `${path} has ${Math.ceil(size / 1024)} KB; files over 512 KB are not read. Make it smaller to have it checked.`;
  return { code: "file_too_large", path, detail };
}

function tooMany(leftOut: number, kept: number): SnapshotNote {
  const code = kept >= MAX_SNAPSHOT_FILES ? "too_many_files" : "snapshot_too_large";
  const detail = `At most 400 files and 8 MB are read of a repository: ${leftOut} more of the files that rules look at were left out, the deepest first.`;
  return { code, path: null, detail };
}

function keptPaths(paths: readonly string[]): { kept: string[]; notes: SnapshotNote[] } {
  const units = paths.reduce((sum, path) => sum + path.length, 0);
  if (units <= MAX_PATH_UNITS) return { kept: paths.toSorted(), notes: [] };
  const kept = paths.filter(isInteresting).sort();
  const detail = `The repository has ${paths.length} files; only the ${kept.length} names that rules ask about were kept, so checks that need all names are silent.`;
  return { kept, notes: [{ code: "tree_truncated", path: null, detail }] };
}

function byPath(a: ReadEntry, b: ReadEntry): number {
  return a.path < b.path ? -1 : 1;
}
