import { findJobOfAnyone } from "../../db/system.ts";
import type { Ctx, Scope } from "../context.ts";
import { admitHinted } from "./admission.ts";
import { type ClaimedJob, claimJob } from "./claim-job.ts";
import { failJob } from "./fail-job.ts";
import { JobStopped, keepLease } from "./heartbeat.ts";
import { createJobRun, type JobRun } from "./job-run.ts";
import { type JobKind, timeoutMsOf } from "./retry-schedule.ts";
import { systemCtx } from "./system-ctx.ts";
import { isFinal } from "./transitions.ts";
import { JobLost } from "./write-fenced.ts";

/** What a stopped job has to clean up in. */
const GRACE_MS = 2_000;

export type JobHandlers = Readonly<Record<JobKind, (run: JobRun) => Promise<void>>>;

/** What became of a hint: `early` carries the wait in ms until the job is due. */
export type HintOutcome = { readonly kind: "done" | "ignored" } | { readonly kind: "early"; readonly waitMs: number };

/** Follows a queue message's hint: runs the job if it is due and free. Throws only when the database or the objects do not answer. */
export async function runJob(scope: Scope, jobId: string, handlers: JobHandlers): Promise<HintOutcome> {
  const row = await findJobOfAnyone(scope.db, jobId);
  if (!row || isFinal(row.state)) return { kind: "ignored" };
  const waitMs = (row.nextRunAt ?? 0) - scope.clock.now();
  if (waitMs > 0) return { kind: "early", waitMs };
  const ctx = systemCtx(scope, row.orgId, row.correlationId);
  // A message of an earlier attempt: the job may run when there is room for it now.
  if (row.publishedAt === null && !(await admitHinted(ctx, row.kind, row.id))) return { kind: "ignored" };
  const job = await claimJob(ctx, row);
  if (!job) return { kind: "ignored" };
  await attempt(ctx, job, handlers[job.kind]);
  return { kind: "done" };
}

async function attempt(ctx: Ctx, job: ClaimedJob, handler: (run: JobRun) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const ended = new AbortController();
  const deadline = ctx.clock.now() + timeoutMsOf(job.kind);
  const beating = keepLease(ctx, job, { stop, ended: ended.signal, deadline });
  ctx.log.info("job_started", { job_id: job.id, kind: job.kind, attempt: job.attempt, fence: job.fence });
  try {
    await endsOrStops(handler(createJobRun(ctx, job, stop.signal)), stop.signal);
    ctx.log.info("job_completed", {
      job_id: job.id,
      kind: job.kind,
      duration_ms: ctx.clock.now() - (job.startedAt ?? 0),
    });
  } catch (error) {
    // An aborted fetch throws an error of its own: the reason of the signal is the truth.
    await endFailed(ctx, job, stop.signal.aborted ? stop.signal.reason : error);
  } finally {
    ended.abort();
    await beating;
  }
}

/** As `work`, but given up when it does not end by itself soon after it was stopped: whatever it writes then, the fence refuses. */
async function endsOrStops(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([work, givenUp(signal, over.signal)]);
  } finally {
    over.abort();
  }
}

async function givenUp(signal: AbortSignal, over: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => resolve(), { once: true });
    over.addEventListener("abort", () => resolve(), { once: true });
    await promise;
  }
  await scheduler.wait(GRACE_MS, { signal: over });
  throw signal.reason;
}

async function endFailed(ctx: Ctx, job: ClaimedJob, failure: unknown): Promise<void> {
  const isTaken = failure instanceof JobLost || (failure instanceof JobStopped && failure.why !== "timeout");
  if (isTaken) {
    ctx.log.info("job_left", { job_id: job.id, kind: job.kind, fence: job.fence });
    return;
  }
  if (!(failure instanceof JobStopped))
    ctx.log.error("job_attempt_failed", {
      job_id: job.id,
      reason: failure instanceof Error ? failure.name : "unknown",
    });
  await failJob(ctx, job, failure);
}
