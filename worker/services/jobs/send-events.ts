import type { JobLogRow, JobRow } from "../../db/jobs.ts";
import { reasonOf } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import { eventFrame, type OrgEvent } from "../live/frames.ts";

type Subject = Pick<JobRow, "id" | "repositoryId" | "state"> & { readonly analysisId: string | null };

function orgEventOf(job: Subject, row: JobLogRow): OrgEvent | null {
  const frame = eventFrame(row);
  if (frame.type === "log" || frame.phase === null || frame.state === null) return null;
  return {
    kind: "job",
    at: frame.at,
    repository_id: job.repositoryId,
    job_id: job.id,
    analysis_id: job.analysisId,
    state: frame.state,
    phase: frame.phase,
    step: frame.step,
  };
}

/** Sends stored events to the sockets. The rows are the truth: a feed that cannot be reached is logged, and clients replay. */
export async function sendEvents(ctx: Ctx, job: Subject, rows: readonly JobLogRow[]): Promise<void> {
  try {
    for (const row of rows) {
      await ctx.objects
        .repoJobs(ctx.orgId, job.repositoryId)
        .publish({ orgId: ctx.orgId, jobId: job.id, event: eventFrame(row) });
      const event = orgEventOf(job, row);
      if (event) await ctx.objects.orgLive(ctx.orgId).publish({ orgId: ctx.orgId, event });
    }
  } catch (error) {
    ctx.log.warning("live_event_not_sent", { job_id: job.id, reason: reasonOf(error) });
  }
}

/** Tells the organization's sockets that a repository changed. */
export async function sendRepositoryEvent(
  ctx: Ctx,
  repositoryId: string,
  reason: Extract<OrgEvent, { kind: "repository" }>["reason"],
): Promise<void> {
  const at = new Date(ctx.clock.now()).toISOString();
  try {
    await ctx.objects
      .orgLive(ctx.orgId)
      .publish({ orgId: ctx.orgId, event: { kind: "repository", at, repository_id: repositoryId, reason } });
  } catch (error) {
    ctx.log.warning("live_event_not_sent", { repository_id: repositoryId, reason: reasonOf(error) });
  }
}
