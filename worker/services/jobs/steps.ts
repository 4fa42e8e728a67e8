/** The named steps of each kind of job, in order: what users see as progress. Pure. */
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
} as const satisfies Record<JobKind, Record<string, string>>;

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

/** The step `key` of a kind in the given status. Throws when the kind has no such step: a bug of the caller. */
export function stepOf(
  kind: JobKind,
  key: string,
  { status, detail = null }: { readonly status: StepStatus; readonly detail?: string | null },
): JobStep {
  const names: Readonly<Record<string, string>> = STEPS[kind];
  const keys = Object.keys(names);
  const title = names[key];
  if (title === undefined) throw new Error(`A job of kind ${kind} has no step ${key}.`);
  return { key, title, index: keys.indexOf(key) + 1, total: keys.length, status, detail };
}
