import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { findJob, type JobRow, listEvents } from "../../worker/db/jobs.ts";
import { AppError } from "../../worker/errors.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { cancelJob } from "../../worker/services/jobs/cancel-job.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import type { JobRun } from "../../worker/services/jobs/job-run.ts";
import { reconcileRepository } from "../../worker/services/jobs/reconcile.ts";
import { type JobHandlers, runJob } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const MINUTE_MS = 60_000;

/** Queue messages are the tests' to send: the real consumer would race with them. */
function silenceQueues(): void {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC])
    vi.spyOn(queue, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as never);
}

async function waitingJob(): Promise<{ ctx: Ctx; jobId: string; repositoryId: string }> {
  silenceQueues();
  const caller = await as();
  const ctx = testCtx(caller);
  const { id: repositoryId } = await seedRepository(caller.orgId);
  const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
  return { ctx, jobId, repositoryId };
}

/** Handlers whose sync does `work`. */
function handlers(work: (run: JobRun) => Promise<void>): JobHandlers {
  return { analysis: work, sync: work, ci_generation: work };
}

async function rowOf(ctx: Ctx, jobId: string): Promise<JobRow> {
  const row = await findJob(ctx.data, jobId);
  if (!row) throw new Error("The job is gone.");
  return row;
}

const statesOf = async (ctx: Ctx, jobId: string) =>
  (await listEvents(ctx.data, jobId, { since: 0, limit: 500 }))
    .filter(({ type }) => type === "state")
    .map(({ state }) => state);

const succeed = handlers((run) => run.commit([], "Done."));
const failWith = (error: Error) => handlers(() => Promise.reject(error));

describe("a job", () => {
  it("runs its steps and ends completed, with events numbered without a gap", async () => {
    const { ctx, jobId } = await waitingJob();
    const work = handlers(async (run) => {
      const files = await run.step("read_repository", async () => ({ value: 3, detail: "3 settings" }));
      await run.log("info", `${files} read`);
      await run.commit([], "In sync.");
    });
    expect(await runJob(ctx, jobId, work)).toEqual({ kind: "done" });
    const row = await rowOf(ctx, jobId);
    expect(row).toMatchObject({ state: "completed", attempt: 1, lost: 0, leaseUntil: null, coalesceKey: null });
    const events = await listEvents(ctx.data, jobId, { since: 0, limit: 100 });
    expect(events.map(({ seq, message }) => `${seq} ${message}`)).toEqual([
      "1 Waiting for a worker.",
      "2 Read the repository's settings",
      "3 Read the repository's settings: 3 settings",
      "4 3 read",
      "5 Store what changed",
      "6 Store what changed",
      "7 In sync.",
    ]);
  });

  it("runs once although its message comes twice", async () => {
    const { ctx, jobId } = await waitingJob();
    const work = vi.fn((run: JobRun) => run.commit([], "Done."));
    await Promise.all([runJob(ctx, jobId, handlers(work)), runJob(ctx, jobId, handlers(work))]);
    await runJob(ctx, jobId, handlers(work));
    expect(work).toHaveBeenCalledTimes(1);
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "completed"]);
  });

  it("is one for identical requests while it waits, and another once it has started", async () => {
    const { ctx, jobId, repositoryId } = await waitingJob();
    const spec = { kind: "sync", trigger: "push", repositoryId } as const;
    const again = await Promise.all([createJob(ctx, spec), createJob(ctx, spec)]);
    expect(again).toEqual([
      { jobId, analysisId: null, coalesced: true },
      { jobId, analysisId: null, coalesced: true },
    ]);
    const during: boolean[] = [];
    const work = handlers(async (run) => {
      during.push((await createJob(ctx, spec)).coalesced);
      await run.commit([], "Done.");
    });
    await runJob(ctx, jobId, work);
    expect(during).toEqual([false]);
  });

  it("is one for twenty identical requests at the same moment", async () => {
    silenceQueues();
    const caller = await as();
    const ctx = testCtx(caller);
    const { id: repositoryId } = await seedRepository(caller.orgId);
    const spec = { kind: "analysis", trigger: "manual", repositoryId, type: "full", branch: "main" } as const;
    const made = await Promise.all(Array.from({ length: 20 }, () => createJob(ctx, spec)));
    expect(new Set(made.map(({ jobId, analysisId }) => `${jobId} ${analysisId}`)).size).toBe(1);
    expect(made.filter(({ coalesced }) => !coalesced)).toHaveLength(1);
  });
});

