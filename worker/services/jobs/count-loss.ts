import {
  eventInsertIfChanged,
  fencedStep,
  findAnalysisIdOfJob,
  type JobRow,
  type JobRowState,
  type NewEvent,
} from "../../db/jobs.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admission, announceAdmitted, wakeOrg } from "./admission.ts";
import { LOST_AFTER_MS } from "./due-action.ts";
import { closeLease, releaseLease } from "./end-lease.ts";
import { MAX_LOST } from "./retry-schedule.ts";
import { sendEvents } from "./send-events.ts";
import { RUNNABLE, RUNNING, sourcesOf } from "./transitions.ts";

export function isRunning({ state }: JobRow): boolean {
  return RUNNING.some((running) => running === state);
}

/** What a loss makes of a row. An attempt that was under way does not count; at the last loss the job is set aside. */
function afterLoss(row: JobRow, now: number): Partial<JobRow> & { state: "retrying" | "dead_letter"; lost: number } {
  const lost = row.lost + 1;
  const wasTaken = isRunning(row);
  const what = wasTaken ? "The worker stopped without a word" : "No worker could take the job";
  const kept = {
    lost,
    attempt: wasTaken ? Math.max(row.attempt - 1, 0) : row.attempt,
    leaseUntil: null,
    publishedAt: null,
    errorCode: "worker_lost",
    errorDetail: `${what}, ${lost} times by now. Run the job again later.`,
  };
  const isHopeless = lost >= MAX_LOST;
  if (isHopeless) return { ...kept, state: "dead_letter", coalesceKey: null, finishedAt: now };
  // What keeps every worker from it is not over at once.
  const pauseMs = wasTaken ? 0 : LOST_AFTER_MS * 2 ** row.lost;
  return { ...kept, state: "retrying", nextRunAt: now + pauseMs };
}

function nextOf(row: JobRow, state: JobRowState): string {
  if (state !== "dead_letter") return isRunning(row) ? "Another worker takes over." : "It is tried again in a moment.";
  return isRunning(row) ? "Set aside: it stops every worker that takes it." : "Set aside: no worker could take it.";
}

/** The worker of a job is gone, or none could take it: counts the loss and hands the job on, or sets it aside at the fifth. */
export async function countLoss(ctx: Ctx, row: JobRow): Promise<void> {
  const now = ctx.clock.now();
  const set = afterLoss(row, now);
  const { state, lost } = set;
  const event = (of: JobRowState, message: string): NewEvent => ({
    jobId: row.id,
    at: now,
    type: "state",
    level: "error",
    message,
    state: of,
    step: null,
  });
  const [, failed, , after, , admitted] = await ctx.data.db.batch([
    // Two who find the same loss count it once, and a lease that was prolonged meanwhile is no loss.
    fencedStep(ctx.data, row, { from: isRunning(row) ? RUNNING : RUNNABLE, set: { state: "failed" }, asSeen: row }),
    eventInsertIfChanged(ctx.data, event("failed", set.errorDetail ?? "")),
    fencedStep(ctx.data, row, { from: sourcesOf(state), set }),
    eventInsertIfChanged(ctx.data, event(state, nextOf(row, state))),
    auditIfChanged(ctx, {
      action: `job.${state}`,
      targetKind: "job",
      targetId: row.id,
      meta: { code: "worker_lost", lost },
    }),
    ...admission(ctx, row.kind).statements,
  ]);
  await announceAdmitted(ctx, admitted);
  if (after.length === 0) return;
  ctx.log.warning("worker_lost", { job_id: row.id, kind: row.kind, lost, state });
  if (state === "dead_letter") await closeLease(ctx, row, "finished");
  else await releaseLease(ctx, row);
  if (!admitted.some(({ id }) => id === row.id)) await wakeOrg(ctx, now);
  const analysisId = await findAnalysisIdOfJob(ctx.data, row.id);
  await sendEvents(ctx, { ...row, state, analysisId }, [...failed, ...after]);
}
