import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type CreatedJob, createJob } from "../jobs/create-job.ts";
import { ownGithub } from "../repositories/own-github.ts";
import { getRepository } from "../repositories/read-repository.ts";

type Pull = { readonly repositoryId: string; readonly number: number };

/** Looks at a pull request again. Throws not_found, conflict for one that is closed, and what `GithubPort` throws. */
export async function startPullCheck(ctx: Ctx, { repositoryId, number }: Pull): Promise<CreatedJob> {
  requirePermission(ctx, "analysis.run");
  const repository = await getRepository(ctx, repositoryId);
  if (repository.state !== "connected") {
    throw new AppError("conflict", "We cannot reach this repository on GitHub. Connect it again first.");
  }
  const { state } = await ownGithub(ctx).pullNow(repository, number);
  if (state !== "open")
    throw new AppError("conflict", `Pull request #${number} is ${state}; only open ones are checked.`);
  return createJob(ctx, { kind: "analysis", trigger: "manual", repositoryId, pull: { number } });
}
