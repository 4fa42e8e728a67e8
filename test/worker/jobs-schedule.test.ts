import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { consumeBatch } from "../../worker/consumers/consume-batch.ts";
import { AppError } from "../../worker/errors.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { createJob, type JobSpec } from "../../worker/services/jobs/create-job.ts";
import { maxAttempts, retryDelayMs, timeoutMsOf } from "../../worker/services/jobs/retry-schedule.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { handlers, place, rowOf } from "./support/jobs.ts";
import { seedRepository } from "./support/seed.ts";

const SECOND_MS = 1_000;
/** Before attempts 2, 3, … */
const DELAYS_MS = [30, 120, 300, 600, 1_200].map((seconds) => seconds * SECOND_MS);

const KINDS = [
  ["analysis", 3, 300],
  ["sync", 5, 120],
  ["ci_generation", 2, 180],
] as const;

function specOf(kind: (typeof KINDS)[number][0], repositoryId: string): JobSpec {
  const common = { trigger: "manual", repositoryId } as const;
  if (kind === "analysis") return { ...common, kind, type: "full", branch: null };
  return kind === "sync" ? { ...common, kind } : { ...common, kind, input: { request: {} as never, key: "k" } };
}

describe("the schedule of retries", () => {
  it.each(KINDS)("of %s allows %i after the first attempt, each within a fifth of its delay", async (kind, retries) => {
    let at = Date.now();
    const { ctx, repositoryId } = await place({ clock: () => at });
    const { jobId } = await createJob(ctx, specOf(kind, repositoryId));
    const busy = handlers(() => Promise.reject(new AppError("unavailable", "Busy.")));
    for (let retry = 0; retry < retries; retry += 1) {
      expect(await runJob(ctx, jobId, busy)).toEqual({ kind: "done" });
      const { state, attempt, nextRunAt } = await rowOf(ctx, jobId);
      const delay = ((nextRunAt ?? 0) - at) / (DELAYS_MS[retry] ?? 1);
      expect([state, attempt, delay >= 0.8 && delay <= 1.2]).toEqual(["retrying", retry + 1, true]);
      at = (nextRunAt ?? 0) - 1;
      expect(await runJob(ctx, jobId, busy)).toEqual({ kind: "early", waitMs: 1 });
      at += 1;
    }
    await runJob(ctx, jobId, busy);
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "dead_letter", attempt: retries + 1 });
    expect(maxAttempts(kind)).toBe(retries + 1);
  });

  it("spreads a thousand jobs that fail together over the whole range", () => {
    const buckets = new Map<number, number>();
    for (let job = 0; job < 1_000; job += 1) {
      const delay = retryDelayMs("sync", 1, Math.random()) ?? 0;
      const bucket = Math.floor(((delay / 30_000 - 0.8) / 0.4) * 25);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    expect(buckets.size).toBeGreaterThanOrEqual(25);
    expect(Math.min(...buckets.keys())).toBe(0);
    expect(Math.max(...buckets.keys())).toBeLessThanOrEqual(25);
  });

  it("stops an attempt at its time, at the latest a heartbeat later, and tries again", async () => {
    expect(KINDS.map(([kind]) => timeoutMsOf(kind))).toEqual(KINDS.map(([, , seconds]) => seconds * SECOND_MS));
    let at = Date.now();
    const { ctx, repositoryId } = await place({ clock: () => at });
    const stop = (kind: (typeof KINDS)[number][0]) => async () => {
      const { jobId } = await createJob(ctx, specOf(kind, repositoryId));
      let isStopped = false;
      const endless = handlers(async ({ signal }) => {
        await scheduler.wait(60_000, { signal }).catch(() => {
          isStopped = true;
          throw signal.reason;
        });
      });
      return { jobId, running: runJob(ctx, jobId, endless), wasStopped: () => isStopped };
    };
    const runs = await Promise.all(KINDS.map(([kind]) => stop(kind)()));
    await scheduler.wait(1_100);
    expect(runs.map(({ wasStopped }) => wasStopped())).toEqual([false, false, false]);
    at += 301 * SECOND_MS;
    await Promise.all(runs.map(({ running }) => running));
    for (const { jobId, wasStopped } of runs) {
      expect(wasStopped()).toBe(true);
      expect(await rowOf(ctx, jobId)).toMatchObject({ state: "retrying", attempt: 1, errorCode: "job_timeout" });
    }
  });

  it("gives up an attempt that does not hear that it was stopped", async () => {
    let at = Date.now();
    const { ctx, repositoryId } = await place({ clock: () => at });
    const { jobId } = await createJob(ctx, specOf("sync", repositoryId));
    const deaf = handlers(() => {
      at += 121 * SECOND_MS;
      return new Promise(() => undefined);
    });
    await runJob(ctx, jobId, deaf);
    expect(await rowOf(ctx, jobId)).toMatchObject({ state: "retrying", errorCode: "job_timeout" });
  }, 30_000);
});

/** The platform, whose object does not answer when it is asked for one job's lease. */
function withoutClaims(ctx: Ctx, jobId: string): Ctx {
  const repoJobs: Ctx["objects"]["repoJobs"] = (orgId, repositoryId) => {
    const whole = ctx.objects.repoJobs(orgId, repositoryId);
    const { claim } = whole;
    const broken: typeof claim = async (ask) => {
      if (ask.jobId === jobId) throw new Error("Network connection lost.");
      return claim(ask);
    };
    return new Proxy(whole, { get: (target, key) => (key === "claim" ? broken : Reflect.get(target, key)) });
  };
  return { ...ctx, objects: { ...ctx.objects, repoJobs } };
}

describe("ten messages in one batch", () => {
  it("do not touch each other: one meets a dead database, one a job without end, one is no message", async () => {
    let at = Date.now();
    const { ctx } = await place({ clock: () => at });
    const ids: string[] = [];
    for (let made = 0; made < 9; made += 1) {
      const { id } = await seedRepository(ctx.orgId);
      ids.push((await createJob(ctx, specOf("sync", id))).jobId);
    }
    // All in the queue, whatever the organization's places are.
    await env.DB.prepare("update jobs set published_at = 1").run();
    const [, , broken = "", , , , endless = ""] = ids;
    const scope = withoutClaims(ctx, broken);
    const ran: string[] = [];
    const work = handlers(async (run) => {
      ran.push(run.job.id);
      if (run.job.id === endless) {
        at += 121 * SECOND_MS;
        await scheduler.wait(60_000, { signal: run.signal });
      }
      await run.commit([], "Done.");
    });
    const bodies: unknown[] = ids.map((id) => ({ v: 1, job_id: id }));
    bodies.splice(8, 0, "no message");
    const messages = bodies.map((body, index) => ({ id: `${index + 1}`, timestamp: new Date(0), attempts: 1, body }));
    const batch = createMessageBatch("sync", messages);
    await consumeBatch(batch, scope, work);
    const { explicitAcks, retryMessages } = await getQueueResult(batch, createExecutionContext());
    expect(retryMessages.map(({ msgId }) => msgId)).toEqual(["3"]);
    expect(explicitAcks.toSorted((a, b) => Number(a) - Number(b))).toEqual([
      "1",
      "2",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
    ]);
    expect(ran.toSorted()).toEqual(ids.filter((id) => id !== broken).toSorted());
    const states = await Promise.all(ids.map(async (id) => (await rowOf(ctx, id)).state));
    expect(states.filter((state) => state === "completed")).toHaveLength(7);
    expect([states[2], states[6]]).toEqual(["pending", "retrying"]);
  });
});
