import {
  EMPTY_LISTING,
  type FilesRead,
  type Listing,
  listFiles,
  type ResolvedHead,
  readFiles,
  resolveHead,
  type SnapshotSource,
  toSnapshot,
} from "../../adapters/github/snapshot.ts";
import { snapshotCache } from "../../db/blobs.ts";
import type { Repository } from "../../db/repositories.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { AppError } from "../../errors.ts";
import { userTokens } from "../auth/user-tokens.ts";
import { createJob } from "./create-job.ts";
import type { JobRun } from "./job-run.ts";

/** The newest commit of the default branch as a job read it. */
export type JobFiles = {
  readonly source: SnapshotSource;
  readonly head: ResolvedHead;
  readonly listing: Listing;
  readonly snapshot: Snapshot;
};

/** The steps `resolve_commit`, `list_files` and `read_files`, which kinds of jobs share. Throws what `GithubPort` throws. */
export async function readFilesSteps(run: JobRun, repository: Repository): Promise<JobFiles> {
  const source = sourceOf(run, repository);
  const head = await run
    .step("resolve_commit", () => resolve(source, repository))
    .catch((error) => notFound(run, error));
  const listing = await run.step("list_files", () => list(source, repository, head));
  const files = await run.step("read_files", () => read(source, repository, listing));
  return { source, head, listing, snapshot: toSnapshot(repository, { commit: head.commit, listing, files }) };
}

/** Background reads use the token of whoever connected the repository. */
export function sourceOf({ ctx, signal }: JobRun, repository: Repository): SnapshotSource {
  const github = ctx.github(userTokens(ctx, repository.connectedBy)).within(signal);
  return { github, cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
}

/** GitHub shows no such repository under this name: a sync, which asks by id, learns the new name or that it is gone. */
async function notFound({ ctx, job }: JobRun, error: unknown): Promise<never> {
  const isNotFound = error instanceof AppError && error.problemCode === "github_not_found";
  if (isNotFound) await createJob(ctx, { kind: "sync", trigger: job.trigger, repositoryId: job.repositoryId });
  throw error;
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

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
