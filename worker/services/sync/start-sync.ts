import { type Ctx, requirePermission } from "../context.ts";
import { type CreatedJob, createJob } from "../jobs/create-job.ts";
import { getRepository } from "../repositories/read-repository.ts";

/** Reads a repository again in the background. Throws not_found for one that is not connected. */
export async function startSync(ctx: Ctx, repositoryId: string): Promise<CreatedJob> {
  requirePermission(ctx, "repository.sync");
  await getRepository(ctx, repositoryId);
  return createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
}
