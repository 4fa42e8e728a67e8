/** What the engine reads: the files of one commit, as strings. Built by the GitHub adapter, or by the command line from a folder. */

/** One file that was read. `text` is decoded UTF-8 with a leading byte order mark kept; offsets elsewhere are UTF-16 indexes into it. */
export interface SnapshotFile {
  /** Path from the repository root, `/`-separated, no leading slash. */
  readonly path: string;
  /** Git blob id, 40 lowercase hex digits. */
  readonly sha: string;
  readonly text: string;
}

/** Something that was left out or cut, in words a user can read. Example: a file over the size cap. */
export interface SnapshotNote {
  readonly code:
    | "file_too_large"
    | "snapshot_too_large"
    | "too_many_files"
    | "tree_truncated"
    | "binary_file"
    | "unreadable_path";
  readonly path: string | null;
  readonly detail: string;
}

export interface Snapshot {
  /** Commit id, 40 hex digits; null for a folder that is no git repository. */
  readonly commit: string | null;
  /** Name of the default branch, for example `main`; null when unknown. */
  readonly defaultBranch: string | null;
  /** The files that were read, sorted by path. */
  readonly files: readonly SnapshotFile[];
  /** Paths that exist and that a rule may ask about (lockfiles, manifests, scripts…), sorted; contains every path of `files`. */
  readonly paths: readonly string[];
  readonly notes: readonly SnapshotNote[];
}
