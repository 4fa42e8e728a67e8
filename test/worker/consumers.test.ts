import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { consumeBatch } from "../../worker/consumers/consume-batch.ts";
import { findJob } from "../../worker/db/jobs.ts";
import type { SeamHook } from "../../worker/platform/hooks.ts";
import { admitNext } from "../../worker/services/jobs/admission.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { retryJob } from "../../worker/services/jobs/retry-job.ts";
import type { JobHandlers } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import { logLines } from "./support/log-lines.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

async function place(database: SeamHook = {}) {
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue({} as never);
  const caller = await as();
  const ctx = testCtx(caller, { database });
  const job = async () => {
    const { id: repositoryId } = await seedRepository(caller.orgId);
    return (await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId })).jobId;
  };
  return { ctx, job };
}

/** Delivers bodies in one batch; answers with what was acked and retried, by position. */
async function deliver(ctx: Awaited<ReturnType<typeof place>>["ctx"], bodies: unknown[], queue = "sync") {
  const ran: string[] = [];
  const work: JobHandlers["sync"] = async (run) => {
    ran.push(run.job.id);
    await run.commit([], "Done.");
  };
  const messages = bodies.map((body, index) => ({ id: String(index), timestamp: new Date(0), attempts: 1, body }));
  const batch = createMessageBatch(queue, messages);
  await consumeBatch(batch, ctx, { analysis: work, sync: work, ci_generation: work });
  const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
  return { acked: explicitAcks, retried: retryMessages.map(({ msgId }) => msgId), ran };
}

/** The pause of a job is over, and it is let in again. */
async function letIn(ctx: Awaited<ReturnType<typeof place>>["ctx"], jobId: string): Promise<void> {
  await env.DB.prepare("update jobs set next_run_at = 1 where id = ? and state = 'retrying'").bind(jobId).run();
  await admitNext(ctx, "sync");
}

const hint = (jobId: string) => ({ v: 1, job_id: jobId });

describe("a batch of hints", () => {
  it("runs each job once and settles each message by itself, whatever stands beside it", async () => {
    const { ctx, job } = await place();
    const [first, second] = [await job(), await job()];
    const unknown = ctx.random.uuidv7();
    const bodies = [hint(first), "nonsense", null, hint(unknown), { v: 2, job_id: first }, hint(first), hint(second)];
    const { acked, retried, ran } = await deliver(ctx, bodies);
    expect(ran.toSorted()).toEqual([first, second].toSorted());
    expect(acked).toEqual(["0", "1", "2", "3", "5", "6"]);
    expect(retried).toEqual(["4"]);
    expect(logLines("message_unreadable")).toHaveLength(3);
  });

  it("comes again when the database does not answer, and costs the job nothing", async () => {
    let isDown = false;
    const before = () => {
      if (isDown) throw new Error("Network connection lost.");
    };
    const { ctx, job } = await place({ before });
    const jobId = await job();
    isDown = true;
    expect(await deliver(ctx, [hint(jobId)])).toEqual({ acked: [], retried: ["0"], ran: [] });
    isDown = false;
    expect(await findJob(ctx.data, jobId)).toMatchObject({ state: "pending", attempt: 0, lost: 0 });
  });

  it("is done with when a job is not due yet: another message comes at its time", async () => {
    const { ctx, job } = await place();
    const jobId = await job();
    const later = ctx.clock.now() + 60_000;
    await env.DB.prepare("update jobs set next_run_at = ? where id = ?").bind(later, jobId).run();
    expect(await deliver(ctx, [hint(jobId)])).toEqual({ acked: ["0"], retried: [], ran: [] });
  });
});

describe("the dead letter queue", () => {
  it("counts a loss and has the job tried again, later each time", async () => {
    const { ctx, job } = await place();
    const jobId = await job();
    vi.mocked(env.Q_SYNC.send).mockClear();
    const pauses: number[] = [];
    for (let lost = 1; lost <= 4; lost += 1) {
      expect(await deliver(ctx, [hint(jobId)], "dead-letter")).toEqual({ acked: ["0"], retried: [], ran: [] });
      const row = await findJob(ctx.data, jobId);
      expect(row).toMatchObject({ state: "retrying", attempt: 0, lost, publishedAt: null });
      pauses.push(Math.round(((row?.nextRunAt ?? 0) - ctx.clock.now()) / 1_000));
      await letIn(ctx, jobId);
    }
    expect(pauses).toEqual([15, 30, 60, 120]);
    expect(env.Q_SYNC.send).toHaveBeenCalledTimes(4);
  });

  it("sets a job aside that no worker could take five times, which then stands in nobody's way", async () => {
    const { ctx, job } = await place();
    const jobId = await job();
    for (let times = 1; times <= 5; times += 1) {
      await deliver(ctx, [hint(jobId), hint(jobId)], "dead-letter");
      await letIn(ctx, jobId);
    }
    const row = await findJob(ctx.data, jobId);
    expect(row).toMatchObject({ state: "dead_letter", lost: 5, errorCode: "worker_lost", coalesceKey: null });
    expect(row?.errorDetail).toContain("No worker could take the job");
    const again = await retryJob(ctx, jobId);
    expect(again.jobId).not.toBe(jobId);
    const asked = { kind: "sync", trigger: "manual", repositoryId: row?.repositoryId ?? "" } as const;
    expect(await createJob(ctx, asked)).toMatchObject({ jobId: again.jobId });
  });

  it.each(["completed", "cancelled", "processing"])("leaves a job alone that is %s", async (state) => {
    const { ctx, job } = await place();
    const jobId = await job();
    await env.DB.prepare("update jobs set state = ? where id = ?").bind(state, jobId).run();
    await deliver(ctx, [hint(jobId)], "dead-letter");
    expect(await findJob(ctx.data, jobId)).toMatchObject({ state, lost: 0 });
  });
});
