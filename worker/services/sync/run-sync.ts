import type { GithubPort, GithubRepository } from "../../adapters/github/port.ts";
import {
  EMPTY_LISTING,
  listFiles,
  type ResolvedHead,
  resolveHead,
  type SnapshotSource,
  type SnapshotTarget,
  snapshotKey,
} from "../../adapters/github/snapshot.ts";
import { snapshotCache } from "../../db/blobs.ts";
import { githubColumns, lastSnapshotKey, type Repository, repositoryStateUpdate } from "../../db/repositories.ts";
import { readUpdate } from "../../db/repository-head.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { userTokens } from "../auth/user-tokens.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { renewHook } from "../repositories/rotate-hook-key.ts";
import { readAgainIfUnsure } from "./read-again.ts";

/** What GitHub says of a repository; one that it no longer shows us is `gone`, one that it keeps from us `suspended`. */
type Found =
  | { readonly state: "connected"; readonly repository: GithubRepository }
  | { readonly state: "gone" | "suspended"; readonly detail: string };

type Compared = { readonly head: ResolvedHead; readonly isChanged: boolean };
type Read = { readonly repository: Repository; readonly found: GithubRepository; readonly compared: Compared };

/**
 * Brings a repository's row up to date and starts an analysis when files that rules read are others than those of the
 * last completed one. Reads the present state, whatever event asked for it, so the order of events does not matter.
 */
export async function runSync(run: JobRun): Promise<void> {
  const { ctx } = run;
  const repository = await getRepository(ctx, run.job.repositoryId);
  const github = ctx.github(userTokens(ctx, repository.connectedBy)).within(run.signal);
  const found = await run.step("read_repository", async () => {
    const value = await find(github, repository);
    return { value, detail: value.state === "connected" ? value.repository.fullName : value.detail };
  });
  if (found.state !== "connected") return storeLoss(run, repository, found);
  await renewHook(ctx, github, { repository, name: found.repository });
  const source = { github, cache: snapshotCache(ctx.data, () => ctx.clock.now()) };
  const target = targetOf(repository, found.repository);
  const compared = await run.step("compare_files", async () => {
    const value = await compare(run, source, target);
    return {
      value,
      detail: value.isChanged ? "Files that rules read have changed." : "Nothing changed for the rules.",
    };
  });
  await store(run, { repository, found: found.repository, compared });
}

async function find(github: GithubPort, known: Repository): Promise<Found> {
  try {
    return { state: "connected", repository: await lookTwice(github, known) };
  } catch (error) {
    if (!(error instanceof AppError) || error.problemCode === "github_token_refused") throw error;
    if (error.code === "not_found") return { state: "gone", detail: error.detail };
    if (error.code === "forbidden") return { state: "suspended", detail: error.detail };
    throw error;
  }
}

/** A repository counts as gone when GitHub says so twice. */
async function lookTwice(github: GithubPort, { githubId }: Repository): Promise<GithubRepository> {
  try {
    return await github.repositoryById(githubId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return github.repositoryById(githubId);
    throw error;
  }
}

/** The known head counts only while the default branch is the one that it was the head of. */
function targetOf(known: Repository, found: GithubRepository): SnapshotTarget {
  const { owner, name, defaultBranch } = found;
  const isSameBranch = known.defaultBranch === defaultBranch;
  const { headSha, headEtag } = isSameBranch ? known : { headSha: null, headEtag: null };
  return { owner, name, defaultBranch, headSha, headEtag };
}

async function compare(run: JobRun, source: SnapshotSource, target: SnapshotTarget): Promise<Compared> {
  const head = await resolveHead(source, target);
  const listing = head.commit === null ? EMPTY_LISTING : await listFiles(source, target, head.commit);
  const last = await lastSnapshotKey(run.ctx.data, run.job.repositoryId);
  return { head, isChanged: last !== (await snapshotKey(listing)) };
}

/** The analysis comes first: a worker that dies in between leaves a sync that is repeated, not a change that nobody reads. */
async function store(run: JobRun, { repository, found, compared }: Read): Promise<void> {
  const { ctx, job } = run;
  const { head, isChanged } = compared;
  const { repositoryId, trigger } = job;
  await run.step("store_results", async () => {
    if (!isChanged) return { value: null, detail: "No new analysis is needed." };
    await createJob(ctx, { kind: "analysis", trigger, repositoryId, type: "full", branch: null });
    return { value: null, detail: "A new analysis was started." };
  });
  const now = ctx.clock.now();
  const read = {
    ...githubColumns(found),
    state: "connected" as const,
    headSha: head.commit,
    headEtag: head.etag,
    syncedAt: now,
    checkedAt: now,
    updatedAt: now,
  };
  const message = isChanged ? "Files that rules read have changed; a new analysis was started." : "Up to date.";
  await run.commit([readUpdate(ctx.data, repository, read)], message);
  await readAgainIfUnsure(run, head.commit);
  await sendRepositoryEvent(ctx, repositoryId, "synced");
}

async function storeLoss(
  run: JobRun,
  { id }: Repository,
  found: Exclude<Found, { state: "connected" }>,
): Promise<void> {
  const { ctx } = run;
  const { state, detail } = found;
  const audited = { action: `repository.${state}`, targetKind: "repository", targetId: id };
  const update = repositoryStateUpdate(ctx.data, id, { state, stateDetail: detail, updatedAt: ctx.clock.now() });
  await run.commit([update, auditIfChanged(ctx, audited)], detail);
  await sendRepositoryEvent(ctx, id, "synced");
}
