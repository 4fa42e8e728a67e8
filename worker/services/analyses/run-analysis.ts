import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import { type SnapshotSource, snapshotKey } from "../../adapters/github/snapshot.ts";
import { findRepository, type Repository } from "../../db/repositories.ts";
import { findAnalysisOfJob } from "../../db/results.ts";
import { type AnalysisResult, analyze } from "../../engine/analyze.ts";
import type { Category } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import { assistAnalysis } from "../assist/assist-analysis.ts";
import { planRetry } from "../assist/retries.ts";
import type { Ctx } from "../context.ts";
import { readAnalysisInput, readPullNumber } from "../jobs/analysis-input.ts";
import type { AnalysisType } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { count, readFilesSteps } from "../jobs/read-files-steps.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { runPullCheck } from "../pulls/run-pull-check.ts";
import { readAgainIfUnsure } from "../sync/read-again.ts";
import { resultStatements } from "./store-results.ts";

const CATEGORIES: Readonly<Record<AnalysisType, readonly Category[] | null>> = {
  full: null,
  security: ["security"],
  performance: ["performance"],
  ci_cd: ["ci_cd"],
};

type Task = {
  readonly repository: Repository;
  readonly analysisId: string;
  readonly type: AnalysisType;
  readonly dependencies: boolean;
};

/** Reads the newest commit of the default branch, or a pull request's, runs the rules on it and stores what they say. */
export async function runAnalysis(run: JobRun): Promise<void> {
  const pull = readPullNumber(run.job.input);
  return pull === null ? analyseBranch(run) : runPullCheck(run, pull);
}

async function analyseBranch(run: JobRun): Promise<void> {
  const task = await findTask(run);
  const { repository } = task;
  const { source, head, listing, snapshot } = await readFilesSteps(run, repository);
  const result = await run.step("run_rules", () => runRules(run.ctx, source, { snapshot, type: task.type }));
  const assisted = await assistAnalysis(run, { ...task, snapshot, result });
  const key = await snapshotKey(listing);
  const again = await planRetry(run.ctx, { repositoryId: repository.id, type: task.type }, assisted.summary);
  const outcome = { ...task, head, key, snapshot, result, claims: assisted.claims, ai: again.summary };
  await run.commit([...resultStatements(run.ctx, outcome), ...again.statements], summaryOf(result));
  await readAgainIfUnsure(run, head.commit);
  await sendRepositoryEvent(run.ctx, repository.id, "analysed");
}

async function findTask({ ctx, job }: JobRun): Promise<Task> {
  const repository = await findRepository(ctx.data, job.repositoryId);
  const analysis = await findAnalysisOfJob(ctx.data, job.id);
  if (!repository || !analysis) throw new AppError("not_found", "The repository was disconnected.");
  const { dependencies } = readAnalysisInput(job.input);
  return { repository, analysisId: analysis.id, type: analysis.type, dependencies };
}

type Rules = { readonly snapshot: Snapshot; readonly type: AnalysisType };

async function runRules(ctx: Ctx, source: SnapshotSource, { snapshot, type }: Rules) {
  const now = ctx.clock.now();
  const lookups = await readActionLookups(source, snapshot, now);
  const categories = CATEGORIES[type];
  const result = analyze(snapshot, { now, lookups, ...(categories ? { categories } : {}) });
  const detail = `${count(result.findings.length, "finding")}, ${count(result.remediations.length, "proved fix", "proved fixes")}`;
  return { value: result, detail };
}

function summaryOf({ findings, remediations, scores }: AnalysisResult): string {
  return `${count(findings.length, "finding")}, ${count(remediations.length, "proved fix", "proved fixes")}, score ${scores.overall}.`;
}
