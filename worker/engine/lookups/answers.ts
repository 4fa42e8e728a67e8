/** What the outside can tell of an action, an image, a repository or a fleet. Plain data, as fetched before the engine runs. */
import type { Severity } from "../finding.ts";

/** A commit of an action and the most precise tag that points at it. */
export interface ActionCommit {
  /** 40 lowercase hex digits, of the commit, never of an annotated tag. */
  readonly sha: string;
  /** For example `v4.2.2`; null when no tag points at the commit. */
  readonly tag: string | null;
}

/** A published release. */
interface Release extends ActionCommit {
  /** Milliseconds since the epoch; null when unknown. */
  readonly at: number | null;
}

export interface ActionRepository {
  readonly archived: boolean;
  /** True for an owner whom the GitHub Marketplace shows as verified; null when not asked. */
  readonly verifiedCreator: boolean | null;
  /** Releases, newest first; empty when there are none. */
  readonly releases: readonly Release[];
}

/** A published advisory on an action. */
export interface Advisory {
  /** For example `GHSA-mrrh-fwg8-r2c3`. */
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Ranges as GitHub writes them, each a comma-separated conjunction: `>= 1.0.0, < 46.0.1`. Any of them matches. */
  readonly ranges: readonly string[];
  /** First version without the fault; null when there is none. */
  readonly firstPatched: string | null;
}

interface ActionInput {
  readonly name: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** The message of an input marked deprecated; null otherwise. */
  readonly deprecation: string | null;
}

/** What the `action.yml` of a version says. */
export interface ActionMetadata {
  /** `node20`, `node24`, `composite`, `docker`. */
  readonly using: string;
  readonly inputs: readonly ActionInput[];
  /** Null when they are decided at run time. */
  readonly outputs: readonly string[] | null;
}

/** Settings of the audited repository on its platform; a null says that this one was not answered. */
export interface RepositorySettings {
  readonly visibility: "public" | "private" | "internal" | null;
  /** `owner/name`. */
  readonly fullName: string | null;
  readonly defaultTokenWrites: boolean | null;
  readonly actionsMayApprove: boolean | null;
  readonly allowedActions: "all" | "local_only" | "selected" | null;
  /** Who needs an approval before workflows of their fork run. */
  readonly forkApproval: "none" | "first_time_new" | "first_time" | "all" | null;
  readonly forkSecrets: boolean | null;
  readonly forkWriteToken: boolean | null;
}

/** What protects a branch. */
export interface BranchRules {
  readonly requiredReviews: number;
  /** Names of required checks, as shown on pull requests. */
  readonly requiredChecks: readonly string[];
}

/** Names only: values of secrets are never read. Lists hold what is visible to the repository, with its organization's. */
export interface StoredNames {
  readonly secrets: readonly string[];
  readonly variables: readonly string[];
  /** By environment. */
  readonly environments: Readonly<
    Record<
      string,
      { readonly secrets: readonly string[]; readonly variables: readonly string[]; readonly isProtected: boolean }
    >
  >;
  /** Those of `secrets` that belong to the organization, so that other repositories may read them; absent for none. */
  readonly organizationSecrets?: readonly string[];
}

/** One run of a workflow on the default branch, or of a pull request. */
export interface WorkflowRun {
  readonly commit: string;
  readonly event: string;
  readonly branch: string;
  /** `success`, `failure`, `cancelled`, `timed_out`…; null while it runs. */
  readonly conclusion: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly jobs: readonly { readonly name: string; readonly conclusion: string | null; readonly durationMs: number }[];
}

export interface WorkflowHistory {
  readonly state: "active" | "disabled";
  /** Newest first. */
  readonly runs: readonly WorkflowRun[];
  /** When its file changed last, milliseconds since the epoch; null when unknown. */
  readonly changedAt: number | null;
}

/** What an organization requires. Every list may use `*` as in `actions/*`. */
export interface Policy {
  readonly allowedActions: readonly string[] | null;
  readonly deniedActions: readonly string[];
  /** Publishers whose tags are trusted like our own. */
  readonly trustedOwners: readonly string[];
  /** Labels that jobs may ask for, null for any; and what to write instead of others. */
  readonly runnerLabels: readonly string[] | null;
  readonly runnerReplacements: Readonly<Record<string, string>>;
}

/** The platform that runs the pipelines. */
export interface CiPlatform {
  readonly kind: "github" | "ghes" | "gitlab";
  /** For example `18.4.1`; null for a hosted service. */
  readonly version: string | null;
}

/** Another repository of the same tenant, as far as fleet rules compare. */
export interface FleetMember {
  readonly fullName: string;
  readonly languages: readonly string[];
  /** Every remote action with the refs it is used at. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
  /** Hash of each workflow's structure by path: `structureHash` of the fleet model. */
  readonly workflows: Readonly<Record<string, string>>;
  /** Hashes of blocks of three or more steps. */
  readonly blocks: readonly string[];
  /** Kinds of jobs its pipelines have: `test`, `lint`, `build`, `deploy`… */
  readonly jobKinds: readonly string[];
  /** Ids of rules that found nothing there. */
  readonly passes: readonly string[];
}

/** A block of a pipeline that the tenant governs. */
export interface GovernedBlock {
  readonly path: string;
  /** Key path, for example `jobs.test.permissions`. */
  readonly keyPath: readonly string[];
  /** YAML source of the approved value, indented from column 0. */
  readonly approved: string;
}

export interface Fleet {
  readonly members: readonly FleetMember[];
  readonly governed: readonly GovernedBlock[];
}
