/** What a job is asked for: kinds, triggers and what makes two requests the same. Pure. */
import type { GenerationRequest } from "./generation-request.ts";

export type JobTrigger = "connect" | "manual" | "push" | "pull_request" | "schedule" | "retry";
export type AnalysisType = "full" | "security" | "performance" | "ci_cd";

type Asked = {
  readonly trigger: JobTrigger;
  readonly repositoryId: string;
  /** The set-aside or cancelled job that this one runs again. */
  readonly retryOf?: string;
};

export type JobSpec = Asked &
  (
    | {
        readonly kind: "analysis";
        readonly type: AnalysisType;
        readonly branch: string | null;
        /** Asks the AI about dependencies too. */
        readonly dependencies?: boolean;
      }
    /** Checks the newest head of a pull request; its result is no analysis of the repository. */
    | { readonly kind: "analysis"; readonly pull: { readonly number: number } }
    | { readonly kind: "sync" }
    | { readonly kind: "ci_generation"; readonly input: GenerationInput }
  );

/** What a job of kind `ci_generation` is asked for. */
type GenerationInput = {
  readonly request: GenerationRequest;
  /** Hash of the request: equal ones are one job while it waits. */
  readonly key: string;
};

const PRIORITIES: Readonly<Record<JobTrigger, number>> = {
  manual: 0,
  connect: 0,
  retry: 0,
  push: 1,
  pull_request: 1,
  schedule: 2,
};

/** Who goes first when an organization's jobs wait: 0 what somebody looks at, 1 what a webhook asked for, 2 what the clock did. */
export function priorityOf(trigger: JobTrigger): number {
  return PRIORITIES[trigger];
}

/** Identical requests share one job while none of them has started. */
export function coalesceKeyOf(spec: JobSpec): string {
  if (spec.kind === "sync") return `sync:${spec.repositoryId}`;
  if (spec.kind === "ci_generation") return `ci_generation:${spec.repositoryId}:${spec.input.key}`;
  if ("pull" in spec) return `pull:${spec.repositoryId}:${spec.pull.number}`;
  return `analysis:${spec.repositoryId}:${spec.type}${spec.dependencies ? ":dependencies" : ""}`;
}

/** What the job's row keeps as its `input`. */
export function inputOf(spec: JobSpec): object {
  if (spec.kind === "sync") return {};
  if (spec.kind === "ci_generation") return spec.input;
  if ("pull" in spec) return { pull: spec.pull.number };
  return { type: spec.type, branch: spec.branch, dependencies: spec.dependencies ?? false };
}
