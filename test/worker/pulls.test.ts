import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { findPullCheck, pullCheckUpsert } from "../../worker/db/pull-checks.ts";
import { forgetRequests, pushTo, requestsMade } from "./support/github.ts";
import { controlGithub, githubToken } from "./support/github-control.ts";
import {
  askGithub,
  check,
  commentsOf,
  INJECTION,
  openPull,
  type PullWorld,
  pullWorld,
  WORKFLOW,
  withApp,
  workflow,
} from "./support/pulls.ts";

type CheckRuns = {
  check_runs: { id: number; name: string; conclusion: string; output: { title: string; annotations_count: number } }[];
};
type Status = { statuses: { context: string; state: string; description: string }[] };
type Annotation = { path: string; start_line: number; end_line: number; annotation_level: string; message: string };

const READS = ["GET"];

async function writesMade(): Promise<string[]> {
  const made = await requestsMade();
  return made
    .filter(({ method, path }) => !READS.includes(method) && path !== "/graphql")
    .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, "")}`);
}

async function runsOf(world: PullWorld, sha: string, filter = "all"): Promise<CheckRuns["check_runs"]> {
  return (await askGithub<CheckRuns>(world, `commits/${sha}/check-runs?filter=${filter}`)).check_runs;
}

async function auditsOf({ caller }: PullWorld): Promise<unknown[]> {
  const sql = "select meta from audit_log where action = 'pull_request.checked' and org_id = ?";
  const { results } = await env.DB.prepare(sql).bind(caller.orgId).all<{ meta: string }>();
  return results.map(({ meta }) => JSON.parse(meta));
}

const SLOW = { timeout: 60_000 };

describe("a pull request that brings something bad", SLOW, () => {
  it("gets a failed commit status and one comment where there is no App; no earlier job covers its row", async () => {
    const world = await pullWorld();
    const number = await openPull(world, { [WORKFLOW]: workflow(INJECTION) });
    const { row, state } = await check(world, number);
    expect(state).toBe("completed");
    expect(row).toMatchObject({ number, state: "open", isFork: false, conclusion: "failure", reportedAs: "status" });
    expect(row?.detail).toContain("GitHub Apps alone");
    const { statuses } = await askGithub<Status>(world, `commits/${row?.headSha}/status`);
    expect(statuses).toMatchObject([
      { context: "autodevops", state: "failure", description: "1 new finding (1 critical)" },
    ]);
    const [comment, ...others] = await commentsOf(world, number);
    expect(others).toEqual([]);
    expect(comment?.id).toBe(row?.commentId);
    expect(await auditsOf(world)).toEqual([{ number, conclusion: "failure", reported_as: "status" }]);
    expect(comment?.body).toContain(`${WORKFLOW}:15`);
    if (!row) throw new Error("There is no row.");
    const earlier = {
      ...row,
      id: world.ctx.random.uuidv7(),
      jobId: row.jobId.replace(/^.{8}/, "00000000"),
      title: "Old",
    };
    await pullCheckUpsert(world.ctx.data, earlier).run();
    expect(await findPullCheck(world.ctx.data, row)).toEqual(row);
  });

  it("gets a check run where our App is installed, with annotations on changed lines alone, and once however often asked", async () => {
    const flawed = workflow("- uses: actions/checkout@main");
    const world = await withApp(await pullWorld({ [WORKFLOW]: flawed }));
    const number = await openPull(world, { [WORKFLOW]: workflow("- uses: actions/checkout@main", INJECTION) });
    const { row } = await check(world, number);
    expect(row).toMatchObject({ conclusion: "failure", reportedAs: "check_run", detail: null, newFindings: 1 });
    const [run, ...others] = await runsOf(world, row?.headSha ?? "");
    expect(others).toEqual([]);
    expect(run).toMatchObject({ id: row?.checkRunId, name: "AutoDevOps", conclusion: "failure" });
    const annotations = await askGithub<Annotation[]>(world, `check-runs/${run?.id}/annotations`);
    expect(annotations).toMatchObject([{ path: WORKFLOW, start_line: 16, end_line: 16, annotation_level: "failure" }]);
    expect(JSON.parse(row?.findings ?? "")).toMatchObject([
      { rule_id: "template-injection", start_line: 16, end_line: 16 },
    ]);
    const [comment] = await commentsOf(world, number);
    expect(comment?.user.login).toMatch(/\[bot\]$/);
    await forgetRequests();
    const again = await check(world, number);
    expect(await writesMade()).toEqual([]);
    expect(again.row).toMatchObject({ id: row?.id, checkRunId: row?.checkRunId, jobId: again.jobId });
  });

  it("is told more than 50 annotations in several requests, each once", async () => {
    const world = await withApp(await pullWorld());
    const steps = Array.from({ length: 60 }, (_, index) => INJECTION.replace("run: echo", `run: echo ${index}`));
    const number = await openPull(world, { [WORKFLOW]: workflow(...steps) });
    await forgetRequests();
    const { row } = await check(world, number);
    const writes = (await writesMade()).filter((line) => line.includes("check-runs"));
    expect(writes).toEqual(["POST /check-runs", `PATCH /check-runs/${row?.checkRunId}`]);
    const [run] = await runsOf(world, row?.headSha ?? "");
    expect(run).toMatchObject({ conclusion: "failure", output: { annotations_count: 60 } });
    expect(JSON.parse(row?.findings ?? "")).toHaveLength(50);
  });
});

describe("a pull request that is checked again", SLOW, () => {
  it("keeps its one comment, which says so once all is well", async () => {
    const world = await pullWorld();
    const number = await openPull(world, { [WORKFLOW]: workflow(INJECTION) });
    const { row: bad } = await check(world, number);
    await pushTo(world.made.fullName, { [WORKFLOW]: workflow("- run: make lint") }, "topic");
    const { row: good } = await check(world, number);
    expect(good).toMatchObject({ id: bad?.id, conclusion: "success", newFindings: 0, commentId: bad?.commentId });
    expect(good?.headSha).not.toBe(bad?.headSha);
    const comments = await commentsOf(world, number);
    expect(comments.map(({ id }) => id)).toEqual([bad?.commentId]);
    expect(comments[0]?.body).toContain("No new findings");
  });

  it("shows its present result when an earlier one of the same commit is true again", async () => {
    const world = await withApp(await pullWorld());
    const flawed = await pushTo(world.made.fullName, { [WORKFLOW]: workflow(INJECTION) }, "topic");
    const number = await openPull(world, { "a.txt": "a" });
    const rows = [];
    for (const base of [world.made.sha, flawed, world.made.sha]) {
      await askGithub(world, "git/refs/heads/main", { method: "PATCH", body: { sha: base, force: true } });
      rows.push((await check(world, number)).row);
    }
    expect(rows.map((row) => row?.conclusion)).toEqual(["failure", "success", "failure"]);
    expect(new Set(rows.map((row) => row?.headSha)).size).toBe(1);
    const [shown] = await runsOf(world, rows[0]?.headSha ?? "", "latest");
    expect(shown).toMatchObject({ id: rows[2]?.checkRunId, conclusion: "failure", output: { annotations_count: 1 } });
    await forgetRequests();
    expect((await check(world, number)).row?.checkRunId).toBe(shown?.id);
    expect(await writesMade()).toEqual([]);
  });
});

describe("a pull request that brings nothing", SLOW, () => {
  it("gets no comment, also when it moves a file with old flaws", async () => {
    const flawed = workflow(INJECTION);
    const world = await pullWorld({ [WORKFLOW]: flawed });
    const number = await openPull(world, { [WORKFLOW]: null, ".github/workflows/moved.yml": flawed });
    const { row } = await check(world, number);
    expect(row).toMatchObject({ conclusion: "success", newFindings: 0, fixedFindings: 0, commentId: null });
    expect(await commentsOf(world, number)).toEqual([]);
  });

  it("is not looked at once it is closed; its row follows", async () => {
    const world = await pullWorld();
    const number = await openPull(world, { "a.txt": "a" });
    await check(world, number);
    await controlGithub("merge", { repo: world.made.fullName, number });
    await forgetRequests();
    const { row, state } = await check(world, number);
    expect([state, row?.state]).toEqual(["completed", "merged"]);
    expect(await writesMade()).toEqual([]);
  });
});

describe("a pull request from a fork", SLOW, () => {
  it("is read only: nothing is written to GitHub, whatever it brings", async () => {
    const world = await withApp(await pullWorld());
    await githubToken({ login: "sam" });
    const fork = { repo: world.made.fullName, login: "sam", files: { [WORKFLOW]: workflow(INJECTION) } };
    const { number } = await controlGithub("fork-pull", fork);
    await forgetRequests();
    const { row, state } = await check(world, Number(number));
    expect(state).toBe("completed");
    expect(row).toMatchObject({
      isFork: true,
      conclusion: "failure",
      newFindings: 1,
      reportedAs: "none",
      commentId: null,
    });
    expect(row?.detail).toContain("fork");
    expect(await writesMade()).toEqual([]);
  });
});

describe("the routes of pull requests", SLOW, () => {
  it("list what was found, newest first, in pages, and start a check of an open one alone", async () => {
    const world = await pullWorld();
    const numbers = [
      await openPull(world, { "a.txt": "a" }, "one"),
      await openPull(world, { [WORKFLOW]: workflow(INJECTION) }, "two"),
    ];
    for (const number of numbers) await check(world, number);
    const { caller, repositoryId, made } = world;
    const path = `/api/repositories/${repositoryId}/pulls`;
    const first = (await (await caller.get(`${path}?limit=1`)).json()) as {
      items: { number: number }[];
      next_cursor: string;
    };
    const rest = (await (await caller.get(`${path}?limit=1&cursor=${first.next_cursor}`)).json()) as typeof first;
    expect([first, rest].flatMap(({ items }) => items.map(({ number }) => number))).toEqual(numbers.toReversed());
    expect(first.items[0]).toMatchObject({ conclusion: "failure", reported_as: "status", fork: false });
    expect(rest.next_cursor).toBeNull();
    const started = await caller.post(`${path}/${numbers[0]}/check`);
    expect([started.status, await started.json()]).toEqual([
      202,
      { job_id: expect.any(String), analysis_id: null, coalesced: false },
    ]);
    await controlGithub("merge", { repo: made.fullName, number: numbers[0] });
    const refused = await Promise.all(
      [numbers[0], 99, "0x1", 0].map((number) => caller.post(`${path}/${number}/check`)),
    );
    expect(refused.map(({ status }) => status)).toEqual([409, 404, 404, 404]);
  });
});
