import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { JobRow } from "../../worker/db/jobs.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { reconcileAll, reconcileRepository } from "../../worker/services/jobs/reconcile.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import { holdRun } from "./support/held-run.ts";
import { place, putJobs, rowOf, statesOf, succeed } from "./support/jobs.ts";
import { testCtx } from "./support/scope.ts";
import { seedRepository } from "./support/seed.ts";

const MINUTE_MS = 60_000;
const LONG_AGO = 1;
const PAST = Date.now() - 5 * MINUTE_MS;
const SOON = Date.now() + 60 * MINUTE_MS;
const LAST_ATTEMPT = 6;

type Facts = Partial<Pick<JobRow, "state" | "attempt" | "lost" | "leaseUntil" | "publishedAt" | "nextRunAt">>;

const running: Facts = { state: "processing", attempt: 1, publishedAt: PAST, nextRunAt: null };
const waits: Facts = { state: "pending", publishedAt: PAST, nextRunAt: PAST };

describe("the sweep over all jobs", () => {
  it.each<readonly [string, Facts, Facts & { sends: boolean }]>([
    [
      "hands on a job whose lease ran out",
      { ...running, leaseUntil: LONG_AGO },
      { state: "retrying", attempt: 0, lost: 1, sends: true },
    ],
    [
      "hands it on although its attempts are used up: a lost worker spends none",
      { ...running, attempt: LAST_ATTEMPT, leaseUntil: LONG_AGO },
      { state: "retrying", attempt: LAST_ATTEMPT - 1, lost: 1, sends: true },
    ],
    [
      "hands on one that had only been taken",
      { ...running, state: "active", leaseUntil: LONG_AGO },
      { state: "retrying", attempt: 0, lost: 1, sends: true },
    ],
    [
      "hands on one whose worker waited for the AI",
      { ...running, state: "ai_request", leaseUntil: LONG_AGO },
      { state: "retrying", attempt: 0, lost: 1, sends: true },
    ],
    [
      "sets a job aside at the fifth loss",
      { ...running, lost: 4, leaseUntil: LONG_AGO },
      { state: "dead_letter", attempt: 0, lost: 5, sends: false },
    ],
    [
      "leaves a living worker alone",
      { ...running, leaseUntil: SOON },
      { state: "processing", attempt: 1, lost: 0, sends: false },
    ],
    [
      "leaves a living worker at its last attempt alone",
      { ...running, attempt: LAST_ATTEMPT, leaseUntil: SOON },
      { state: "processing", attempt: LAST_ATTEMPT, lost: 0, sends: false },
    ],
    ["sends a lost message again", waits, { state: "pending", lost: 0, sends: true }],
    [
      "does not send again what was just sent",
      { ...waits, publishedAt: SOON },
      { state: "pending", lost: 0, sends: false },
    ],
    [
      "does not send a retry before its time",
      { state: "retrying", attempt: 1, publishedAt: null, nextRunAt: SOON },
      { state: "retrying", attempt: 1, sends: false },
    ],
    [
      "leaves a cancelled job alone, although its worker died",
      { ...running, state: "cancelled", leaseUntil: LONG_AGO },
      { state: "cancelled", attempt: 1, lost: 0, sends: false },
    ],
    [
      "leaves what is over alone",
      { ...running, state: "dead_letter", leaseUntil: LONG_AGO },
      { state: "dead_letter", attempt: 1, lost: 0, sends: false },
    ],
  ])("%s", async (_what, before, { sends, ...after }) => {
    const at = await place();
    const [id = ""] = await putJobs(at, 1, () => before);
    await reconcileAll(at.ctx);
    expect(await rowOf(at.ctx, id)).toMatchObject(after);
    expect(at.sent).toEqual(sends ? [id] : []);
  });
});

describe("a job that kills every worker", () => {
  it("is set aside after five, and the others run as if it were not there", async () => {
    const at = await place();
    const { ctx, sent } = at;
    const create = async () => {
      const { id: repositoryId } = await seedRepository(ctx.orgId);
      const { jobId } = await createJob(ctx, { kind: "sync", trigger: "manual", repositoryId });
      return { jobId, repositoryId };
    };
    const bad = await create();
    const good: string[] = [];
    for (let made = 0; made < 8; made += 1) good.push((await create()).jobId);
    let deaths = 0;
    for (let next = 0; next < sent.length; next += 1) {
      const jobId = sent[next] ?? "";
      if (jobId !== bad.jobId) {
        await runJob(ctx, jobId, succeed);
        continue;
      }
      const run = await holdRun(ctx, jobId);
      await env.DB.prepare("update jobs set lease_until = 1 where id = ?").bind(jobId).run();
      await reconcileRepository(ctx, ctx.orgId, bad.repositoryId);
      await run.tell({ act: "commit" });
      deaths += 1;
    }
    expect(deaths).toBe(5);
    expect(await rowOf(ctx, bad.jobId)).toMatchObject({
      state: "dead_letter",
      lost: 5,
      attempt: 0,
      errorCode: "worker_lost",
    });
    expect(await statesOf(ctx, bad.jobId)).not.toContain("completed");
    const ends = await Promise.all(good.map(async (id) => (await rowOf(ctx, id)).state));
    expect(ends).toEqual(good.map(() => "completed"));
    // Between two deaths the others had their turn.
    expect(sent.slice(0, 3)).toEqual([bad.jobId, good[0], good[1]]);
    expect(sent.indexOf(bad.jobId, 1)).toBeGreaterThan(1);
  });
});

describe("one organization with many jobs", () => {
  it("keeps another's first job waiting for one job's length, and never has more than its places at work", async () => {
    const LENGTHS = 9;
    const CONCURRENCY = 5;
    const noisy = await place();
    const { sent } = noisy;
    const others = await Promise.all(Array.from({ length: 5 }, () => as()));
    const mine = new Set(await putJobs(noisy, 24, () => ({ trigger: "push", priority: 1 })));
    await reconcileAll(noisy.ctx);
    const ran: string[][] = [];
    const theirs: string[] = [];
    for (let length = 0; length < LENGTHS; length += 1) {
      const now = sent.splice(0, CONCURRENCY);
      const runs = await Promise.all(now.map((id) => holdRun(noisy.ctx, id)));
      ran.push(now);
      if (length === 2)
        for (const other of others) {
          const { id: repositoryId } = await seedRepository(other.orgId);
          theirs.push((await createJob(testCtx(other), { kind: "sync", trigger: "push", repositoryId })).jobId);
        }
      for (const run of runs) await run.tell({ act: "commit" });
    }
    expect(theirs.map((id) => ran.findIndex((ids) => ids.includes(id)))).toEqual([3, 3, 3, 3, 3]);
    // Its own places are filled in every other length of time.
    const own = ran.map((ids) => ids.filter((id) => mine.has(id)).length);
    expect(own).toEqual([3, 3, 3, 0, 3, 3, 3, 3, 3]);
  });
});
