/**
 * What we use of GitHub, and nothing more. Every method throws AppError only (`errors.ts` says which) and answers values
 * that a schema has checked. Times are milliseconds since the epoch.
 */
import type { InstallationPort } from "./installations.ts";
import type { OwnerPort } from "./owners.ts";
import type { PullPort } from "./pull-port.ts";

export type RepositoryName = { readonly owner: string; readonly name: string };

export type GithubRepository = RepositoryName & {
  readonly githubId: number;
  readonly fullName: string;
  readonly description: string | null;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly isEmpty: boolean;
  readonly defaultBranch: string | null;
  readonly language: string | null;
  readonly stars: number;
  readonly forks: number;
  readonly htmlUrl: string;
  readonly pushedAt: number | null;
  readonly canAdmin: boolean;
  readonly canPush: boolean;
};

/** `empty`: the repository has no commit, or its default branch is not there. */
export type Head =
  | { readonly status: "unchanged" }
  | { readonly status: "found"; readonly sha: string; readonly etag: string | null }
  | { readonly status: "empty" };

/** `symlink` and `commit` (a submodule) are never read. */
export type TreeEntry = {
  readonly path: string;
  readonly sha: string;
  readonly size: number;
  readonly type: "blob" | "tree" | "commit" | "symlink";
  readonly isExecutable: boolean;
};

type Tree = { readonly sha: string; readonly entries: readonly TreeEntry[]; readonly truncated: boolean };

/** `text` is null for a binary blob and for one that GitHub cut. */
export type Blob = {
  readonly sha: string;
  readonly size: number;
  readonly isBinary: boolean;
  readonly text: string | null;
};

export type ActionReference = { readonly action: string; readonly ref: string };

/** `tag` is the most precise tag of the commit, for example `v4.2.2` for `v4`; null when it has none. */
export type ActionCommit = ActionReference & { readonly sha: string; readonly tag: string | null };

export type Hook = { readonly id: number; readonly url: string };

/** One attempt to hand over a delivery, as GitHub's own log has it. */
export type HookDelivery = {
  /** Of the attempt: up to 19 digits, so it is text. */
  readonly id: string;
  /** Of the delivery: all its attempts share it. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: number;
  readonly succeeded: boolean;
  /** GitHub's words, and the status of the answer: 0 when there was none. */
  readonly status: string;
  readonly statusCode: number;
};

/** `value` is null when nothing changed since the answer that `etag` stands for, which then costs nothing of the rate limit. */
type Since<T> = { readonly value: T | null; readonly etag: string | null };

export type PullState = {
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  readonly isDraft: boolean;
  /** Its own branch, without the owner of a fork. */
  readonly branch: string;
  /** GitHub's id of the repository that its branch is in; null when that is gone. */
  readonly branchIn: number | null;
  readonly headSha: string;
  /** The branch that it is to go into. */
  readonly baseRef: string;
  readonly createdAt: number;
  /** With every push to it, among much else. */
  readonly updatedAt: number;
};

export type HookSpec = { readonly url: string; readonly secret: string; readonly events: readonly string[] };

type FileWrite = { readonly path: string; readonly blob: string; readonly mode: "100644" | "100755" };

export type CommitSpec = {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string; readonly at: number };
};

export type PullSpec = {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
};

export type Pull = {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
  readonly headSha: string;
};

type GithubReads = {
  /** Scopes of the token as GitHub granted them. */
  scopes(): Promise<readonly string[]>;
  /** One page of at most 100 repositories that the token's user can see, most recently pushed first. `page` counts from 1. */
  viewerRepositories(page: number): Promise<{ items: GithubRepository[]; hasMore: boolean }>;
  repository(name: RepositoryName): Promise<GithubRepository>;
  /** By GitHub's own id, which survives renames and transfers. */
  repositoryById(githubId: number): Promise<GithubRepository>;
  /** Tip of a branch. With the ETag of an earlier answer an unmoved branch costs nothing of the rate limit. */
  head(name: RepositoryName, branch: string, etag: string | null): Promise<Head>;
  /** Commit or tree id in; every entry below it with `recursive`. */
  tree(name: RepositoryName, sha: string, recursive: boolean): Promise<Tree>;
  /** The tree of a commit, which new trees are based on. */
  treeOfCommit(name: RepositoryName, commit: string): Promise<string>;
  /** At most 100 blobs, one request. Blobs that GitHub does not know are missing in the answer. */
  blobs(name: RepositoryName, shas: readonly string[]): Promise<Blob[]>;
  /** Commits of action references, all in one request; unknown ones are missing in the answer. */
  actionCommits(references: readonly ActionReference[]): Promise<ActionCommit[]>;
  /** Commit of a branch; null when there is no such branch. */
  branchSha(name: RepositoryName, branch: string): Promise<string | null>;
  /** The pull request whose head is this branch of this repository, open or not; the newest when there are several. */
  pullByHead(name: RepositoryName, branch: string): Promise<Pull | null>;
  hooks(name: RepositoryName): Promise<Hook[]>;
  /** One page of at most 100 attempts of the last three days, newest first. Throws not_found when the webhook is gone. */
  hookDeliveries(
    name: RepositoryName,
    hookId: number,
    cursor: string | null,
  ): Promise<{ readonly items: readonly HookDelivery[]; readonly next: string | null }>;
  repositorySince(githubId: number, etag: string | null): Promise<Since<GithubRepository>>;
  /** The 50 pull requests that changed last. */
  pullsSince(name: RepositoryName, etag: string | null): Promise<Since<readonly PullState[]>>;
};

type GithubWrites = {
  createHook(name: RepositoryName, spec: HookSpec): Promise<Hook>;
  updateHook(name: RepositoryName, id: number, spec: HookSpec): Promise<Hook>;
  /** A hook that is already gone is no error. */
  deleteHook(name: RepositoryName, id: number): Promise<void>;
  /** Asks for a delivery again. It comes under the same guid, a moment after the answer. */
  redeliver(name: RepositoryName, hookId: number, deliveryId: string): Promise<void>;
  createBlob(name: RepositoryName, text: string): Promise<string>;
  createTree(name: RepositoryName, base: string, files: readonly FileWrite[]): Promise<string>;
  /** Same spec, same commit id: the dates are part of the spec. */
  createCommit(name: RepositoryName, spec: CommitSpec): Promise<string>;
  /** Creates only: no method here can move an existing branch. Throws conflict when it is there. */
  createBranch(name: RepositoryName, branch: string, sha: string): Promise<void>;
  createPull(name: RepositoryName, spec: PullSpec): Promise<Pull>;
};

export type GithubPort = GithubReads &
  GithubWrites &
  PullPort &
  OwnerPort &
  InstallationPort & {
    /** The same port, whose requests end when `signal` aborts. */
    within(signal: AbortSignal): GithubPort;
  };

/** Where a token comes from: today a user's OAuth grant, one day an installation of a GitHub App. */
export type TokenSource = {
  /** Nobody waits for what is done with it: the last tenth of the hourly budget is left to people who do. */
  readonly isBackground: boolean;
  /** Whose limits its requests count against, where tokens share them: an app or an installation. Without, it is the token's own. */
  readonly account?: string;
  get(): Promise<{ readonly token: string; readonly scopes: readonly string[] }>;
  /** GitHub answered 401 to this token: it must not be used again. True when `get` gives another one by now. */
  refused(token: string): Promise<boolean>;
};
