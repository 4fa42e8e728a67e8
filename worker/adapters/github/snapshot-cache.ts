/** `text` is null for a binary file and for one that GitHub cut. */
export type CachedBlob = {
  readonly sha: string;
  readonly size: number;
  readonly isBinary: boolean;
  readonly text: string | null;
};

/** What was read before, by git id. Both stores may forget at any time. */
export type SnapshotCache = {
  /** The listing stored for a commit. */
  findTree(commit: string): Promise<string | null>;
  storeTree(commit: string, listing: string): Promise<void>;
  /** Those of the blobs that are there, in any order. */
  findBlobs(shas: readonly string[]): Promise<CachedBlob[]>;
  storeBlobs(blobs: readonly CachedBlob[]): Promise<void>;
};
