/** What the page of jobs shows, from what the API listed and what the stream said since. Pure. */
import type { Job, JobEvent, JobKind, JobPhase, JobState, JobStep, OrgFrame, QueueStats } from "../../api-types.ts";
import { beginsAttempt, isFinal, phaseAfter, type StepNames } from "./progress.model.ts";

export const STATES = [
  "all",
  "pending",
  "active",
  "processing",
  "ai_request",
  "retrying",
  "completed",
  "failed",
  "cancelled",
  "dead_letter",
] as const satisfies readonly ("all" | JobState)[];
export const KINDS = ["all", "analysis", "sync", "ci_generation"] as const satisfies readonly ("all" | JobKind)[];

/** The newest that the stream said of a job. `at` is ms since the epoch; `heardAt` is ms by a clock that nobody sets. */
export type Update = {
  readonly state: JobState;
  readonly phase: JobPhase;
  readonly step: JobStep | null;
  readonly at: number;
  readonly heardAt: number;
};
export type Updates = Readonly<Record<string, Update>>;
type JobFrame = Extract<OrgFrame, { kind: "job" }>;

/** The updates after a frame. A step is kept until the next one, or until the job waits or ends. */
export function withFrame(updates: Updates, frame: JobFrame, heardAt: number): Updates {
  const { job_id: id, state, phase } = frame;
  const kept = phase === "processing" ? (updates[id]?.step ?? null) : null;
  return { ...updates, [id]: { state, phase, step: frame.step ?? kept, at: Date.parse(frame.at), heardAt } };
}

/**
 * Updates that an answer asked for at `askedAt` cannot know yet, or that are of jobs other than `jobs`, those of the answer.
 * The step of a job that still runs stays too: no answer tells of it.
 */
export function newerThan(updates: Updates, askedAt: number, jobs: readonly Job[]): Updates {
  const phases = new Map(jobs.map(({ id, phase }) => [id, phase]));
  const stays = ([id, { heardAt, step }]: [string, Update]) => {
    const phase = phases.get(id);
    return heardAt >= askedAt || phase === undefined || (phase === "processing" && step !== null);
  };
  return Object.fromEntries(Object.entries(updates).filter(stays));
}

/** A job as the list and the stream know it together. What is over stays over. */
export function current(job: Job, update: Update | undefined): Job {
  if (update === undefined || isFinal(job.phase)) return job;
  const at = new Date(update.at).toISOString();
  const begins = update.phase === "processing" && job.phase === "queued";
  return {
    ...job,
    state: update.state,
    phase: update.phase,
    attempt: begins ? Math.min(job.attempt + 1, job.max_attempts) : job.attempt,
    next_run_at: update.state === "retrying" ? job.next_run_at : null,
    started_at: job.started_at ?? (update.phase === "processing" ? at : null),
    finished_at: isFinal(update.phase) ? at : null,
  };
}

/** True when a frame tells more than this page can show without asking again. */
export function needsAnswer(frame: JobFrame, jobs: readonly Job[], updates: Updates): boolean {
  const known = jobs.find(({ id }) => id === frame.job_id);
  if (known === undefined) return true;
  const phase = updates[frame.job_id]?.phase ?? known.phase;
  return frame.phase !== phase || frame.state === "retrying";
}

/** Counts by state, moved on by what the stream said of the jobs that the list knows. */
export function countsWith(
  counts: QueueStats["counts"],
  jobs: readonly Job[],
  updates: Updates,
): Readonly<Record<JobState, number>> {
  const moved = { ...counts };
  for (const job of jobs) {
    const { state } = current(job, updates[job.id]);
    if (state === job.state) continue;
    moved[job.state] = Math.max(0, moved[job.state] - 1);
    moved[state] += 1;
  }
  return moved;
}

export type Attempt = {
  readonly number: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly end: "completed" | "retrying" | "dead_letter" | "failed" | "cancelled" | null;
  readonly message: string | null;
};

const ENDS = ["completed", "retrying", "dead_letter", "failed", "cancelled"] as const;

/** How an event ends the attempt before it; null when it does not. */
function endOf({ state }: JobEvent): Attempt["end"] {
  return ENDS.find((end) => end === state) ?? null;
}

/** An attempt after an event: `failed` passes, the state after it says what becomes of the job. */
function ended(attempt: Attempt, event: JobEvent): Attempt {
  const end = endOf(event);
  if (end === null || (attempt.end !== null && attempt.end !== "failed")) return attempt;
  return { ...attempt, end, endedAt: attempt.endedAt ?? event.at, message: attempt.message ?? event.message };
}

/** The attempts that a log tells of, oldest first. */
export function attemptsOf(events: readonly JobEvent[]): Attempt[] {
  const attempts: Attempt[] = [];
  let phase: JobPhase | undefined;
  for (const event of events) {
    const open = attempts.at(-1);
    if (beginsAttempt(event, phase))
      attempts.push({ number: attempts.length + 1, startedAt: event.at, endedAt: null, end: null, message: null });
    else if (open) attempts[attempts.length - 1] = ended(open, event);
    phase = phaseAfter(event, phase);
  }
  return attempts;
}

/** Milliseconds from start to end, or to `now` while it runs; undefined before the start. */
export function tookOf(job: Pick<Job, "started_at" | "finished_at">, now: number): number | undefined {
  if (job.started_at === null) return undefined;
  const end = job.finished_at === null ? now : Date.parse(job.finished_at);
  return Math.max(0, end - Date.parse(job.started_at));
}

/** An analysis without a result of its own is the check of a pull request. */
export function isPullCheck(job: Pick<Job, "kind" | "analysis_id">): boolean {
  return job.kind === "analysis" && job.analysis_id === null;
}

/** The steps that a job is expected to have. */
export function stepsOf(
  job: Pick<Job, "kind" | "analysis_id">,
  names: Readonly<Record<JobKind | "pull_check", StepNames>>,
): StepNames {
  return names[isPullCheck(job) ? "pull_check" : job.kind];
}

/** Where the result of a completed job is; undefined for one that leaves none. */
export function resultOf(job: Job): string | undefined {
  if (job.phase !== "completed") return undefined;
  const repository = `/repos/${job.repository_id}`;
  if (job.analysis_id !== null) return `/analysis/${job.analysis_id}`;
  if (job.kind === "ci_generation") return `${repository}?tab=pipelines`;
  return isPullCheck(job) ? `${repository}?tab=pulls` : undefined;
}
