import { runAgainBy, runAgainUpdate } from "../../db/dead-letters.ts";
import { findAnalysisIdOfJob, findJob, findPlacedJobs, type JobRow, type PlacedJob } from "../../db/jobs.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { readAnalysisInput, readPullNumber } from "./analysis-input.ts";
import { type CreatedJob, createJob } from "./create-job.ts";
import { readGenerationInput } from "./generation-request.ts";
import type { JobSpec } from "./job-spec.ts";

/** Runs a set-aside or cancelled job again, as a new one. Two clicks give one. Throws not_found or conflict. */
export async function retryJob(ctx: Ctx, jobId: string): Promise<CreatedJob> {
  requirePermission(ctx, "job.change");
  const [found] = await findPlacedJobs(ctx.data, [jobId]);
  return runAgain(ctx, found);
}

/** As `retryJob`, of a job that was read; undefined is one that is not there. */
export async function runAgain(ctx: Ctx, found: PlacedJob | undefined): Promise<CreatedJob> {
  if (!found) throw new AppError("not_found", "There is no such job in this organization.");
  const { job, repositoryState } = found;
  if (job.state !== "dead_letter" && job.state !== "cancelled") {
    throw new AppError(
      "conflict",
      `Only a job that was set aside or cancelled can run again; this one is ${job.state}.`,
    );
  }
  if (repositoryState !== "connected") {
    throw new AppError("conflict", "The repository is no longer connected. Connect it again first.");
  }
  return (
    (await alreadyMade(ctx, job)) ??
    createJob(ctx, specOf(job), (made) => [runAgainUpdate(ctx.data, job.id, made.jobId)])
  );
}

async function alreadyMade(ctx: Ctx, job: JobRow): Promise<CreatedJob | undefined> {
  const newId = runAgainBy(job);
  const made = newId === null ? undefined : await findJob(ctx.data, newId);
  return made && { jobId: made.id, analysisId: await findAnalysisIdOfJob(ctx.data, made.id), coalesced: true };
}

function specOf(job: JobRow): JobSpec {
  const common = { trigger: "retry" as const, repositoryId: job.repositoryId, retryOf: job.id };
  if (job.kind === "sync") return { ...common, kind: "sync" };
  if (job.kind === "ci_generation") return { ...common, kind: job.kind, input: readGenerationInput(job.input) };
  const number = readPullNumber(job.input);
  if (number !== null) return { ...common, kind: "analysis", pull: { number } };
  return { ...common, kind: "analysis", ...readAnalysisInput(job.input) };
}
