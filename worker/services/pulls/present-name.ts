/** A check goes on under the name that its repository has on GitHub now: the row's may be old, and another repository's by now. */
import type { PullDetails } from "../../adapters/github/pull-port.ts";
import type { SnapshotSource } from "../../adapters/github/snapshot.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRun } from "../jobs/job-run.ts";

/** GitHub sends writes under an old name away; it also stands for a name that is another repository's. */
const MOVED = "github_moved";

/** True for a failure that ends once the row knows the repository's new name. */
export function isMoved(error: unknown): boolean {
  return error instanceof AppError && error.problemCode === MOVED;
}

function moved(cause?: unknown): AppError {
  const detail = "The repository has a new name on GitHub. We read it, and go on by ourselves in a minute.";
  return new AppError("unavailable", detail, { cause, problemCode: MOVED });
}

/** Runs a check. When the row's name turns out to be old, a sync is ordered and the failure is one that is tried again. */
export async function underPresentName({ ctx, job }: JobRun, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!isMoved(error)) throw error;
    await createJob(ctx, { kind: "sync", trigger: job.trigger, repositoryId: job.repositoryId });
    throw moved(error);
  }
}

type Asked = { readonly repository: Repository; readonly number: number };

/** Reads a pull request of this very repository. Throws what `GithubPort` throws, and what `isMoved` knows. */
export async function readOwnPull({ github }: SnapshotSource, { repository, number }: Asked): Promise<PullDetails> {
  try {
    const pull = await github.pull(repository, number);
    if (pull.repository.githubId === repository.githubId) return pull;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    // What has the name now may have no such pull request, or be hidden from us.
    const { owner, name } = await github.repositoryById(repository.githubId);
    if (owner === repository.owner && name === repository.name) throw error;
  }
  throw moved();
}
