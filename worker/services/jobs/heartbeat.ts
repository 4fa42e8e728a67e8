import { leaseUpdate } from "../../db/jobs.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import { type ClaimedJob, LEASE_MS } from "./claim-job.ts";

/** How soon a cancel reaches a running job, and how often its lease is looked after. */
const BEAT_MS = 1_000;

export type StopReason = "cancelled" | "lost" | "timeout";

/** Why a run was aborted: the `reason` of its signal. */
export class JobStopped extends Error {
  override readonly name = "JobStopped";
  readonly why: StopReason;

  constructor(why: StopReason) {
    super(`The job was stopped: ${why}.`);
    this.why = why;
  }
}

/** Keeps the lease until `ended` aborts; aborts `stop` when the job was cancelled, taken over or ran out of time. Never throws. */
export async function keepLease(
  ctx: Ctx,
  job: ClaimedJob,
  run: { stop: AbortController; ended: AbortSignal; deadline: number },
) {
  const lease: Lease = { unsaved: null };
  while (!run.ended.aborted && !run.stop.signal.aborted) {
    await scheduler.wait(BEAT_MS, { signal: run.ended }).catch(() => undefined);
    if (run.ended.aborted) return;
    const why = await beat(ctx, job, { lease, deadline: run.deadline });
    if (why !== null) run.stop.abort(new JobStopped(why));
  }
}

/** Until when the object prolonged the lease, as long as the row does not say so. */
type Lease = { unsaved: number | null };

type Run = { readonly lease: Lease; readonly deadline: number };

async function beat(ctx: Ctx, job: ClaimedJob, { lease, deadline }: Run): Promise<StopReason | null> {
  const now = ctx.clock.now();
  if (now >= deadline) return "timeout";
  try {
    const { token, fence } = job;
    const question = { orgId: ctx.orgId, jobId: job.id, token, fence, leaseMs: LEASE_MS, now };
    const reply = await ctx.objects.repoJobs(ctx.orgId, job.repositoryId).beat(question);
    if (!reply.ok) return reply.reason === "cancelled" ? "cancelled" : "lost";
    if (reply.extended) lease.unsaved = reply.until;
    if (lease.unsaved === null) return null;
    const { meta } = await leaseUpdate(ctx.data, job, lease.unsaved).run();
    lease.unsaved = null;
    return meta.changes === 0 ? "lost" : null;
  } catch (error) {
    // A beat that fails is made up for by the next one; the lease runs on meanwhile, and every write is fenced.
    ctx.log.warning("beat_failed", { job_id: job.id, reason: reasonOf(error) });
    return null;
  }
}