describe("a failed attempt", () => {
  it("goes back to the queue when GitHub did not answer, within the documented delay", async () => {
    const { ctx, jobId } = await waitingJob();
    const before = ctx.clock.now();
    await runJob(
      ctx,
      jobId,
      failWith(new AppError("upstream_failed", "GitHub did not answer.", { problemCode: "github_unavailable" })),
    );
    const row = await rowOf(ctx, jobId);
    expect(row).toMatchObject({
      state: "retrying",
      attempt: 1,
      errorCode: "github_unavailable",
      errorDetail: "GitHub did not answer.",
    });
    expect((row.nextRunAt ?? 0) - before).toBeGreaterThanOrEqual(24_000);
    expect((row.nextRunAt ?? 0) - before).toBeLessThan(40_000);
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "failed", "retrying"]);
  });

  it("waits for GitHub's limit without spending an attempt", async () => {
    const { ctx, jobId } = await waitingJob();
    const retryAt = ctx.clock.now() + 10 * MINUTE_MS;
    await runJob(ctx, jobId, failWith(new AppError("rate_limited", "GitHub asks us to wait.", { retryAt })));
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "retrying", attempt: 0, nextRunAt: retryAt });
    expect(await runJob(ctx, jobId, succeed)).toMatchObject({ kind: "early" });
  });

  it("is set aside at once when trying again cannot help", async () => {
    const { ctx, jobId } = await waitingJob();
    const refused = new AppError("forbidden", "Sign in with GitHub again.", { problemCode: "github_token_refused" });
    await runJob(ctx, jobId, failWith(refused));
    expect(await rowOf(ctx, jobId)).toMatchObject({
      state: "dead_letter",
      errorCode: "github_token_refused",
      attempt: 1,
    });
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "failed", "dead_letter"]);
  });

  it("says nothing of itself when it is our own bug", async () => {
    const { ctx, jobId } = await waitingJob();
    await runJob(ctx, jobId, failWith(new TypeError("secret of the house")));
    const row = await rowOf(ctx, jobId);
    expect(row).toMatchObject({ state: "dead_letter", errorCode: "internal" });
    expect(JSON.stringify([row, await listEvents(ctx.data, jobId, { since: 0, limit: 100 })])).not.toContain(
      "secret of the house",
    );
  });

  it("is the last one when the attempts are used up: six for a sync", async () => {
    const { ctx, jobId } = await waitingJob();
    const fail = failWith(new AppError("unavailable", "Busy."));
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await env.DB.prepare("update jobs set next_run_at = 0 where id = ?").bind(jobId).run();
      await runJob(ctx, jobId, fail);
    }
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "dead_letter", attempt: 6 });
  });
});

describe("a worker that lost its job", () => {
  it("changes nothing when it comes back late", async () => {
    const { ctx, jobId, repositoryId } = await waitingJob();
    const late = handlers(async (run) => {
      // Another worker takes over while this one hangs.
      await env.DB.prepare("update jobs set lease_until = 1 where id = ?").bind(jobId).run();
      await reconcileRepository(ctx, ctx.orgId, repositoryId);
      await runJob(ctx, jobId, succeed);
      await run.commit([], "Written by the dead.");
    });
    await runJob(ctx, jobId, late);
    const row = await rowOf(ctx, jobId);
    expect(row).toMatchObject({ state: "completed", lost: 1, fence: 2 });
    const messages = (await listEvents(ctx.data, jobId, { since: 0, limit: 100 })).map(({ message }) => message);
    expect(messages).not.toContain("Written by the dead.");
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "failed", "retrying", "completed"]);
  });

  it("is at fault itself after five", async () => {
    const { ctx, jobId, repositoryId } = await waitingJob();
    for (let lost = 1; lost <= 5; lost += 1) {
      await env.DB.prepare("update jobs set state = 'processing', lease_until = 1 where id = ?").bind(jobId).run();
      await reconcileRepository(ctx, ctx.orgId, repositoryId);
    }
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "dead_letter", lost: 5, errorCode: "worker_lost" });
  });
});

describe("a lost message", () => {
  it("is sent again once the job waited too long", async () => {
    const { ctx, jobId, repositoryId } = await waitingJob();
    await env.DB.prepare("update jobs set created_at = 0, next_run_at = 0, published_at = 1 where id = ?")
      .bind(jobId)
      .run();
    const send = vi.spyOn(env.Q_SYNC, "send");
    await reconcileRepository(ctx, ctx.orgId, repositoryId);
    expect(send).toHaveBeenCalledWith({ v: 1, job_id: jobId }, expect.anything());
  });

  it("is not sent again for a job that was announced a moment ago", async () => {
    const { ctx, repositoryId } = await waitingJob();
    const send = vi.spyOn(env.Q_SYNC, "send").mockClear();
    expect(await reconcileRepository(ctx, ctx.orgId, repositoryId)).toBeGreaterThan(ctx.clock.now());
    expect(send).not.toHaveBeenCalled();
  });
});

describe("cancel", () => {
  it("reaches the request that a running job waits for, within two seconds", async () => {
    const { ctx, jobId } = await waitingJob();
    const started = Promise.withResolvers<void>();
    const work = handlers(async (run) => {
      started.resolve();
      await scheduler.wait(60_000, { signal: run.signal });
      await run.commit([], "Too late.");
    });
    const running = runJob(ctx, jobId, work);
    await started.promise;
    await cancelJob(ctx, jobId);
    await running;
    expect(await statesOf(ctx, jobId)).toEqual(["pending", "cancelled"]);
  }, 5_000);

  it("does not know a job of another organization", async () => {
    const { jobId } = await waitingJob();
    await expect(cancelJob(testCtx(await as()), jobId)).rejects.toMatchObject({ code: "not_found" });
  });
});
