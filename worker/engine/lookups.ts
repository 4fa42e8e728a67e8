import type {
  ActionCommit,
  ActionMetadata,
  ActionRepository,
  Advisory,
  BranchRules,
  CiPlatform,
  Fleet,
  Policy,
  RepositorySettings,
  StoredNames,
  WorkflowHistory,
} from "./lookups/answers.ts";

export type { ActionCommit } from "./lookups/answers.ts";

/** Nobody answered. A rule then says less, never something false. */
export type Unknown = "unknown";

/**
 * Facts from outside the snapshot, fetched before the engine runs. Names of actions are `owner/repo` in lower case. A rule
 * that gets `unknown` reports nothing for it; the run lists what could not be asked.
 */
export interface Lookups {
  /** What a tag or branch points at. */
  actionCommit(action: string, ref: string): ActionCommit | Unknown;
  /** Tags of the action's repository that point at a commit; empty when none does. */
  commitTags(action: string, sha: string): readonly string[] | Unknown;
  /** Whether a commit belongs to the repository's own history or was only pushed to a fork of it. */
  commitOrigin(action: string, sha: string): "repository" | "fork" | Unknown;
  /** Whether a name is a branch, a tag or both upstream. */
  refKinds(action: string, ref: string): { readonly branch: boolean; readonly tag: boolean } | Unknown;
  actionRepository(action: string): ActionRepository | Unknown;
  /** Published advisories, empty for none. */
  advisories(action: string): readonly Advisory[] | Unknown;
  /** The metadata of `owner/repo[/path]` at a ref. */
  actionMetadata(action: string, ref: string): ActionMetadata | Unknown;
  /** `sha256:…` of an image's multi-platform index; `image` as written, with its tag. */
  imageDigest(image: string): string | Unknown;
  /** Current release of a tool, for example `1.31.0`, by the table's name of it. */
  toolVersion(tool: string): string | Unknown;
  settings(): RepositorySettings | Unknown;
  /** Every branch of the repository. */
  branches(): readonly string[] | Unknown;
  branchRules(branch: string): BranchRules | Unknown;
  storedNames(): StoredNames | Unknown;
  /** Runs of a workflow by its path. */
  history(path: string): WorkflowHistory | Unknown;
  policy(): Policy | Unknown;
  platform(): CiPlatform | Unknown;
  fleet(): Fleet | Unknown;
}

export type Question = keyof Lookups;

/** Knows nothing. */
export const NO_LOOKUPS: Lookups = {
  actionCommit: () => "unknown",
  commitTags: () => "unknown",
  commitOrigin: () => "unknown",
  refKinds: () => "unknown",
  actionRepository: () => "unknown",
  advisories: () => "unknown",
  actionMetadata: () => "unknown",
  imageDigest: () => "unknown",
  toolVersion: () => "unknown",
  settings: () => "unknown",
  branches: () => "unknown",
  branchRules: () => "unknown",
  storedNames: () => "unknown",
  history: () => "unknown",
  policy: () => "unknown",
  platform: () => "unknown",
  fleet: () => "unknown",
};

/** Lookups that answer some questions and none of the others. */
export function withAnswers(answers: Partial<Lookups>): Lookups {
  return { ...NO_LOOKUPS, ...answers };
}

/** Lookups over commits that were fetched before; keys are `owner/repo@ref` with the name in lower case. */
export function mapLookups(commits: ReadonlyMap<string, ActionCommit>): Lookups {
  return withAnswers({ actionCommit: (action, ref) => commits.get(`${action.toLowerCase()}@${ref}`) ?? "unknown" });
}

type Ask = (...args: readonly string[]) => unknown;

/** Asks each in turn; the first that knows answers. */
export function firstOf(...sources: readonly Lookups[]): Lookups {
  return mapQuestions((question) => (...args) => {
    for (const source of sources) {
      const answer = (source[question] as Ask)(...args);
      if (answer !== "unknown") return answer;
    }
    return "unknown";
  });
}

/** The same answers; `note` hears of every question that had none. */
export function listening(source: Lookups, note: (question: Question, about: string) => void): Lookups {
  return mapQuestions((question) => (...args) => {
    const answer = (source[question] as Ask)(...args);
    if (answer === "unknown") note(question, args.join("@"));
    return answer;
  });
}

/** One function for each question. The cast is sound: every function passes its arguments and answer through unchanged. */
function mapQuestions(toFunction: (question: Question) => Ask): Lookups {
  const questions = Object.keys(NO_LOOKUPS) as Question[];
  return Object.fromEntries(questions.map((question) => [question, toFunction(question)])) as unknown as Lookups;
}

/** The commit of the first of these refs that somebody knows, newest first. */
export function firstCommit(lookups: Lookups, action: string, refs: readonly string[]): ActionCommit | Unknown {
  for (const ref of refs) {
    const commit = lookups.actionCommit(action, ref);
    if (commit !== "unknown") return commit;
  }
  return "unknown";
}
