import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetRequests, type MadeRepository, makeRepository, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
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

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue(sent);
});

/** Answers the repository under its new name. */
async function rename(made: MadeRepository, name = `${made.name}-new`): Promise<MadeRepository> {
  await controlGithub("rename", { repo: made.fullName, name });
  return { ...made, name, fullName: `${made.owner}/${name}` };
}

async function waitingSyncs({ caller }: PullWorld): Promise<string[]> {
  const sql = "select id from jobs where org_id = ? and kind = 'sync' and state = 'pending'";
  const { results } = await env.DB.prepare(sql).bind(caller.orgId).all<{ id: string }>();
  return results.map(({ id }) => id);
}

async function writesMade(): Promise<string[]> {
  const made = await requestsMade();
  return made.filter(({ method, path }) => method !== "GET" && path !== "/graphql").map(({ path }) => path);
}

/** Another repository takes the name of ours, which has a new one. Answers both as they are now. */
async function takeName(world: PullWorld): Promise<{ readonly ours: PullWorld; readonly other: PullWorld }> {
  const other = await makeRepository({ files: { [WORKFLOW]: workflow() } });
  const renamed = await rename(world.made);
  return { ours: { ...world, made: renamed }, other: { ...world, made: await rename(other, world.made.name) } };
}

describe("a pull request of a repository that was renamed without a word", SLOW, () => {
  it("is told of under the present name, as a commit status", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const renamed = { ...world, made: await rename(world.made) };
    const { row, state } = await check(world, number);
    expect(state).toBe("completed");
    expect(row).toMatchObject({ conclusion: "failure", reportedAs: "status" });
    expect(await askGithub<unknown[]>(renamed, `commits/${row?.headSha}/statuses`)).toHaveLength(1);
    const [comment] = await commentsOf(renamed, number);
    expect(comment?.id).toBe(row?.commentId);
    expect(comment?.body).toContain(`/${renamed.made.fullName}/blob/`);
  });

  it("is told of under the present name, as a check run", async () => {
    const world = await withApp(await pullWorld());
    const number = await openPull(world, FLAWED);
    await rename(world.made);
    const { row } = await check(world, number);
    expect(row).toMatchObject({ conclusion: "failure", reportedAs: "check_run", detail: null });
    expect(row?.commentId).not.toBeNull();
  });

  it("is told of by the next attempt when the name changed after it was read", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const match = { path: `/repos/${world.made.fullName}/statuses/*`, method: "POST" };
    const headers = { location: `${env.GITHUB_API_URL}/repositories/${world.made.githubId}` };
    await spoil(world.made, { match, action: { status: 307, headers, body: { message: "Moved" } } });
    const first = await check(world, number);
    expect(first).toMatchObject({ state: "retrying", row: undefined });
    expect(first.error).toContain("new name");
    expect(await waitingSyncs(world)).toHaveLength(1);
    const { row, state } = await runAgain(world, { jobId: first.jobId, number });
    expect([state, row?.reportedAs]).toEqual(["completed", "status"]);
  });
});

describe("a pull request of a repository whose name is another one's by now", SLOW, () => {
  it.each([
    ["has a pull request of this number too", true],
    ["has none of this number", false],
  ])("waits until the new name is read; the other one, which %s, is left alone", async (_case, hasPull) => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    const { ours, other } = await takeName(world);
    if (hasPull) expect(await openPull(other, FLAWED)).toBe(number);
    await forgetRequests();
    const first = await check(world, number);
    expect(first).toMatchObject({ state: "retrying", row: undefined });
    expect(await writesMade()).toEqual([]);
    const [syncId = ""] = await waitingSyncs(world);
    expect((await runAgain(world, { jobId: syncId, number })).state).toBe("completed");
    const { row, state } = await runAgain(world, { jobId: first.jobId, number });
    expect([state, row?.reportedAs]).toEqual(["completed", "status"]);
    expect((await commentsOf(ours, number)).map(({ id }) => id)).toEqual([row?.commentId]);
    expect(await waitingSyncs(world)).toEqual([]);
    const { head } = await askGithub<{ head: { sha: string } }>(ours, `pulls/${number}`);
    expect(row?.headSha).toBe(head.sha);
  });

  it("is set aside when its own repository is gone", async () => {
    const world = await pullWorld();
    const number = await openPull(world, FLAWED);
    await controlGithub("delete", { repo: world.made.fullName });
    const { state, error } = await check(world, number);
    expect(state).toBe("dead_letter");
    expect(error).toContain("no such repository");
  });
});
