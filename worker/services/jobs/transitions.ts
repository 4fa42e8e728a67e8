/** The states of a job and the one table of its legal steps. SQL guards, services and tests all read it. Pure. */

export const JOB_STATES = [
  "pending",
  "active",
  "processing",
  "ai_request",
  "completed",
  "retrying",
  "failed",
  "cancelled",
  "dead_letter",
] as const;
export type JobState = (typeof JOB_STATES)[number];
export type JobPhase = "queued" | "processing" | "completed" | "failed" | "cancelled";

/**
 * `failed` is passing: every job leaves it for `retrying` or `dead_letter` in the batch that brought it there. A job that waits
 * fails when the queue gave its message up.
 */
const STEPS: Readonly<Record<JobState, readonly JobState[]>> = {
  pending: ["active", "failed", "cancelled"],
  active: ["processing", "failed", "cancelled"],
  processing: ["ai_request", "completed", "failed", "cancelled"],
  ai_request: ["processing", "completed", "failed", "cancelled"],
  failed: ["retrying", "dead_letter", "cancelled"],
  retrying: ["active", "failed", "cancelled"],
  completed: [],
  cancelled: [],
  dead_letter: [],
};

const PHASES: Readonly<Record<JobState, JobPhase>> = {
  pending: "queued",
  retrying: "queued",
  active: "processing",
  processing: "processing",
  ai_request: "processing",
  completed: "completed",
  failed: "failed",
  dead_letter: "failed",
  cancelled: "cancelled",
};

export function isLegalStep(from: JobState, to: JobState): boolean {
  return STEPS[from].includes(to);
}

/**
 * The states from which `to` can be reached: what a guarded update asks for in its `where`. Throws for a state that no step
 * leads to: that is a bug of the caller.
 */
export function sourcesOf(to: JobState): JobState[] {
  const sources = JOB_STATES.filter((from) => isLegalStep(from, to));
  if (sources.length === 0) throw new Error(`No step leads to the state ${to}.`);
  return sources;
}

/** The coarse phase that the API gives beside the state. */
export function phaseOf(state: JobState): JobPhase {
  return PHASES[state];
}

/** True when no step leads on: the job is over. */
export function isFinal(state: JobState): boolean {
  return STEPS[state].length === 0;
}

/** States in which a worker holds a lease. */
export const RUNNING = ["active", "processing", "ai_request"] as const satisfies readonly JobState[];
/** States in which a job waits for a worker. */
export const RUNNABLE = ["pending", "retrying"] as const satisfies readonly JobState[];
