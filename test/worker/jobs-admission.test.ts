import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { admitStatement, nextWaiting, organizationsWithRoom, outstandingJobs } from "../../worker/db/admission.ts";
import { unfinishedJobs } from "../../worker/db/jobs.ts";
import { repositoriesWithDueJobs } from "../../worker/db/system.ts";
import { AppError } from "../../worker/errors.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { admitNext } from "../../worker/services/jobs/admission.ts";
import { cancelJob } from "../../worker/services/jobs/cancel-job.ts";
import { announceJob, createJob, type JobSpec, jobStatements } from "../../worker/services/jobs/create-job.ts";
import { priorityOf } from "../../worker/services/jobs/job-spec.ts";
import { giveUpMessage, reconcileAll } from "../../worker/services/jobs/reconcile.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { tendOrg } from "../../worker/services/jobs/tend-org.ts";
import { handlers, place, putJobs, rowOf, succeed } from "./support/jobs.ts";
import { rowsRead } from "./support/rows-read.ts";
import { seedRepository } from "./support/seed.ts";

const MINUTE_MS = 60_000;

/** A job of its own repository, so that no two are one. */
async function create(ctx: Ctx, spec: Partial<JobSpec> = {}): Promise<string> {
  const { id: repositoryId } = await seedRepository(ctx.orgId);
  const whole = { kind: "sync", trigger: "manual", repositoryId, ...spec } as JobSpec;
  return (await createJob(ctx, whole)).jobId;
}

async function createMany(ctx: Ctx, count: number, spec?: Partial<JobSpec>): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push(await create(ctx, spec));
  return ids;
}

const ANALYSIS = { kind: "analysis", type: "full", branch: null } as const;

/** As in production: ten analyses a minute. The organization's object, which has a clock of its own, stays out of it. */
function unhurried(ctx: Ctx): Ctx {
  const orgJobs = (org: string) => {
    const { begin, end } = ctx.objects.orgJobs(org);
    return { begin, end, wake: async () => undefined, forget: async () => undefined };
  };
  return { ...ctx, config: { ...ctx.config, rateLimitFactor: 1 }, objects: { ...ctx.objects, orgJobs } };
}

