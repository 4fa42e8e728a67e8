import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { findRepository } from "../../worker/db/repositories.ts";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { lookAtPulls } from "../../worker/services/webhooks/look-at-pulls.ts";
import { sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { githubAs, pushTo } from "./support/github.ts";
import { controlGithub, githubToken } from "./support/github-control.ts";
import { missing, rowOf } from "./support/missed.ts";
import { askGithub, check, openPull, type PullWorld } from "./support/pulls.ts";
import { testCtx, testScope } from "./support/scope.ts";

const SLOW = { timeout: 60_000 };

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

async function sweptWorld(): Promise<PullWorld> {
  const here = await missing();
  return { ...here, ctx: testCtx(here.caller) };
}

/** As long after the last look as the cron takes. */
async function nextSweep(): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 });
  await sweepWebhooks(testScope());
}

async function orderCheck({ ctx, repositoryId }: PullWorld, number: number): Promise<string> {
  const spec = { kind: "analysis", trigger: "pull_request", repositoryId, pull: { number } } as const;
  return (await createJob(ctx, spec)).jobId;
}

/** As a claimed job has it: nothing joins it any more. */
async function setState(jobId: string, state: string): Promise<void> {
  await env.DB.prepare("update jobs set state = ?, coalesce_key = null where id = ?").bind(state, jobId).run();
}

async function checksOf({ caller }: PullWorld, trigger = "schedule"): Promise<string[]> {
  const sql = "select id from jobs where org_id = ? and kind = 'analysis' and trigger = ? order by id";
  const { results } = await env.DB.prepare(sql).bind(caller.orgId, trigger).all<{ id: string }>();
  return results.map(({ id }) => id);
}

async function pullsEtag(world: PullWorld): Promise<unknown> {
  const { repository_etag: text } = await rowOf(world);
  return JSON.parse(String(text)).pulls;
}

async function change(world: PullWorld, number: number, body: object): Promise<void> {
  await askGithub(world, `pulls/${number}`, { method: "PATCH", body });
}

describe("a check that the sweep ordered", SLOW, () => {
  it("is ordered again when it came to nothing, and no more once there is a result", async () => {
    const world = await sweptWorld();
    const number = await openPull(world, { "a.txt": "a" });
    await nextSweep();
    const [first = ""] = await checksOf(world);
    await env.DB.prepare("delete from jobs where id = ?").bind(first).run();
    await nextSweep();
    const [second = "", ...others] = await checksOf(world);
    expect(others).toEqual([]);
    await setState(second, "completed");
    expect(await check(world, number)).toMatchObject({ state: "completed", row: { state: "open" } });
    await nextSweep();
    await nextSweep();
    expect(await checksOf(world)).toEqual([second]);
    expect(await pullsEtag(world)).toEqual(expect.any(String));
  });

  it.each([["pending"], ["retrying"], ["processing"], ["ai_request"]])(
    "is not one beside a job that is %s",
    async (state) => {
      const world = await sweptWorld();
      const number = await openPull(world, { "a.txt": "a" });
      await setState(await orderCheck(world, number), state);
      await nextSweep();
      expect(await checksOf(world)).toEqual([]);
      expect(await pullsEtag(world)).toBeNull();
    },
  );

  it.each([["cancelled"], ["dead_letter"]])(
    "is none after a job that was %s, until the pull request changes",
    async (state) => {
      const world = await sweptWorld();
      const number = await openPull(world, { "a.txt": "a" });
      const jobId = await orderCheck(world, number);
      await setState(jobId, state);
      await nextSweep();
      expect(await checksOf(world)).toEqual([]);
      expect(await pullsEtag(world)).toEqual(expect.any(String));
      await env.DB.prepare("update jobs set created_at = created_at - 60000 where id = ?").bind(jobId).run();
      await pushTo(world.made.fullName, { "b.txt": "b" }, "topic");
      await nextSweep();
      expect(await checksOf(world)).toHaveLength(1);
    },
  );

  it("is none for a job of another pull request or repository", async () => {
    const world = await sweptWorld();
    const number = await openPull(world, { "a.txt": "a" });
    await orderCheck(world, number + 1);
    await nextSweep();
    expect(await checksOf(world)).toHaveLength(1);
  });
});

describe("a pull request of which a delivery was lost", SLOW, () => {
  it("is checked when it goes into another branch", async () => {
    const world = await sweptWorld();
    await pushTo(world.made.fullName, { "c.txt": "c" }, "next");
    const number = await openPull(world, { "a.txt": "a" });
    expect((await check(world, number)).row).toMatchObject({ baseRef: "main" });
    await change(world, number, { base: "next" });
    await nextSweep();
    expect(await checksOf(world)).toHaveLength(1);
  });

  it("is not checked for a new title, nor when its branch from before is not known", async () => {
    const world = await sweptWorld();
    const number = await openPull(world, { "a.txt": "a" });
    await check(world, number);
    await change(world, number, { title: "Another" });
    await nextSweep();
    await env.DB.prepare("update pull_checks set base_ref = null").run();
    await change(world, number, { title: "Once more" });
    await nextSweep();
    expect(await checksOf(world)).toEqual([]);
  });

  it("is checked when it is of a fork that names its branch like ours", async () => {
    const world = await sweptWorld();
    await githubToken({ login: "sam" });
    await controlGithub("fork-pull", { repo: world.made.fullName, login: "sam", files: { "a.txt": "a" } });
    const github = await githubAs();
    const pullsSince: typeof github.pullsSince = async (...asked) => {
      const { value, etag } = await github.pullsSince(...asked);
      return { etag, value: value?.map((pull) => ({ ...pull, branch: "autodevops/fix" })) ?? null };
    };
    const row = await findRepository(world.ctx.data, world.repositoryId);
    if (!row) throw new Error("The repository is gone.");
    await lookAtPulls(world.ctx, { ...github, pullsSince }, row);
    expect(await checksOf(world)).toHaveLength(1);
  });
});
