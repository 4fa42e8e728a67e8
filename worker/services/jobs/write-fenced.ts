import { findJob } from "../../db/jobs.ts";
import { toAppError } from "../../errors.ts";
import type { Ctx } from "../context.ts";
import type { ClaimedJob } from "./claim-job.ts";
import { RUNNING } from "./transitions.ts";

const TRIES = 3;
const BACKOFF_MS = 100;

/** Thrown where a worker finds that the job is no longer its own: another has it, or it was cancelled. Nothing may be written then. */
export class JobLost extends Error {
  override readonly name = "JobLost";
}

type FencedWrite<T> = {
  /** A batch that begins with the fence check. */
  readonly write: () => Promise<T>;
  /** What the batch answered, when it took effect although its answer was lost; null when it did not. */
  readonly written: () => Promise<T | null>;
};

/**
 * Writes under the fence. A database that fails for a moment is asked again here, so that it costs a job no attempt.
 * Throws JobLost when the job is no longer this worker's.
 */
export async function writeFenced<T>(ctx: Ctx, job: ClaimedJob, { write, written }: FencedWrite<T>): Promise<T> {
  return persist(ctx, async () => {
    try {
      return await write();
    } catch (error) {
      const answer = await persist(ctx, written);
      if (answer !== null) return answer;
      await requireOurs(ctx, job, error);
      throw error;
    }
  });
}

/** The row says why a fenced batch failed: the check itself, or something else. */
async function requireOurs(ctx: Ctx, job: ClaimedJob, cause: unknown): Promise<void> {
  const row = await persist(ctx, () => findJob(ctx.data, job.id));
  if (row?.fence === job.fence && RUNNING.some((state) => state === row.state)) return;
  ctx.log.warning("fence_lost", { job_id: job.id, fence: job.fence, state: row?.state ?? null });
  throw new JobLost(`Job ${job.id} is no longer this worker's.`, { cause });
}

/** Does again what a passing failure hit. */
async function persist<T>(ctx: Ctx, work: () => Promise<T>, tried = 1): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPassing(error) || tried >= TRIES) throw error;
    await pause(ctx, tried);
    return persist(ctx, work, tried + 1);
  }
}

function isPassing(error: unknown): boolean {
  return toAppError(error).code === "unavailable";
}

async function pause(ctx: Ctx, tried: number): Promise<void> {
  await scheduler.wait(BACKOFF_MS * 2 ** tried * ctx.random.fraction());
}
