import type { BatchItem } from "drizzle-orm/batch";
import { eventInsert, fenceCheck, fencedStep, findJob, type JobLogRow, type NewEvent } from "../../db/jobs.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import type { ClaimedJob } from "./claim-job.ts";
import { sendEvents } from "./send-events.ts";
import { type StepStatus, stepOf } from "./steps.ts";
import { sourcesOf } from "./transitions.ts";

/** Thrown where a worker finds that the job is no longer its own: another has it, or it was cancelled. Nothing may be written then. */
export class JobLost extends Error {
  override readonly name = "JobLost";
}

/** One attempt at a job, as its handler sees it. */
export type JobRun = {
  /** The system acts, in the job's organization, under the job's correlation id. */
  readonly ctx: Ctx;
  /** The row as claimed; `input` is JSON of the kind's own shape. */
  readonly job: ClaimedJob;
  /** Aborts on cancel, lost lease and time-out. */
  readonly signal: AbortSignal;
  /** Runs one named step between its `running` and `done` (or `failed`) events. `detail` is shown: "34 files, 3 from cache". */
  step<T>(key: string, work: () => Promise<{ value: T; detail: string | null }>): Promise<T>;
  log(level: "info" | "warning" | "error", message: string): Promise<void>;
  /**
   * The step `store_results` and the end of the job in one atomic batch: the statements, the row as `completed`, its last
   * events and the audit row. Throws JobLost, with nothing written, when the job is no longer this worker's.
   */
  commit(statements: readonly BatchItem<"sqlite">[], message: string): Promise<void>;
};

/** What every kind of job ends with. */
const LAST_STEP = "store_results";

type EventFacts = Pick<NewEvent, "type" | "level" | "message" | "state" | "step">;

export function createJobRun(ctx: Ctx, job: ClaimedJob, signal: AbortSignal): JobRun {
  const eventOf = (facts: EventFacts): NewEvent => ({ ...facts, jobId: job.id, at: ctx.clock.now() });

  const append = async (facts: EventFacts) => {
    const [, rows] = await fenced(ctx, job, () =>
      ctx.data.db.batch([fenceCheck(ctx.data, job), eventInsert(ctx.data, eventOf(facts))]),
    );
    await sendEvents(ctx, { ...job, state: "processing" }, rows);
  };

  const stepEvent = (key: string, status: StepStatus, detail: string | null) => {
    const step = stepOf(job.kind, key, status, detail);
    const level = status === "failed" ? ("error" as const) : ("info" as const);
    const message = detail === null ? step.title : `${step.title}: ${detail}`;
    return append({ type: "step", level, message, state: "processing", step: JSON.stringify(step) });
  };

  return {
    ctx,
    job,
    signal,
    async step(key, work) {
      signal.throwIfAborted();
      await stepEvent(key, "running", null);
      try {
        const { value, detail } = await work();
        signal.throwIfAborted();
        await stepEvent(key, "done", detail);
        return value;
      } catch (error) {
        if (!signal.aborted && !(error instanceof JobLost)) await stepEvent(key, "failed", null);
        throw error;
      }
    },
    log: (level, message) => append({ type: "log", level, message, state: null, step: null }),
    async commit(statements, message) {
      signal.throwIfAborted();
      await stepEvent(LAST_STEP, "running", null);
      const stored = stepOf(job.kind, LAST_STEP, "done");
      const last = [
        eventOf({
          type: "step",
          level: "info",
          message: stored.title,
          state: "processing",
          step: JSON.stringify(stored),
        }),
        eventOf({ type: "state", level: "info", message, state: "completed", step: null }),
      ] as const;
      const rows = await commitJob(ctx, job, { statements, last });
      const object = ctx.objects.repoJobs(ctx.orgId, job.repositoryId);
      await object.close({ orgId: ctx.orgId, jobId: job.id, reason: "finished" });
      await sendEvents(ctx, { ...job, state: "completed" }, rows);
    },
  };
}

type Commit = { readonly statements: readonly BatchItem<"sqlite">[]; readonly last: readonly [NewEvent, NewEvent] };

async function commitJob(ctx: Ctx, job: ClaimedJob, { statements, last }: Commit): Promise<JobLogRow[]> {
  const [stored, completed] = last;
  const done = { state: "completed" as const, finishedAt: completed.at, leaseUntil: null };
  const [, , storedRows, completedRows] = await fenced(ctx, job, () =>
    ctx.data.db.batch([
      fenceCheck(ctx.data, job),
      fencedStep(ctx.data, job, { from: sourcesOf("completed"), set: done }),
      eventInsert(ctx.data, stored),
      eventInsert(ctx.data, completed),
      audit(ctx, {
        action: "job.completed",
        targetKind: "job",
        targetId: job.id,
        meta: { kind: job.kind, attempt: job.attempt },
      }),
      ...statements,
    ]),
  );
  return [...storedRows, ...completedRows];
}

/** Runs a batch that begins with the fence check, and tells a lost fence from every other failure by looking at the row. */
async function fenced<T>(ctx: Ctx, job: ClaimedJob, batch: () => Promise<T>): Promise<T> {
  try {
    return await batch();
  } catch (error) {
    const row = await findJob(ctx.data, job.id);
    const isOurs =
      row !== undefined && row.fence === job.fence && ["active", "processing", "ai_request"].includes(row.state);
    if (isOurs) throw error;
    ctx.log.warning("fence_lost", { job_id: job.id, fence: job.fence, state: row?.state ?? null });
    throw new JobLost(`Job ${job.id} is no longer this worker's.`, { cause: error });
  }
}
