/** The named steps of each kind of job, in order: what users see as progress. Pure. */
import { readPullNumber } from "./analysis-input.ts";
import type { JobKind } from "./retry-schedule.ts";

const STEPS = {
  analysis: {
    resolve_commit: "Find the newest commit",
    list_files: "List the repository's files",
    read_files: "Read pipelines and manifests",
    run_rules: "Run the rules and prove the fixes",
    ask_ai: "Ask the AI and check what it claims",
    store_results: "Store the results",
  },
  pull_check: {
    read_pull: "Read the pull request",
    read_base: "Read where it left its base",
    read_head: "Read its newest commit",
    run_rules: "Run the rules on both and compare",
    tell_github: "Tell GitHub what is new",
    store_results: "Store the results",
  },
  sync: {
    read_repository: "Read the repository's settings",
    compare_files: "Compare the files that rules read",
    store_results: "Store what changed",
  },
  ci_generation: {
    resolve_commit: "Find the newest commit",
    list_files: "List the repository's files",
    read_files: "Read pipelines and manifests",
    detect_stack: "Find out what the repository is made of",
    generate: "Write the pipeline",
    ask_ai: "Let the AI go over it",
    validate: "Validate the pipeline",
    store_results: "Store the results",
  },
} as const satisfies Record<JobKind | "pull_check", Record<string, string>>;

export type StepStatus = "running" | "done" | "failed";

export type JobStep = {
  readonly key: string;
  readonly title: string;
  /** From 1. */
  readonly index: number;
  readonly total: number;
  readonly status: StepStatus;
  readonly detail: string | null;
};

type SteppedJob = { readonly kind: JobKind; readonly input: string };

/** An analysis of a pull request has steps of its own. */
function listOf({ kind, input }: SteppedJob): keyof typeof STEPS {
  return kind === "analysis" && readPullNumber(input) !== null ? "pull_check" : kind;
}

/** The step `key` of a job in the given status. Throws when jobs of its kind have no such step: a bug of the caller. */
export function stepOf(
  job: SteppedJob,
  key: string,
  { status, detail = null }: { readonly status: StepStatus; readonly detail?: string | null },
): JobStep {
  const names: Readonly<Record<string, string>> = STEPS[listOf(job)];
  const keys = Object.keys(names);
  const title = names[key];
  if (title === undefined) throw new Error(`A job of kind ${job.kind} has no step ${key}.`);
  return { key, title, index: keys.indexOf(key) + 1, total: keys.length, status, detail };
}
