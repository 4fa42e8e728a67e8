/** How a sample repository is declared. Its folder holds the end state; the history is told by what each commit added. */

/** `[path, before, after]`: a commit that replaced `before` by `after`. The builder undoes it for older commits. */
export type Edit = readonly [path: string, before: string, after: string];

export type SampleCommit = {
  message: string;
  /** Index into `authors`; 0 unless told. */
  by?: number;
  /** Files that this commit added, as paths or folders ending in `/`. */
  add?: readonly string[];
  edits?: readonly Edit[];
  /** A lightweight tag on this commit. */
  tag?: string;
};

export type Sample = {
  owner: string;
  name: string;
  description: string;
  topics: readonly string[];
  private?: boolean;
  authors: readonly string[];
  /** Instant of the first commit; each later one follows about a day after. */
  startAt: string;
  commits: readonly SampleCommit[];
  /** Branches besides `main`: name and how many commits behind the newest they stand. */
  branches?: Readonly<Record<string, number>>;
  executable?: readonly string[];
};
