/** Jobs for tests that send the queue's messages themselves: the real consumer would race with them. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { findJob, type JobRow, listEvents } from "../../../worker/db/jobs.ts";
import { jobs } from "../../../worker/db/schema.ts";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import type { JobRun } from "../../../worker/services/jobs/job-run.ts";
import type { JobHandlers } from "../../../worker/services/jobs/run-job.ts";
import type { JobState } from "../../../worker/services/jobs/transitions.ts";
import { as, type Caller } from "./as.ts";
import { testCtx } from "./scope.ts";
import { seedRepository } from "./seed.ts";

/** Takes every message of the queues; answers with the job ids that were sent, in order. */
export function takeMessages(): string[] {
  const sent: string[] = [];
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC, env.Q_CI])
    vi.spyOn(queue, "send").mockImplementation(async (body) => {
      sent.push((body as { job_id: string }).job_id);
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as never;
    });
  return sent;
}

export type Place = {
  readonly caller: Caller;
  readonly ctx: Ctx;
  readonly repositoryId: string;
  readonly sent: string[];
};

/** An organization with one repository, whose messages nobody takes. */
export async function place(hooks: PlatformHooks = {}): Promise<Place> {
  const sent = takeMessages();
  const caller = await as();
  const { id: repositoryId } = await seedRepository(caller.orgId);
  return { caller, ctx: testCtx(caller, hooks), repositoryId, sent };
}

/** Handlers that all do `work`. */
export function handlers(work: (run: JobRun) => Promise<void>): JobHandlers {
  return { analysis: work, sync: work, ci_generation: work };
}

export const succeed = handlers((run) => run.commit([], "Done."));

/** The row of a job that must be there. */
export async function rowOf(ctx: Ctx, jobId: string): Promise<JobRow> {
  const row = await findJob(ctx.data, jobId);
  if (!row) throw new Error("The job is gone.");
  return row;
}

/** The states that a job's events name, in order. */
export async function statesOf(ctx: Ctx, jobId: string): Promise<JobState[]> {
  const events = await listEvents(ctx.data, jobId, { since: 0, limit: 500 });
  return events.flatMap(({ type, state }) => (type === "state" && state ? [state as JobState] : []));
}

/** Puts jobs of kind `sync` straight into the table, each as `change` says by its position; answers with their ids. */
export async function putJobs(
  { ctx, repositoryId }: Pick<Place, "ctx" | "repositoryId">,
  count: number,
  change: (index: number) => Partial<JobRow>,
): Promise<string[]> {
  const now = ctx.clock.now();
  const usual = { kind: "sync", trigger: "manual", state: "pending", input: "{}", nextRunAt: now } as const;
  const ids = Array.from({ length: count }, () => ctx.random.uuidv7());
  const [first, ...rest] = ids.map((id, index) => {
    const row = { ...usual, repositoryId, createdAt: now, correlationId: id, ...change(index), orgId: ctx.orgId, id };
    return ctx.db.insert(jobs).values(row);
  });
  if (first) await ctx.db.batch([first, ...rest]);
  return ids;
}