describe("the queue", () => {
  it.each([
    ["sync", {}, 3],
    ["analysis", ANALYSIS, 3],
    ["ci_generation", { kind: "ci_generation", input: { request: {}, key: "k" } }, 2],
  ] as const)("holds few jobs of kind %s of one organization, and another's at once", async (kind, spec, slots) => {
    const { ctx, sent } = await place();
    const mine = await createMany(ctx, 6, spec as Partial<JobSpec>);
    expect(sent).toEqual(mine.slice(0, slots));
    const other = await place();
    const theirs = await create(other.ctx, spec as Partial<JobSpec>);
    expect(other.sent).toEqual([theirs]);
    expect((await outstandingJobs(ctx.data)).map((row) => row.kind)).toEqual(Array(slots).fill(kind));
  });

  it.each([
    ["completes", (ctx: Ctx, id: string) => runJob(ctx, id, succeed)],
    ["is cancelled", (ctx: Ctx, id: string) => cancelJob(ctx, id)],
    [
      "fails",
      (ctx: Ctx, id: string) =>
        runJob(
          ctx,
          id,
          handlers(() => Promise.reject(new Error("broken"))),
        ),
    ],
    [
      "has to try again",
      (ctx: Ctx, id: string) =>
        runJob(
          ctx,
          id,
          handlers(() => Promise.reject(new AppError("unavailable", "Busy."))),
        ),
    ],
  ])("takes the next one when a job %s", async (_how, end) => {
    const { ctx, sent } = await place();
    const [first = "", , , fourth, fifth] = await createMany(ctx, 5);
    await end(ctx, first);
    expect(sent.slice(3)).toEqual([fourth]);
    expect((await rowOf(ctx, fifth ?? "")).publishedAt).toBeNull();
  });

  it("takes the next one when a worker is lost, and the lost job after it", async () => {
    const { ctx, sent } = await place();
    const [first = "", , , fourth] = await createMany(ctx, 4);
    await giveUpMessage(ctx, first);
    expect(sent.slice(3)).toEqual([fourth]);
    await env.DB.prepare("update jobs set next_run_at = 1 where id = ?").bind(first).run();
    await runJob(ctx, fourth ?? "", succeed);
    expect(sent.slice(4)).toEqual([first]);
  });

  it("takes what somebody waits for before webhooks, and these before what the clock asked for", async () => {
    const { ctx, sent } = await place();
    const busy = await createMany(ctx, 3);
    const triggers = ["schedule", "push", "manual", "pull_request", "connect", "retry"] as const;
    const waiting: { id: string; priority: number }[] = [];
    for (const trigger of triggers) waiting.push({ id: await create(ctx, { trigger }), priority: priorityOf(trigger) });
    for (const id of busy) await runJob(ctx, id, succeed);
    for (const id of sent.slice(3)) await runJob(ctx, id, succeed);
    const order = waiting.sort((a, b) => a.priority - b.priority).map(({ id }) => id);
    expect(sent.slice(3)).toEqual(order);
    expect(waiting.map(({ priority }) => priority)).toEqual([0, 0, 0, 1, 1, 2]);
  });

  it("takes a waiting job earlier once somebody asks for the same, and no later when the clock does", async () => {
    const { ctx, sent } = await place();
    const busy = await createMany(ctx, 3);
    const [first = "", asked = ""] = [
      await create(ctx, { trigger: "push" }),
      await create(ctx, { trigger: "schedule" }),
    ];
    const { repositoryId } = await rowOf(ctx, asked);
    const same = { kind: "sync", repositoryId } as const;
    expect(await createJob(ctx, { ...same, trigger: "manual" })).toMatchObject({ jobId: asked, coalesced: true });
    await createJob(ctx, { ...same, trigger: "schedule" });
    // What follows from it is asked for by the same.
    expect(await rowOf(ctx, asked)).toMatchObject({ priority: 0, trigger: "manual", publishedAt: null });
    await runJob(ctx, busy[0] ?? "", succeed);
    await runJob(ctx, busy[1] ?? "", succeed);
    expect(sent.slice(3)).toEqual([asked, first]);
  });

  it("lets a waiting job in when somebody asks for the same and there is room, and changes none that was let in", async () => {
    const { ctx, repositoryId, sent } = await place();
    const [id = ""] = await putJobs({ ctx, repositoryId }, 1, () => ({
      priority: 2,
      coalesceKey: `sync:${repositoryId}`,
    }));
    const spec = { kind: "sync", trigger: "manual", repositoryId } as const;
    expect((await createJob(ctx, spec)).jobId).toBe(id);
    expect(sent).toEqual([id]);
    await env.DB.prepare("update jobs set priority = 2 where id = ?").bind(id).run();
    expect((await createJob(ctx, spec)).jobId).toBe(id);
    expect([sent, (await rowOf(ctx, id)).priority]).toEqual([[id], 2]);
  });

  it("gets one message for a job that was made among other rows, once it is announced", async () => {
    const { ctx, repositoryId, sent } = await place();
    const job = jobStatements(ctx, { kind: "sync", trigger: "connect", repositoryId });
    await ctx.db.batch(job.statements);
    await announceJob(ctx, { jobId: job.jobId, kind: "sync", repositoryId });
    expect(sent).toEqual([job.jobId]);
  });

  it("runs no job that was not let in, although an old message of it comes", async () => {
    const { ctx } = await place();
    const ids = await createMany(ctx, 4);
    expect(await runJob(ctx, ids[3] ?? "", succeed)).toEqual({ kind: "ignored" });
    await cancelJob(ctx, ids[0] ?? "");
    expect(await runJob(ctx, ids[3] ?? "", succeed)).toEqual({ kind: "done" });
  });

  it("lets in no more than its places when twenty ask at once", async () => {
    const { ctx, repositoryId, sent } = await place();
    await putJobs({ ctx, repositoryId }, 20, () => ({}));
    await Promise.all(Array.from({ length: 20 }, () => admitNext(ctx, "sync")));
    expect(sent).toHaveLength(3);
    expect(await outstandingJobs(ctx.data)).toHaveLength(3);
  });
});

