import type { BatchItem } from "drizzle-orm/batch";
import type { AdmittedJob } from "../../db/admission.ts";
import {
  eventInsert,
  fenceCheck,
  fencedStep,
  type JobLogRow,
  latestSeq,
  listEvents,
  type NewEvent,
} from "../../db/jobs.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { admission, announceAdmitted } from "./admission.ts";
import type { ClaimedJob } from "./claim-job.ts";
import { closeLease } from "./end-lease.ts";
import { sendEvents } from "./send-events.ts";
import { type StepStatus, stepOf } from "./steps.ts";
import { sourcesOf } from "./transitions.ts";
import { JobLost, writeFenced } from "./write-fenced.ts";

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
  /** Keeps the job in the state `ai_request` while `work` waits for a provider. */
  asking<T>(work: () => Promise<T>): Promise<T>;
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

/** Writes the events of one attempt, each under its fence, and sends them. */
function eventsOf(ctx: Ctx, job: ClaimedJob) {
  const eventOf = (facts: EventFacts): NewEvent => ({ ...facts, jobId: job.id, at: ctx.clock.now() });

  const append = async (facts: EventFacts) => {
    const event = eventOf(facts);
    const rows = await writeFenced(ctx, job, {
      write: async () => (await ctx.data.db.batch([fenceCheck(ctx.data, job), eventInsert(ctx.data, event)]))[1],
      written: () => lastEvents(ctx, event, 1),
    });
    await sendEvents(ctx, { ...job, state: "processing" }, rows);
  };

  const moveTo = async (state: "ai_request" | "processing", message: string) => {
    const event = eventOf({ type: "state", level: "info", message, state, step: null });
    const write = async () => {
      const move = fencedStep(ctx.data, job, { from: sourcesOf(state), set: { state } });
      return (await ctx.data.db.batch([fenceCheck(ctx.data, job), move, eventInsert(ctx.data, event)]))[2];
    };
    const rows = await writeFenced(ctx, job, { write, written: () => lastEvents(ctx, event, 1) });
    await sendEvents(ctx, { ...job, state }, rows);
  };

  const appendStep = (key: string, status: StepStatus, detail: string | null) => {
    const step = stepOf(job, key, { status, detail });
    const level = status === "failed" ? ("error" as const) : ("info" as const);
    const message = detail === null ? step.title : `${step.title}: ${detail}`;
    return append({ type: "step", level, message, state: "processing", step: JSON.stringify(step) });
  };
  return { eventOf, append, appendStep, moveTo };
}

export function createJobRun(ctx: Ctx, job: ClaimedJob, signal: AbortSignal): JobRun {
  const { eventOf, append, appendStep, moveTo } = eventsOf(ctx, job);
  return {
    ctx,
    job,
    signal,
    async step(key, work) {
      signal.throwIfAborted();
      await appendStep(key, "running", null);
      try {
        const { value, detail } = await work();
        signal.throwIfAborted();
        await appendStep(key, "done", detail);
        return value;
      } catch (error) {
        if (!signal.aborted && !(error instanceof JobLost)) await appendStep(key, "failed", null);
        throw error;
      }
    },
    async asking(work) {
      signal.throwIfAborted();
      await moveTo("ai_request", "Waiting for the AI.");
      const answer = await work();
      signal.throwIfAborted();
      await moveTo("processing", "The AI is done.");
      return answer;
    },
    log: (level, message) => append({ type: "log", level, message, state: null, step: null }),
    async commit(statements, message) {
      signal.throwIfAborted();
      await appendStep(LAST_STEP, "running", null);
      const stored = stepOf(job, LAST_STEP, { status: "done" });
      const said = { type: "step", level: "info", message: stored.title, state: "processing" } as const;
      const ended = { type: "state", level: "info", message, state: "completed", step: null } as const;
      const last = [eventOf({ ...said, step: JSON.stringify(stored) }), eventOf(ended)] as const;
      const { rows, admitted } = await commitJob(ctx, job, { statements, last });
      await closeLease(ctx, job, "finished");
      await announceAdmitted(ctx, admitted);
      await sendEvents(ctx, { ...job, state: "completed" }, rows);
    },
  };
}

type Commit = { readonly statements: readonly BatchItem<"sqlite">[]; readonly last: readonly [NewEvent, NewEvent] };

type Committed = { readonly rows: JobLogRow[]; readonly admitted: readonly AdmittedJob[] };

async function commitJob(ctx: Ctx, job: ClaimedJob, { statements, last }: Commit): Promise<Committed> {
  const [stored, completed] = last;
  const done = { state: "completed" as const, finishedAt: completed.at, leaseUntil: null };
  const next = admission(ctx, job.kind);
  const meta = { kind: job.kind, attempt: job.attempt };
  const write = async () => {
    const [, , storedRows, completedRows, , admitted] = await ctx.data.db.batch([
      fenceCheck(ctx.data, job),
      fencedStep(ctx.data, job, { from: sourcesOf("completed"), set: done }),
      eventInsert(ctx.data, stored),
      eventInsert(ctx.data, completed),
      audit(ctx, { action: "job.completed", targetKind: "job", targetId: job.id, meta }),
      ...next.statements,
      ...statements,
    ]);
    return { rows: [...storedRows, ...completedRows], admitted };
  };
  const written = async () => {
    const rows = await lastEvents(ctx, completed, 2);
    return rows && { rows, admitted: await next.recover() };
  };
  return writeFenced(ctx, job, { write, written });
}

/** The last `count` events of the job when `event` is the newest; null when it is not there. */
async function lastEvents(ctx: Ctx, event: NewEvent, count: number): Promise<JobLogRow[] | null> {
  const { jobId, at, type, message } = event;
  const last = await latestSeq(ctx.data, jobId);
  const rows = await listEvents(ctx.data, jobId, { since: last - count, limit: count });
  const newest = rows.at(-1);
  return newest?.at === at && newest.type === type && newest.message === message ? rows : null;
}
