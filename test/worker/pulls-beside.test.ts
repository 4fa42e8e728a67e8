import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { GithubPort } from "../../worker/adapters/github/port.ts";
import { pushTo } from "./support/github.ts";
import {
  askGithub,
  check,
  commentsOf,
  INJECTION,
  openPull,
  type PullWorld,
  pullWorld,
  runAgain,
  WORKFLOW,
  withApp,
  workflow,
} from "./support/pulls.ts";

const SLOW = { timeout: 60_000 };
const FLAWED = { [WORKFLOW]: workflow(INJECTION) };
const SOUND = { [WORKFLOW]: workflow("- run: make lint") };

type Question = "pullNow" | "viewerId" | "comments";

/** The same world, in which something happens before a question is asked of GitHub for the first time. */
function happening(world: PullWorld, before: Question, happen: () => Promise<unknown>): PullWorld {
  let isOver = false;
  const first = async () => {
    if (isOver) return;
    isOver = true;
    await happen();
  };
  const hooked = (port: GithubPort): GithubPort => ({
    ...port,
    within: (signal) => hooked(port.within(signal)),
    [before]: async (...asked: never[]) => {
      await first();
      return (port[before] as (...asked: never[]) => Promise<unknown>)(...asked);
    },
  });
  return { ...world, ctx: { ...world.ctx, github: (tokens) => hooked(world.ctx.github(tokens)) } };
}

async function waitingJobs({ caller }: PullWorld, number: number): Promise<string[]> {
  const sql = "select id from jobs where org_id = ? and state = 'pending' and input = ?";
  const input = JSON.stringify({ pull: number });
  const { results } = await env.DB.prepare(sql).bind(caller.orgId, input).all<{ id: string }>();
  return results.map(({ id }) => id);
}

async function retarget(world: PullWorld, number: number, base: string): Promise<void> {
  await askGithub(world, `pulls/${number}`, { method: "PATCH", body: { base } });
}

describe("two jobs that look at one pull request beside each other", SLOW, () => {
  it("leave what is true of its newest commit, although the older one spoke last", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const overtaken = happening(world, "comments", async () => {
      await pushTo(world.made.fullName, SOUND, "topic");
      await pushTo(world.made.fullName, { ".github/workflows/more.yml": workflow(INJECTION) }, "topic");
      expect(await check(world, number)).toMatchObject({ state: "completed" });
    });
    expect(await check(overtaken, number)).toMatchObject({ state: "completed" });
    const [next = "", ...others] = await waitingJobs(world, number);
    expect(others).toEqual([]);
    const { row } = await runAgain(world, { jobId: next, number });
    const comments = await commentsOf(world, number);
    expect(comments.map(({ id }) => id)).toEqual([row?.commentId]);
    expect(comments[0]?.body).toContain(row?.headSha.slice(0, 7));
    expect(await waitingJobs(world, number)).toEqual([]);
  });

  it("leave nothing to do when nothing moved", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    await check(world, number);
    expect(await waitingJobs(world, number)).toEqual([]);
  });
});

describe("a pull request whose base becomes another one while it is looked at", SLOW, () => {
  /** Onto a branch that has the flaw already. */
  async function flawedBase(world: PullWorld): Promise<number> {
    await pushTo(world.made.fullName, FLAWED, "next");
    await pushTo(world.made.fullName, FLAWED, "topic");
    return openPull(world, { "a.txt": "a" });
  }

  it("is not told of the old one; a job follows", async () => {
    const world = await pullWorld();
    const number = await flawedBase(world);
    const moving = happening(world, "pullNow", () => retarget(world, number, "next"));
    expect(await check(moving, number)).toMatchObject({ state: "completed", row: undefined });
    expect(await commentsOf(world, number)).toEqual([]);
    const [next = ""] = await waitingJobs(world, number);
    const { row } = await runAgain(world, { jobId: next, number });
    expect(row).toMatchObject({ conclusion: "success", baseRef: "next" });
  });

  it("is told anew when that happened while it was told", async () => {
    const world = await pullWorld();
    const number = await flawedBase(world);
    const moving = happening(world, "viewerId", () => retarget(world, number, "next"));
    expect((await check(moving, number)).row).toMatchObject({ conclusion: "failure", baseRef: "main" });
    const [next = ""] = await waitingJobs(world, number);
    const { row } = await runAgain(world, { jobId: next, number });
    expect(row).toMatchObject({ conclusion: "success", baseRef: "next" });
    expect((await commentsOf(world, number))[0]?.body).toContain("No new findings");
  });

  it("shows the check run of its present base", async () => {
    const world = await withApp(await pullWorld());
    const number = await flawedBase(world);
    const moving = happening(world, "pullNow", () => retarget(world, number, "next"));
    await check(moving, number);
    const [next = ""] = await waitingJobs(world, number);
    const { row } = await runAgain(world, { jobId: next, number });
    type Runs = { check_runs: { conclusion: string }[] };
    const { check_runs: runs } = await askGithub<Runs>(world, `commits/${row?.headSha}/check-runs?filter=all`);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(["success"]);
  });
});