describe("analyses", () => {
  it("start ten times a minute at most, and go on the moment the minute is over", async () => {
    let at = Date.now();
    const { ctx: eager, sent } = await place({ clock: () => at });
    const ctx = unhurried(eager);
    const ids = await createMany(ctx, 12, ANALYSIS);
    for (let done = 0; done < 10; done += 1) await runJob(ctx, ids[done] ?? "", succeed);
    expect(sent).toEqual(ids.slice(0, 10));
    const first = at;
    at += 20_000;
    expect(await tendOrg(ctx, ctx.orgId)).toBe(at + 15_000);
    at += 30_000;
    expect(await tendOrg(ctx, ctx.orgId)).toBe(first + MINUTE_MS);
    at = first + MINUTE_MS - 1;
    expect(await admitNext(ctx, "analysis")).toEqual([]);
    at = first + MINUTE_MS;
    await tendOrg(ctx, ctx.orgId);
    expect(sent).toEqual(ids);
    const kept = await env.DB.prepare("select count(*) as starts from job_starts").first();
    expect(kept).toEqual({ starts: 2 });
  });
});

describe("what waits", () => {
  it("is woken for its retry by the organization's object", async () => {
    const { ctx, sent } = await place();
    const id = await create(ctx);
    const retryAt = ctx.clock.now() + 5 * MINUTE_MS;
    const limited = new AppError("rate_limited", "GitHub asks us to wait.", { retryAt });
    await runJob(
      ctx,
      id,
      handlers(() => Promise.reject(limited)),
    );
    expect(await rowOf(ctx, id)).toMatchObject({ state: "retrying", publishedAt: null, nextRunAt: retryAt });
    expect(await tendOrg(ctx, ctx.orgId)).toBe(retryAt);
    await env.DB.prepare("update jobs set next_run_at = 1 where id = ?").bind(id).run();
    expect(await runDurableObjectAlarm(env.ORG_JOBS.getByName(`${ctx.orgId}:jobs`))).toBe(true);
    expect(sent).toEqual([id, id]);
  });

  it("is let in by the cron when whoever had to do so is gone", async () => {
    const { ctx, repositoryId, sent } = await place();
    const ids = await putJobs({ ctx, repositoryId }, 5, (index) => ({ nextRunAt: index + 1 }));
    await reconcileAll(ctx);
    expect(sent).toEqual(ids.slice(0, 3));
    await reconcileAll(ctx);
    expect(sent).toHaveLength(3);
  });
});

describe("admission", () => {
  const asked = { kind: "sync", now: 10, token: "t", slots: 3, startsAMinute: null } as const;

  async function plan(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
    const { sql, params } = query.toSQL();
    const { results } = await env.DB.prepare(`explain query plan ${sql}`)
      .bind(...params)
      .all<{ detail: string }>();
    return results.map(({ detail }) => detail).join("\n");
  }

  it("goes through the indexes of what waits and of what runs, without sorting", async () => {
    const { ctx } = await place();
    const steps = await plan(admitStatement(ctx.data, { ...asked, kind: "analysis", startsAMinute: 10 }));
    expect(steps).toContain("jobs_waiting (org_id=? AND kind=? AND priority=? AND next_run_at<?)");
    expect(steps).toContain("jobs_outstanding (org_id=? AND kind=?)");
    expect(steps).not.toMatch(/SCAN jobs\b|TEMP B-TREE FOR ORDER BY/);
  });

  it("reads as many rows with 20 jobs waiting as with 400", async () => {
    const { caller, ctx, repositoryId } = await place();
    const far = ctx.clock.now() + MINUTE_MS;
    const put = (count: number) =>
      putJobs({ ctx, repositoryId }, count, (index) => ({
        priority: index % 3,
        nextRunAt: index % 2 === 0 ? 1 + index : far,
        state: index % 2 === 0 ? "pending" : "retrying",
      }));
    const reads = async () => {
      const { sql, params } = admitStatement(ctx.data, { ...asked, now: ctx.clock.now() }).toSQL();
      const { meta } = await env.DB.prepare(sql)
        .bind(...params)
        .all();
      return [meta.rows_read, await rowsRead(caller, (own) => nextWaiting(own.data, "sync", 1))];
    };
    await put(20);
    await admitNext(ctx, "sync");
    const few = await reads();
    await put(400);
    expect(await reads()).toEqual(few);
    expect(await outstandingJobs(ctx.data)).toHaveLength(3);
    expect(await unfinishedJobs(ctx.data, repositoryId)).toHaveLength(3);
    expect(await repositoriesWithDueJobs(ctx.db, 0, 5)).toEqual([]);
    expect(await organizationsWithRoom(ctx.db, { kind: "sync", now: far, slots: 3, limit: 5 })).toEqual([]);
  });
});
