import { readActionLookups } from "../../adapters/github/action-lookups.ts";
import {
  EMPTY_LISTING,
  type FilesRead,
  type Listing,
  listFiles,
  type ResolvedHead,
  readFiles,
  resolveHead,
  type SnapshotSource,
  snapshotKey,
  toSnapshot,
} from "../../adapters/github/snapshot.ts";
import { snapshotCache } from "../../db/blobs.ts";
import { findRepository, type Repository } from "../../db/repositories.ts";
import { findAnalysisOfJob } from "../../db/results.ts";
import { type AnalysisResult, analyze } from "../../engine/analyze.ts";
import type { Category } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import { userTokens } from "../auth/user-tokens.ts";
import type { Ctx } from "../context.ts";
import { type AnalysisType, createJob } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { resultStatements } from "./store-results.ts";

const CATEGORIES: Readonly<Record<AnalysisType, readonly Category[] | null>> = {
  full: null,
  security: ["security"],
  performance: ["performance"],
  ci_cd: ["ci_cd"],
};

type Task = { readonly repository: Repository; readonly analysisId: string; readonly type: AnalysisType };

/** Reads the newest commit of the default branch, runs the rules on it and stores what they say. */
export async function runAnalysis(run: JobRun): Promise<void> {
  const task = await findTask(run);
  const { repository } = task;
  const source = sourceOf(run, repository);
  const head = await run
    .step("resolve_commit", () => resolve(source, repository))
    .catch((error) => notFound(run, error));
  const listing = await run.step("list_files", () => list(source, repository, head));
  const files = await run.step("read_files", () => read(source, repository, listing));
  const snapshot = toSnapshot(repository, { commit: head.commit, listing, files });
  const result = await run.step("run_rules", () => runRules(run.ctx, source, { snapshot, type: task.type }));
  const key = await snapshotKey(listing);
  const statements = resultStatements(run.ctx, { ...task, head, key, snapshot, result });
  await run.commit(statements, summaryOf(result));
  await sendRepositoryEvent(run.ctx, repository.id, "analysed");
}

/** GitHub shows no such repository under this name: a sync, which asks by id, learns the new name or that it is gone. */
async function notFound({ ctx, job }: JobRun, error: unknown): Promise<never> {
  const isNotFound = error instanceof AppError && error.problemCode === "github_not_found";
  if (isNotFound) await createJob(ctx, { kind: "sync", trigger: job.trigger, repositoryId: job.repositoryId });
  throw error;
}

async function findTask({ ctx, job }: JobRun): Promise<Task> {
  const repository = await findRepository(ctx.data, job.repositoryId);
  const analysis = await findAnalysisOfJob(ctx.data, job.id);
  if (!repository || !analysis) throw new AppError("not_found", "The repository was disconnected.");
  return { repository, analysisId: analysis.id, type: analysis.type };
}

/** Background reads use the token of whoever connected the repository. */
function sourceOf({ ctx, signal }: JobRun, repository: Repository): SnapshotSource {
  const github = ctx.github(userTokens(ctx, repository.connectedBy)).within(signal);
  return { github, cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
}

async function resolve(source: SnapshotSource, repository: Repository) {
  const head = await resolveHead(source, repository);
  return { value: head, detail: describeHead(head, repository.defaultBranch) };
}

function describeHead({ commit, unchanged }: ResolvedHead, branch: string | null): string {
  if (commit === null) return "the repository has no commit yet";
  return `${commit.slice(0, 7)} on ${branch ?? "the default branch"}${unchanged ? ", unchanged" : ""}`;
}

async function list(source: SnapshotSource, repository: Repository, { commit }: ResolvedHead) {
  const listing = commit === null ? EMPTY_LISTING : await listFiles(source, repository, commit);
  return { value: listing, detail: `${count(listing.read.length, "file")} to read` };
}

async function read(source: SnapshotSource, repository: Repository, listing: Listing) {
  const files: FilesRead = await readFiles(source, repository, listing);
  return { value: files, detail: `${count(files.files.length, "file")}, ${files.fromCache} from cache` };
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

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
