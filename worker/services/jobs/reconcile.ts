/** Finds jobs whose queue message or worker was lost, and brings them back. The row is the truth, so this may run at any time. */
import {
  eventInsertIfChanged,
  fencedStep,
  findAnalysisIdOfJob,
  type JobRow,
  type NewEvent,
  unfinishedJobs,
} from "../../db/jobs.ts";
import { findJobOfAnyone, repositoriesWithDueJobs } from "../../db/system.ts";
import { reasonOf } from "../../errors.ts";
import { dueAction, LOST_AFTER_MS } from "../../objects/repo-jobs/state.ts";
import { auditIfChanged } from "../audit.ts";
import type { Ctx, Scope } from "../context.ts";
import { announceJob } from "./create-job.ts";
import { closeLease, releaseLease } from "./end-lease.ts";
import { MAX_LOST } from "./retry-schedule.ts";
import { sendEvents } from "./send-events.ts";
import { systemCtx } from "./system-ctx.ts";
import { isFinal, RUNNABLE, RUNNING, sourcesOf } from "./transitions.ts";

/** Repositories looked after in one sweep; the next sweep takes the others. */
const SWEEP = 200;

/** Looks after one repository's jobs. Answers when to look again (ms since the epoch), or null when all are over. */
export async function reconcileRepository(scope: Scope, orgId: string, repositoryId: string): Promise<number | null> {
  const ctx = systemCtx(scope, orgId);
  const rows = await unfinishedJobs(ctx.data, repositoryId);
  const times: number[] = [];
  for (const row of rows) times.push(await reconcileJob(ctx, row));
  return times.length === 0 ? null : Math.min(...times);
}

async function reconcileJob(ctx: Ctx, row: JobRow): Promise<number> {
  const now = ctx.clock.now();
  const running = isRunning(row);
  const { id, leaseUntil, publishedAt } = row;
  const due = dueAction({ id, running, leaseUntil, publishedAt, dueAt: row.nextRunAt ?? row.createdAt }, now);
  if (due.action === "republish") {
    ctx.log.warning("job_republished", { job_id: row.id, kind: row.kind });
    await announceJob(ctx, { jobId: row.id, kind: row.kind, repositoryId: row.repositoryId });
  }
  if (due.action === "expire") await countLoss(ctx, row);
  return due.action === "wait" ? due.lookAgainAt : now + LOST_AFTER_MS;
}

function isRunning(row: JobRow): boolean {
  return RUNNING.some((state) => state === row.state);
}

/**
 * What a message in the dead letter queue means: no worker could even take the job. That is a loss, as of a worker. A job that
 * is over, runs or is not due yet is left alone.
 */
export async function giveUpMessage(scope: Scope, jobId: string): Promise<void> {
  const row = await findJobOfAnyone(scope.db, jobId);
  if (!row || isFinal(row.state) || isRunning(row) || (row.nextRunAt ?? 0) > scope.clock.now()) return;
  await countLoss(systemCtx(scope, row.orgId, row.correlationId), row);
}

/** The worker is gone: the attempt does not count, the loss does. */
async function countLoss(ctx: Ctx, row: JobRow): Promise<void> {
  const wasRunning = isRunning(row);
  const now = ctx.clock.now();
  const lost = row.lost + 1;
  const isHopeless = lost >= MAX_LOST;
  const next = isHopeless ? ("dead_letter" as const) : ("retrying" as const);
  const reason = {
    errorCode: "worker_lost",
    errorDetail: `The worker stopped without a word, ${lost} times by now. Run it again later; if it stays, tell us the job's id.`,
  };
  const kept = {
    state: next,
    lost,
    attempt: wasRunning ? Math.max(row.attempt - 1, 0) : row.attempt,
    leaseUntil: null,
    publishedAt: null,
    ...reason,
  };
  const set = isHopeless ? { ...kept, finishedAt: now } : { ...kept, nextRunAt: now };
  const event = (state: JobRow["state"], message: string): NewEvent => ({
    jobId: row.id,
    at: now,
    type: "state",
    level: "error",
    message,
    state,
    step: null,
  });
  const [, failed, , after] = await ctx.data.db.batch([
    fencedStep(ctx.data, row, { from: wasRunning ? RUNNING : RUNNABLE, set: { state: "failed" } }),
    eventInsertIfChanged(ctx.data, event("failed", reason.errorDetail)),
    fencedStep(ctx.data, row, { from: sourcesOf(next), set }),
    eventInsertIfChanged(
      ctx.data,
      event(next, isHopeless ? "Set aside: it stops every worker that takes it." : "Another worker takes over."),
    ),
    auditIfChanged(ctx, {
      action: `job.${next}`,
      targetKind: "job",
      targetId: row.id,
      meta: { code: "worker_lost", lost },
    }),
  ]);
  if (after.length === 0) return;
  ctx.log.warning("worker_lost", { job_id: row.id, kind: row.kind, lost, state: next });
  if (isHopeless) await closeLease(ctx, row, "finished");
  else await releaseLease(ctx, row);
  if (!isHopeless) await announceJob(ctx, { jobId: row.id, kind: row.kind, repositoryId: row.repositoryId });
  const analysisId = await findAnalysisIdOfJob(ctx.data, row.id);
  await sendEvents(ctx, { ...row, state: next, analysisId }, [...failed, ...after]);
}

/** The cron's net under the objects' alarms: every repository with a job that is overdue, in all organizations. */
export async function reconcileAll(scope: Scope): Promise<number> {
  const due = await repositoriesWithDueJobs(scope.db, scope.clock.now() - LOST_AFTER_MS, SWEEP);
  for (const { orgId, repositoryId } of due) {
    try {
      await reconcileRepository(scope, orgId, repositoryId);
    } catch (error) {
      // One repository must not keep the sweep from the others.
      scope.log.error("reconcile_failed", { org_id: orgId, repository_id: repositoryId, reason: reasonOf(error) });
    }
  }
  return due.length;
}
