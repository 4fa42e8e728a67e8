/** Words of an analysis under way. */
import { plural } from "../format.ts";

/** Steps by kind of job, as they are called before the job reports its own. */
export const stepText = {
  analysis: {
    resolve_commit: "Resolve the commit",
    list_files: "List the files",
    read_files: "Read the files",
    run_rules: "Run the rules",
    ask_ai: "Ask the AI",
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
} as const;

export const eventText = { waiting: "Waiting for the first event.", logTitle: "Log", logLabel: "Log of this job" };

export const analysisText = {
  title: (repository: string) => `Analysis of ${repository}`,
  documentTitle: (done: number, total: number, repository: string) => `(${done}/${total}) Analysing… · ${repository}`,
  progress: "Progress",
  steps: "Steps",
  stepsDone: (done: number, total: number) => `${done} of ${total} steps done`,
  stepStatus: { waiting: "waiting", running: "running", done: "done", failed: "failed" },
  cancel: "Cancel",
  cancelled: "The analysis is cancelled. Nothing was stored.",
  retry: "Run again",
  queued: "Queued. It starts as soon as a worker is free; you can close this page.",
  running: "It goes on when you close this page.",
  retrying: (clock: string, attempt: number, max: number) => `Next try at ${clock} (attempt ${attempt} of ${max}).`,
  failedTitle: "The analysis failed",
  failed: "It stopped before it could store a result. Earlier results are unchanged.",
  cancelledTitle: "The analysis was cancelled",
  cancelledDetail: "Nothing was stored. Earlier results are unchanged.",
  took: "Took",
  ruleSet: "Rule set",
  files: (count: number) => `${plural(count, "file")} read`,
  type: { full: "Full analysis", security: "Security", performance: "Performance", ci_cd: "CI/CD" },
  notes: "Notes",
  dropped: (count: number) =>
    `${plural(count, "fix", "fixes")} did not pass the proof and ${count === 1 ? "is" : "are"} not offered.`,
  aiOff: "Rules only",
  aiOffHint: "No AI took part. Every finding and fix comes from rules.",
  aiDone: "AI was asked",
  aiDoneHint: "What a model claims stands beside the findings of rules and counts in no score.",
  aiDeferred: "AI later",
  aiDeferredHint: "A limit on tokens is reached. The result of the rules is complete.",
  aiDegraded: "AI failed",
  aiDegradedHint: "The AI did not answer. The result of the rules is complete.",
  showProgress: "Steps and log",
};
