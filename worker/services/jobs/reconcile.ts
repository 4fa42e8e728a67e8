/** Finds jobs whose queue message or worker was lost, and brings them back. The row is the truth, so this may run at any time. */
import { type JobRow, unfinishedJobs } from "../../db/jobs.ts";
import { findJobOfAnyone, repositoriesWithDueJobs } from "../../db/system.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx, Scope } from "../context.ts";
import { countLoss, isRunning } from "./count-loss.ts";
import { announceJob } from "./create-job.ts";
import { dueAction, LOST_AFTER_MS } from "./due-action.ts";
import { systemCtx } from "./system-ctx.ts";
import { isFinal } from "./transitions.ts";

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

/**
 * What a message in the dead letter queue means: no worker could even take the job. That is a loss, as of a worker. A job that
 * is over, runs or is not due yet is left alone.
 */
export async function giveUpMessage(scope: Scope, jobId: string): Promise<void> {
  const row = await findJobOfAnyone(scope.db, jobId);
  if (!row || isFinal(row.state) || isRunning(row) || (row.nextRunAt ?? 0) > scope.clock.now()) return;
  await countLoss(systemCtx(scope, row.orgId, row.correlationId), row);
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
