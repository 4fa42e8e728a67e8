import type { Platform } from "../pipeline/pipeline.ts";

/** Jobs that a user may want; a kind that the repository has nothing for is left out and said so. */
export const JOB_KINDS = ["lint", "format", "typecheck", "test", "build", "security", "container", "deploy"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const DEPLOY_TARGETS = ["cloudflare", "container-registry", "pages", "none"] as const;
type DeployTarget = (typeof DEPLOY_TARGETS)[number];

export interface GenerateOptions {
  readonly platform: Platform;
  /** Null: every kind that the repository has something for, but `container` and `deploy` only with a target. */
  readonly jobs: readonly JobKind[] | null;
  /** Versions of the main language to test on; null: what the repository says. Empty is not allowed. */
  readonly versions: readonly string[] | null;
  readonly deploy: DeployTarget;
  /** Null: the repository's default branch, else `main`. */
  readonly defaultBranch: string | null;
  /** Runner label, tag or resource class for every job; null: the platform's ordinary Linux. */
  readonly runner: string | null;
  /** `compact`: one job for all checks; `parallel`: quick checks beside the tests, and the build beside both where it shares nothing with them. Null: `parallel` where there are several checks of more than one component or a slow one. */
  readonly style: "compact" | "parallel" | null;
  /** Folders of components to generate for; null: all. */
  readonly components: readonly string[] | null;
  /** True: write a new file even where the platform has one already, instead of adding what is missing to it. */
  readonly replaces: boolean;
}

/** What `generate` writes into the artifact beside the files. */
export interface JobExplanation {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  /** Commands in the order in which they run. */
  readonly commands: readonly string[];
}

export interface GenerateNote {
  readonly code: "up_to_date" | "left_out" | "uncertain" | "set_up" | "not_carried" | "no_stack";
  /** One sentence or two: what it is and what to do. */
  readonly detail: string;
}
