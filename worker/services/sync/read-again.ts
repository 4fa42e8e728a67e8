import { knowsHead } from "../../db/repository-head.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";

/**
 * Starts a sync when the row does not know the head that this job read, because another one stored another meanwhile. The job's
 * own end is written by then: what fails here is made up for by the next look at the repository, which finds it moved.
 */
export async function readAgainIfUnsure({ ctx, job }: JobRun, head: string | null): Promise<void> {
  const { repositoryId, trigger } = job;
  if (head === null || (await knowsHead(ctx.data, repositoryId))) return;
  await createJob(ctx, { kind: "sync", trigger, repositoryId });
}
