import { findRepository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type AnalysisType, type CreatedJob, createJob, type JobTrigger } from "../jobs/create-job.ts";

export type AnalysisRequest = {
  readonly repositoryId: string;
  readonly type: AnalysisType;
  readonly trigger: JobTrigger;
  /** Asks the AI about dependencies too. */
  readonly dependencies?: boolean;
};

/** Asks for an analysis of the default branch; an identical request that waits is joined. Throws not_found or conflict. */
export async function startAnalysis(
  ctx: Ctx,
  { repositoryId, type, trigger, dependencies = false }: AnalysisRequest,
): Promise<CreatedJob> {
  requirePermission(ctx, "analysis.run");
  const repository = await findRepository(ctx.data, repositoryId);
  if (!repository) throw new AppError("not_found", "There is no such repository in this organization.");
  if (repository.state !== "connected") {
    throw new AppError("conflict", "We cannot reach this repository on GitHub. Connect it again first.");
  }
  const branch = repository.defaultBranch;
  return createJob(ctx, { kind: "analysis", trigger, repositoryId, type, branch, dependencies });
}
