/** What we use of GitHub around a pull request of users: reading it, and telling what was found in it. */
import type { RepositoryName } from "./port.ts";

export type PullDetails = {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: "open" | "merged" | "closed";
  /** True when its head is in another repository, or in one that is gone. */
  readonly isFork: boolean;
  /** What it is a pull request of, under its present name: the one that was asked for may be another's by now. */
  readonly repository: RepositoryName & { readonly githubId: number; readonly htmlUrl: string };
  /** The branch that it is to go into. */
  readonly baseRef: string;
  /** Where it left its base, or the base itself where the two share no history; and its newest commit. */
  readonly base: string;
  readonly head: string;
  /** Files that GitHub takes for moved between the two, among the first 300. */
  readonly renames: readonly { readonly from: string; readonly to: string }[];
};

/** What one request tells. */
export type PullNow = Pick<PullDetails, "state" | "head" | "isFork" | "repository" | "baseRef">;

export type Annotation = {
  readonly path: string;
  /** 1-based, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
};

export type CheckConclusion = "success" | "neutral" | "failure";

/** `externalId` is ours; `annotations` counts those that it has. */
export type CheckRun = {
  readonly id: number;
  readonly externalId: string;
  readonly annotations: number;
};

export type CheckRunSpec = {
  readonly name: string;
  readonly externalId: string;
  readonly detailsUrl: string;
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** Completes it; more annotations may follow. */
  readonly conclusion: CheckConclusion;
  /** At most 50; they are added to those that the check run has. */
  readonly annotations: readonly Annotation[];
};

export type CommitStatus = {
  readonly state: "success" | "failure";
  /** At most 140 characters. */
  readonly description: string;
  readonly targetUrl: string;
};

export type Comment = {
  readonly id: number;
  readonly body: string;
  /** Null when the account is gone. */
  readonly authorId: number | null;
  /** The app through which it was written. */
  readonly appId: number | null;
};

export type PullPort = {
  /** Throws not_found. */
  pull(name: RepositoryName, number: number): Promise<PullDetails>;
  /** The same without comparing: one request. */
  pullNow(name: RepositoryName, number: number): Promise<PullNow>;
  /** The commits between which a pull request changes files: where it left its base, and its head. Throws not_found. */
  pullRange(name: RepositoryName, number: number): Promise<{ readonly base: string; readonly head: string }>;
  /** Check runs of an app under one name on a commit, the newest 100. */
  checkRuns(
    name: RepositoryName,
    sha: string,
    of: { readonly check: string; readonly appId: number },
  ): Promise<CheckRun[]>;
  /** Throws forbidden for tokens that are no app's. */
  createCheckRun(name: RepositoryName, sha: string, spec: CheckRunSpec): Promise<CheckRun>;
  updateCheckRun(name: RepositoryName, id: number, spec: CheckRunSpec): Promise<CheckRun>;
  /** The newest status of a context among the first 100 contexts; null when there is none. */
  commitStatus(name: RepositoryName, sha: string, context: string): Promise<CommitStatus | null>;
  createStatus(name: RepositoryName, sha: string, status: CommitStatus & { readonly context: string }): Promise<void>;
  /** GitHub's id of the token's user. */
  viewerId(): Promise<number>;
  /** All of them, oldest first. */
  comments(name: RepositoryName, number: number): Promise<Comment[]>;
  /** Null when it is gone. */
  comment(name: RepositoryName, id: number): Promise<Comment | null>;
  createComment(name: RepositoryName, number: number, body: string): Promise<Comment>;
  updateComment(name: RepositoryName, id: number, body: string): Promise<void>;
  /** One that is gone is no error. */
  deleteComment(name: RepositoryName, id: number): Promise<void>;
};
