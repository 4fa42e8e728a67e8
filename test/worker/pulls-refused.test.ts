import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createGithubApp } from "../../worker/adapters/github/app-tokens.ts";
import { githubAs, pushTo, spoil } from "./support/github.ts";
import { controlGithub, githubToken } from "./support/github-control.ts";
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
const REFUSED = { status: 403, body: { message: "Resource not accessible by integration" } };

type Runs = { check_runs: { id: number; conclusion: string; output: { annotations_count: number } }[] };

async function runsOf(world: PullWorld, sha: string): Promise<Runs["check_runs"]> {
  return (await askGithub<Runs>(world, `commits/${sha}/check-runs?filter=all`)).check_runs;
}

async function statusesOf(world: PullWorld, sha: string): Promise<unknown[]> {
  return askGithub<unknown[]>(world, `commits/${sha}/statuses`);
}

describe("what GitHub refuses", SLOW, () => {
  it.each([
    ["an App that may not comment", { checks: "write" }, [], "check_run", "refused the comment"],
    [
      "an App that may not write checks, and statuses too",
      { pull_requests: "write" },
      ["statuses"],
      "none",
      "refused the commit status",
    ],
  ])("stops nothing: %s", async (_name, permissions, routes, reportedAs, reason) => {
    const world = await withApp(await pullWorld(), permissions);
    const number = await openPull(world, FLAWED);
    for (const route of routes) {
      await spoil(world.made, {
        match: { path: `/repos/${world.made.fullName}/${route}*`, method: "POST" },
        action: REFUSED,
      });
    }
    const { row, state } = await check(world, number);
    expect(state).toBe("completed");
    expect(row).toMatchObject({ reportedAs, conclusion: "failure" });
    expect(row?.detail).toContain(reason);
    expect(row?.commentId === null).toBe(reason.endsWith("comment"));
  });

  it("leaves a commit status where the App is not installed, or its key is of no use", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const app = await controlGithub("app", { name: `Elsewhere ${crypto.randomUUID()}`, permissions: {} });
    const key = { id: Number(app.id), privateKey: String(app.private_key) };
    const appOf = (change: Partial<typeof key>) =>
      createGithubApp({ key: { ...key, ...change }, now: () => Date.now(), github: world.ctx.github });
    const elsewhere = await check({ ...world, ctx: { ...world.ctx, githubApp: appOf({}) } }, number);
    expect(elsewhere.row).toMatchObject({ reportedAs: "status", detail: expect.stringContaining("not installed") });
    const broken = await check({ ...world, ctx: { ...world.ctx, githubApp: appOf({ privateKey: "none" }) } }, number);
    expect(broken.row).toMatchObject({ reportedAs: "status", detail: expect.stringContaining("private key") });
  });
});

describe("what is not there", SLOW, () => {
  async function refusalOf({ caller, repositoryId }: PullWorld): Promise<unknown> {
    const response = await caller.post(`/api/repositories/${repositoryId}/pulls/99/check`);
    return response.json();
  }

  it("is told of the pull request, not of a repository that is there", async () => {
    const world = await pullWorld();
    expect(await refusalOf(world)).toMatchObject({ status: 404, detail: "There is no such pull request." });
    const { state, error } = await check(world, 99);
    expect({ state, error }).toEqual({ state: "dead_letter", error: "There is no such pull request." });
  });

  it("is told of the repository when that is gone", async () => {
    const world = await pullWorld();
    await controlGithub("delete", { repo: world.made.fullName });
    expect(await refusalOf(world)).toMatchObject({
      status: 404,
      type: "/problems/github_not_found",
      detail: expect.stringContaining("no such repository"),
    });
  });
});

describe("a pull request whose head was replaced by another history", SLOW, () => {
  /** A commit without parents, with these files alone, at the tip of `topic`. */
  async function replaceHistory(world: PullWorld, path: string, content: string): Promise<string> {
    const post = (to: string, body: unknown) =>
      askGithub<{ sha: string }>(world, `git/${to}`, { method: "POST", body });
    const tree = await post("trees", { tree: [{ path, mode: "100644", type: "blob", content }] });
    const { sha } = await post("commits", { tree: tree.sha, parents: [], message: "Begin anew" });
    await askGithub(world, "git/refs/heads/topic", { method: "PATCH", body: { sha, force: true } });
    return sha;
  }

  it("is compared with its base as it is", async () => {
    const world = await pullWorld();
    const number = await openPull(world, { "a.txt": "a" });
    const base = await pushTo(world.made.fullName, { "b.txt": "b" });
    const head = await replaceHistory(world, WORKFLOW, workflow(INJECTION));
    expect(await (await githubAs()).pull(world.made, number)).toMatchObject({ base, head, renames: [] });
  });

  it("gets its check", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const base = await pushTo(world.made.fullName, { "b.txt": "b" });
    const match = { path: `/repos/${world.made.fullName}/compare/*`, method: "GET" };
    const body = { message: `No common ancestor between ${base} and topic.`, status: "404" };
    await spoil(world.made, { match, action: { status: 404, body } });
    const { row, state } = await check(world, number);
    expect(state).toBe("completed");
    expect(row).toMatchObject({ baseSha: base, newFindings: 1, conclusion: "failure" });
  });
});

