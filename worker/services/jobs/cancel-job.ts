import { eventInsertIfChanged, findAnalysisIdOfJob, findJob, type JobRow, jobStep } from "../../db/jobs.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { admitOrWake } from "./admission.ts";
import { closeLease } from "./end-lease.ts";
import { sendEvents } from "./send-events.ts";
import { sourcesOf } from "./transitions.ts";

/** Stops a job that is not over, at once for what waits and within two seconds for what runs. Throws not_found or conflict. */
export async function cancelJob(ctx: Ctx, jobId: string): Promise<{ id: string; state: "cancelled" }> {
  requirePermission(ctx, "job.change");
  const now = ctx.clock.now();
  const cancelled = {
    state: "cancelled" as const,
    finishedAt: now,
    leaseUntil: null,
    coalesceKey: null,
    nextRunAt: null,
  };
  const [rows, events] = await ctx.data.db.batch([
    jobStep(ctx.data, jobId, { from: sourcesOf("cancelled"), set: cancelled }),
    eventInsertIfChanged(ctx.data, {
      jobId,
      at: now,
      type: "state",
      level: "warning",
      message: "Cancelled.",
      state: "cancelled",
      step: null,
    }),
    auditIfChanged(ctx, { action: "job.cancelled", targetKind: "job", targetId: jobId }),
  ]);
  const [job] = rows;
  if (!job) throw await refusal(ctx, jobId);
  await afterCancel(ctx, job);
  await sendEvents(ctx, { ...job, analysisId: await findAnalysisIdOfJob(ctx.data, jobId) }, events);
  return { id: jobId, state: "cancelled" };
}

/** Stops the worker and lets the next job in. */
async function afterCancel(ctx: Ctx, job: JobRow): Promise<void> {
  await closeLease(ctx, job, "cancelled");
  await admitOrWake(ctx, job.kind);
}

async function refusal(ctx: Ctx, jobId: string): Promise<AppError> {
  const job = await findJob(ctx.data, jobId);
  if (!job) return new AppError("not_found", "There is no such job in this organization.");
  // Whoever cancelled it may have lost the answer, and with it what follows.
  if (job.state === "cancelled") await afterCancel(ctx, job);
  return new AppError("conflict", `The job is already over (${job.state}): there is nothing to cancel.`);
}
