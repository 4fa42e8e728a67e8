import type { JobRow } from "../../db/jobs.ts";
import { reasonOf } from "../../errors.ts";
import type { CloseReason } from "../../objects/repo-jobs/state.ts";
import type { Ctx } from "../context.ts";

type Held = Pick<JobRow, "id" | "repositoryId" | "fence">;

/** Tells the object that a job is over. Never throws: the row says so already, and it alone decides. */
export async function closeLease(ctx: Ctx, job: Held, reason: CloseReason): Promise<void> {
  await tell(ctx, job, (object) => object.close({ orgId: ctx.orgId, jobId: job.id, reason }));
}

/** Gives the lease back. Never throws: one that is kept runs out by itself. */
export async function releaseLease(ctx: Ctx, job: Held): Promise<void> {
  await tell(ctx, job, (object) => object.release({ orgId: ctx.orgId, jobId: job.id, fence: job.fence }));
}

type Told = (object: ReturnType<Ctx["objects"]["repoJobs"]>) => Promise<unknown>;

async function tell(ctx: Ctx, job: Held, told: Told): Promise<void> {
  try {
    await told(ctx.objects.repoJobs(ctx.orgId, job.repositoryId));
  } catch (error) {
    ctx.log.warning("lease_not_ended", { job_id: job.id, reason: reasonOf(error) });
  }
}
