/** Finds jobs whose queue message or worker was lost, and brings them back. The row is the truth, so this may run at any time. */
import { organizationsWithRoom } from "../../db/admission.ts";
import { existsInOrg } from "../../db/exists.ts";
import { forOrg } from "../../db/for-org.ts";
import { type JobRow, publishedUpdate, unfinishedJobs } from "../../db/jobs.ts";
import { findJobOfAnyone, repositoriesWithDueJobs } from "../../db/system.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx, Scope } from "../context.ts";
import { admitNext, announceAdmitted, SLOTS, wakeOrg } from "./admission.ts";
import { countLoss, isRunning } from "./count-loss.ts";
import { dueAction, LOST_AFTER_MS } from "./due-action.ts";
import { JOB_KINDS, type JobKind } from "./retry-schedule.ts";
import { systemCtx } from "./system-ctx.ts";
import { isFinal } from "./transitions.ts";

/** Repositories looked after in one sweep; the next sweep takes the others. */
const SWEEP = 200;

/**
 * Looks after one repository's jobs that are in the queue or run. Answers when to look again (ms since the epoch), or null when
 * there are none: those that wait for their turn are their organization's to look after.
 */
export async function reconcileRepository(scope: Scope, orgId: string, repositoryId: string): Promise<number | null> {
  const ctx = systemCtx(scope, orgId);
  const rows = await unfinishedJobs(ctx.data, repositoryId);
  const times: number[] = [];
  for (const row of rows) times.push(await reconcileJob(ctx, row));
  return times.length === 0 ? null : Math.min(...times);
}

/** True when the organization has this repository no more: nothing of it is to be kept. */
export async function isDisconnected(scope: Scope, of: { orgId: string; repositoryId: string }): Promise<boolean> {
  return !(await existsInOrg(forOrg(scope.db, of.orgId), "repositories", of.repositoryId));
}

/** Brings one job back that is in the queue or runs, if its message or its worker was lost. Answers when to look again. */
export async function reconcileJob(ctx: Ctx, row: JobRow): Promise<number> {
  const now = ctx.clock.now();
  const { id, leaseUntil } = row;
  const dueAt = row.nextRunAt ?? row.createdAt;
  const publishedAt = row.publishedAt ?? dueAt;
  const due = dueAction({ id, running: isRunning(row), leaseUntil, publishedAt, dueAt }, now);
  if (due.action === "republish") {
    ctx.log.warning("job_republished", { job_id: id, kind: row.kind });
    await publishedUpdate(ctx.data, id, now).run();
    await announceAdmitted(ctx, [row]);
  }
  if (due.action === "expire") await countLoss(ctx, row);
  return due.action === "wait" ? due.lookAgainAt : now + LOST_AFTER_MS;
}

/**
 * What a message in the dead letter queue means: no worker could even take the job. That is a loss, as of a worker. A job that
 * is over, runs or waits for its turn is left alone.
 */
export async function giveUpMessage(scope: Scope, jobId: string): Promise<void> {
  const row = await findJobOfAnyone(scope.db, jobId);
  if (!row || isFinal(row.state) || isRunning(row) || row.publishedAt === null) return;
  await countLoss(systemCtx(scope, row.orgId, row.correlationId), row);
}

/** The cron's net under the objects' alarms: all jobs that are overdue, and those that wait although there is room for them. */
export async function reconcileAll(scope: Scope): Promise<number> {
  const now = scope.clock.now();
  const due = await repositoriesWithDueJobs(scope.db, now - LOST_AFTER_MS, SWEEP);
  for (const { orgId, repositoryId } of due)
    await looking(scope, { org_id: orgId, repository_id: repositoryId }, () =>
      reconcileRepository(scope, orgId, repositoryId),
    );
  for (const kind of JOB_KINDS) await admitAll(scope, kind);
  return due.length;
}

async function admitAll(scope: Scope, kind: JobKind): Promise<void> {
  const now = scope.clock.now();
  const waiting = await organizationsWithRoom(scope.db, { kind, now, slots: SLOTS[kind], limit: SWEEP });
  for (const { orgId } of waiting)
    await looking(scope, { org_id: orgId }, async () => {
      const ctx = systemCtx(scope, orgId);
      await admitNext(ctx, kind);
      await wakeOrg(ctx, now);
    });
}

/** One repository or organization must not keep the sweep from the others. */
async function looking(scope: Scope, at: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    scope.log.error("reconcile_failed", { ...at, reason: reasonOf(error) });
  }
}
