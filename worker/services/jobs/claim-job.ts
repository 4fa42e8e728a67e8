import { fencedStep, findAnalysisIdOfJob, findJob, type JobRow } from "../../db/jobs.ts";
import type { Ctx } from "../context.ts";
import { releaseLease } from "./end-lease.ts";
import { RUNNABLE, sourcesOf } from "./transitions.ts";

/** How long a worker may be silent before another takes its job over. */
export const LEASE_MS = 30_000;

export type ClaimedJob = JobRow & { readonly token: string; readonly analysisId: string | null };

/**
 * Takes a waiting job: first the lease of its object, which grants one worker at a time, then the row under the new fence.
 * Undefined when somebody else has it or it is over.
 */
export async function claimJob(ctx: Ctx, job: JobRow): Promise<ClaimedJob | undefined> {
  const token = ctx.random.uuidv7();
  const object = ctx.objects.repoJobs(ctx.orgId, job.repositoryId);
  const now = ctx.clock.now();
  const owner = { orgId: ctx.orgId, jobId: job.id };
  const lease = await object.claim({ ...owner, token, floor: job.fence, leaseMs: LEASE_MS, now });
  if (!lease.ok) {
    ctx.log.info("job_not_claimed", { job_id: job.id, reason: lease.reason });
    return undefined;
  }
  const row = await takeRow(ctx, job, { token, fence: lease.fence, until: lease.until, now });
  if (!row) {
    await releaseLease(ctx, { ...job, fence: lease.fence });
    return undefined;
  }
  await object.watch({ orgId: ctx.orgId, repositoryId: job.repositoryId, at: lease.until + 1 });
  return { ...row, token, analysisId: await findAnalysisIdOfJob(ctx.data, job.id) };
}

type Grant = { readonly token: string; readonly fence: number; readonly until: number; readonly now: number };

/** `active` and, in the same batch, `processing`: there is nothing to wait for between the two. */
async function takeRow(ctx: Ctx, job: JobRow, grant: Grant): Promise<JobRow | undefined> {
  const taken: Partial<JobRow> = {
    state: "active",
    fence: grant.fence,
    claimToken: grant.token,
    leaseUntil: grant.until,
    attempt: job.attempt + 1,
    startedAt: job.startedAt ?? grant.now,
    coalesceKey: null,
    nextRunAt: null,
    errorCode: null,
    errorDetail: null,
  };
  const fenced = { id: job.id, fence: grant.fence };
  try {
    const [, rows] = await ctx.data.db.batch([
      // Under the fence that was read: a row that somebody else ran meanwhile may have to wait, or has another attempt.
      fencedStep(ctx.data, job, { from: RUNNABLE, set: taken, admitted: true }),
      fencedStep(ctx.data, fenced, { from: sourcesOf("processing"), set: { state: "processing" } }),
    ]);
    return rows.at(0);
  } catch (error) {
    // The write may have happened although its answer was lost: the token says whether it was ours.
    const row = await findJob(ctx.data, job.id);
    if (row?.claimToken === grant.token) return row;
    throw error;
  }
}