describe("a write whose answer is lost", SLOW, () => {
  it("is found by the next attempt: the check run, more annotations, the comment", async () => {
    const world = await withApp(await pullWorld());
    const steps = Array.from({ length: 60 }, (_, index) => INJECTION.replace("run: echo", `run: echo ${index}`));
    const number = await openPull(world, { [WORKFLOW]: workflow(...steps) });
    for (const [method, route] of [
      ["POST", "check-runs"],
      ["PATCH", "check-runs/*"],
      ["POST", "issues/*"],
    ] as const) {
      const match = { path: `/repos/${world.made.fullName}/${route}`, method };
      await spoil(world.made, { match, action: { after: "apply", status: 502, body: "<html>" } });
    }
    let last = await check(world, number);
    const states = [last.state];
    while (last.state === "retrying") {
      await env.DB.prepare("update jobs set attempt = 0 where id = ?").bind(last.jobId).run();
      last = await runAgain(world, { jobId: last.jobId, number });
      states.push(last.state);
    }
    expect(states).toEqual(["retrying", "retrying", "retrying", "completed"]);
    const { row } = last;
    const runs = await runsOf(world, row?.headSha ?? "");
    expect(runs).toMatchObject([{ id: row?.checkRunId, conclusion: "failure", output: { annotations_count: 60 } }]);
    expect((await commentsOf(world, number)).map(({ id }) => id)).toEqual([row?.commentId]);
  });

  it("is found for a commit status too", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const match = { path: `/repos/${world.made.fullName}/statuses/*`, method: "POST" };
    await spoil(world.made, { match, action: { after: "apply", drop: "headers" } });
    const lost = await check(world, number);
    expect(lost.state).toBe("retrying");
    const { row } = await runAgain(world, { jobId: lost.jobId, number });
    expect(await statusesOf(world, row?.headSha ?? "")).toHaveLength(1);
  });
});

describe("comments that look like ours", SLOW, () => {
  it("are left alone when somebody else wrote them", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const marker = `<!-- autodevops:pull-check:${world.repositoryId} -->`;
    const stranger = { ...world, token: await githubToken({ login: "kim" }) };
    await askGithub(stranger, `issues/${number}/comments`, { method: "POST", body: { body: `${marker} All is well` } });
    const { row } = await check(world, number);
    const comments = await commentsOf(world, number);
    expect(comments.map(({ user }) => user.login)).toEqual(["kim", "dev"]);
    expect(comments[0]?.body).toBe(`${marker} All is well`);
    expect(comments[1]?.id).toBe(row?.commentId);
  });

  it("are one again when there are several of ours, or when ours was deleted", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const { row: first } = await check(world, number);
    const [own] = await commentsOf(world, number);
    const copy = { method: "POST", body: { body: own?.body } };
    await askGithub(world, `issues/comments/${own?.id}`, { method: "DELETE" });
    await askGithub(world, `issues/${number}/comments`, copy);
    await askGithub(world, `issues/${number}/comments`, copy);
    const { row } = await check(world, number);
    expect(row?.commentId).not.toBe(first?.commentId);
    expect((await commentsOf(world, number)).map(({ id }) => id)).toEqual([row?.commentId]);
  });
});

describe("a pull request that moves while it is looked at", SLOW, () => {
  it("is told of its newest commit alone, by a job that follows", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const { github } = world.ctx;
    let isMoved = false;
    const moving: PullWorld["ctx"]["github"] = (tokens) => {
      const port = github(tokens);
      const within: typeof port.within = (signal) => {
        const bound = port.within(signal);
        const pullNow: typeof bound.pullNow = async (name, pull) => {
          if (!isMoved) await pushTo(world.made.fullName, { "b.txt": "b" }, "topic");
          isMoved = true;
          return bound.pullNow(name, pull);
        };
        return { ...bound, pullNow };
      };
      return { ...port, within };
    };
    const early = await check({ ...world, ctx: { ...world.ctx, github: moving } }, number);
    expect(early).toMatchObject({ state: "completed", row: undefined });
    expect(await commentsOf(world, number)).toEqual([]);
    const next = await env.DB.prepare("select id from jobs where state = 'pending' and input = ?")
      .bind(JSON.stringify({ pull: number }))
      .all<{ id: string }>();
    expect(next.results).toHaveLength(1);
    const { row } = await runAgain(world, { jobId: next.results[0]?.id ?? "", number });
    expect(row).toMatchObject({ conclusion: "failure", reportedAs: "status" });
  });
});
