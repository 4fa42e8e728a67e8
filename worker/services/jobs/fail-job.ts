import { eventInsertIfChanged, fencedStep, type JobRow, type NewEvent } from "../../db/jobs.ts";
import { type AppError, toAppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admission, announceAdmitted, wakeOrg } from "./admission.ts";
import type { ClaimedJob } from "./claim-job.ts";
import { closeLease, releaseLease } from "./end-lease.ts";
import { JobStopped } from "./heartbeat.ts";
import { maxAttempts, retryDelayMs } from "./retry-schedule.ts";
import { sendEvents } from "./send-events.ts";
import { RUNNING, sourcesOf } from "./transitions.ts";

/** What becomes of a failed attempt. `spends: false` gives the attempt back: waiting for GitHub's limit is nobody's fault. */
type Outcome = { readonly error: { code: string; detail: string } } & (
  | { readonly next: "retrying"; readonly at: number; readonly spends: boolean }
  | { readonly next: "dead_letter" }
);

const TIMED_OUT = {
  code: "job_timeout",
  detail: "The job took too long and was stopped. Run it again; if it stays, the repository may be too large for us.",
};

function outcomeOf(ctx: Ctx, job: ClaimedJob, failure: unknown): Outcome {
  const now = ctx.clock.now();
  const timedOut = failure instanceof JobStopped && failure.why === "timeout";
  const error: AppError | null = timedOut ? null : toAppError(failure);
  const described = error ? { code: error.problemCode, detail: error.detail } : TIMED_OUT;
  if (error?.code === "rate_limited") {
    return { error: described, next: "retrying", at: Math.max(error.retryAt ?? 0, now + 1_000), spends: false };
  }
  const passes = error === null || error.code === "upstream_failed" || error.code === "unavailable";
  const delay = passes ? retryDelayMs(job.kind, job.attempt, ctx.random.fraction()) : null;
  return delay === null
    ? { error: described, next: "dead_letter" }
    : { error: described, next: "retrying", at: now + delay, spends: true };
}

/** Ends a failed attempt: back to the queue at its time, or to the dead letters with the reason. Changes nothing for a worker that lost the job. */
export async function failJob(ctx: Ctx, job: ClaimedJob, failure: unknown): Promise<void> {
  const outcome = outcomeOf(ctx, job, failure);
  const { next, error } = outcome;
  const now = ctx.clock.now();
  const set: Partial<JobRow> = {
    state: next,
    leaseUntil: null,
    errorCode: error.code,
    errorDetail: error.detail,
    ...(next === "retrying"
      ? { nextRunAt: outcome.at, publishedAt: null, attempt: outcome.spends ? job.attempt : job.attempt - 1 }
      : { finishedAt: now }),
  };
  const event = (state: JobRow["state"], message: string): NewEvent => ({
    jobId: job.id,
    at: now,
    type: "state",
    level: "error",
    message,
    state,
    step: null,
  });
  const [, failed, , after, , admitted] = await ctx.data.db.batch([
    fencedStep(ctx.data, job, { from: RUNNING, set: { state: "failed" } }),
    eventInsertIfChanged(ctx.data, event("failed", error.detail)),
    fencedStep(ctx.data, job, { from: sourcesOf(next), set }),
    eventInsertIfChanged(ctx.data, event(next, whatNext(job, outcome))),
    auditIfChanged(ctx, {
      action: `job.${next}`,
      targetKind: "job",
      targetId: job.id,
      meta: { kind: job.kind, code: error.code, attempt: job.attempt },
    }),
    ...admission(ctx, job.kind).statements,
  ]);
  await announceAdmitted(ctx, admitted);
  if (after.length === 0) return;
  ctx.log.warning("job_failed", {
    job_id: job.id,
    kind: job.kind,
    state: next,
    code: error.code,
    attempt: job.attempt,
  });
  await settle(ctx, job, outcome);
  await sendEvents(ctx, { ...job, state: "failed" }, failed);
  await sendEvents(ctx, { ...job, state: next }, after);
}

function whatNext(job: ClaimedJob, outcome: Outcome): string {
  if (outcome.next === "dead_letter") return "Set aside. Run it again once the reason is gone.";
  const at = new Date(outcome.at).toISOString();
  return outcome.spends
    ? `Attempt ${job.attempt + 1} of ${maxAttempts(job.kind)} follows at ${at}.`
    : `GitHub lets us continue at ${at}.`;
}

async function settle(ctx: Ctx, job: ClaimedJob, outcome: Outcome): Promise<void> {
  if (outcome.next === "dead_letter") return closeLease(ctx, job, "finished");
  await releaseLease(ctx, job);
  await wakeOrg(ctx, outcome.at);
}
