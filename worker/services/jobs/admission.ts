/** Lets jobs into the queue, a few of each organization at a time, and tells the queue and the objects of those let in. */
import { type AdmittedJob, admitStatement, findAdmitted, startStatements } from "../../db/admission.ts";
import type { Admitting } from "../../db/delivery-batch.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import { LOST_AFTER_MS } from "./due-action.ts";
import type { JobKind } from "./retry-schedule.ts";

/** Jobs of one organization in the queue or running. Below the queues' concurrency (5, 5, 3): another's first job starts at once. */
export const SLOTS: Readonly<Record<JobKind, number>> = { analysis: 3, sync: 3, ci_generation: 2 };
const ANALYSES_A_MINUTE = 10;

/** Starts of a kind in a minute for one organization; null where only the slots count. */
function startsAMinute(ctx: Pick<Ctx, "config">, kind: JobKind): number | null {
  return kind === "analysis" ? Math.max(1, Math.floor(ANALYSES_A_MINUTE * ctx.config.rateLimitFactor)) : null;
}

/**
 * Statements for the end of a batch that makes a job or ends one. The first answers with the jobs that it let in: give these
 * to `announceAdmitted` once the batch is done.
 */
export function admission(ctx: Ctx, kind: JobKind) {
  const token = ctx.random.uuidv7();
  const asked = {
    kind,
    now: ctx.clock.now(),
    token,
    slots: SLOTS[kind],
    startsAMinute: startsAMinute(ctx, kind),
  };
  const starts = asked.startsAMinute === null ? [] : startStatements(ctx.data, asked);
  return {
    statements: [admitStatement(ctx.data, asked), ...starts] as const,
    /** What was let in, for a batch whose answer was lost. */
    recover: () => findAdmitted(ctx.data, { kind, token }),
  };
}

/** What `admission` puts into its statements, for a batch that has these of its own. */
export function admitting(ctx: Ctx, kind: JobKind): Admitting {
  return { token: ctx.random.uuidv7(), slots: SLOTS[kind], startsAMinute: startsAMinute(ctx, kind) };
}

/** Sends the messages of jobs that were let in and has their objects look after them. Never throws: whoever finds a row runs it. */
export async function announceAdmitted(ctx: Ctx, rows: readonly AdmittedJob[]): Promise<void> {
  await Promise.all(rows.map((row) => announce(ctx, row)));
}

async function announce(ctx: Ctx, row: AdmittedJob): Promise<void> {
  await publish(ctx, row);
  await watch(ctx, row);
}

/**
 * Sends the messages of jobs that were let in. A message that the queue took is enough for what nobody waits for on a page: whoever
 * takes it has the object look after the job, and the cron finds what got lost. Never throws.
 */
export async function publishAdmitted(ctx: Ctx, rows: readonly AdmittedJob[]): Promise<void> {
  await Promise.all(
    rows.map(async (row) => {
      if (!(await publish(ctx, row))) await watch(ctx, row);
    }),
  );
}

/** False when the queue did not take the message. */
async function publish(ctx: Ctx, { id, kind }: AdmittedJob): Promise<boolean> {
  try {
    await ctx.publisher.publish(kind, { v: 1, job_id: id });
    return true;
  } catch (error) {
    ctx.log.warning("job_not_published", { job_id: id, reason: reasonOf(error) });
    return false;
  }
}

async function watch(ctx: Ctx, { id, repositoryId }: AdmittedJob): Promise<void> {
  const { orgId } = ctx;
  try {
    const at = ctx.clock.now() + LOST_AFTER_MS;
    await ctx.objects.repoJobs(orgId, repositoryId).watch({ orgId, repositoryId, at });
  } catch (error) {
    ctx.log.warning("job_not_watched", { job_id: id, reason: reasonOf(error) });
  }
}

/** Lets in what may go on, announces it and answers with it. */
export async function admitNext(ctx: Ctx, kind: JobKind): Promise<AdmittedJob[]> {
  const rows = await admitQuietly(ctx, kind);
  await announceAdmitted(ctx, rows);
  return rows;
}

/** As `admitNext`, but never throws: when the database does not answer, the organization's object does it. */
export async function admitOrWake(ctx: Ctx, kind: JobKind): Promise<AdmittedJob[]> {
  try {
    return await admitNext(ctx, kind);
  } catch (error) {
    ctx.log.warning("jobs_not_admitted", { kind, reason: reasonOf(error) });
    await wakeOrg(ctx, ctx.clock.now());
    return [];
  }
}

/** As `admitNext`, without a message for `jobId`, which is about to run. True when that job is let in. */
export async function admitHinted(ctx: Ctx, kind: JobKind, jobId: string): Promise<boolean> {
  const rows = await admitQuietly(ctx, kind);
  await announceAdmitted(
    ctx,
    rows.filter(({ id }) => id !== jobId),
  );
  return rows.some(({ id }) => id === jobId);
}

async function admitQuietly(ctx: Ctx, kind: JobKind): Promise<AdmittedJob[]> {
  const [admitted] = await ctx.data.db.batch(admission(ctx, kind).statements);
  return admitted;
}

/** Has the organization's object look after its waiting jobs no later than `at` (ms). Never throws: the cron does so too. */
export async function wakeOrg(ctx: Ctx, at: number): Promise<void> {
  try {
    await ctx.objects.orgJobs(ctx.orgId).wake({ orgId: ctx.orgId, at });
  } catch (error) {
    ctx.log.warning("organization_not_woken", { org_id: ctx.orgId, reason: reasonOf(error) });
  }
}
