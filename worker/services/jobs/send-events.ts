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

type About = { readonly job_id: string } | { readonly repository_id: string };

/** Does `publish`; a feed that cannot be reached is logged with what the event is about. */
async function sendOne(ctx: Ctx, about: About, publish: () => Promise<unknown>): Promise<void> {
  try {
    await publish();
  } catch (error) {
    ctx.log.warning("live_event_not_sent", { ...about, reason: reasonOf(error) });
  }
}

/** Sends stored events to the sockets. The rows are the truth: clients replay what a feed that cannot be reached misses. */
export async function sendEvents(ctx: Ctx, job: Subject, rows: readonly JobLogRow[]): Promise<void> {
  const { orgId, objects } = ctx;
  const about = { job_id: job.id };
  for (const row of rows) {
    await sendOne(ctx, about, () =>
      objects.repoJobs(orgId, job.repositoryId).publish({ orgId, jobId: job.id, event: eventFrame(row) }),
    );
    // Apart from the job's own feed: pages of the organization are not to miss what only that one lost.
    const event = orgEventOf(job, row);
    if (event) await sendOne(ctx, about, () => objects.orgLive(orgId).publish({ orgId, event }));
  }
}

/** Tells the organization's sockets that a repository changed. */
export async function sendRepositoryEvent(
  ctx: Ctx,
  repositoryId: string,
  reason: Extract<OrgEvent, { kind: "repository" }>["reason"],
): Promise<void> {
  const { orgId, objects } = ctx;
  const at = new Date(ctx.clock.now()).toISOString();
  const event: OrgEvent = { kind: "repository", at, repository_id: repositoryId, reason };
  await sendOne(ctx, { repository_id: repositoryId }, () => objects.orgLive(orgId).publish({ orgId, event }));
}
