import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sweepWebhooks } from "../../worker/services/webhooks/sweep-webhooks.ts";
import { as, type Caller } from "./support/as.ts";
import { forgetRequests, makeRepository, pushTo, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { type Missing, missing, rowOf, setRow } from "./support/missed.ts";
import { testScope } from "./support/scope.ts";
import { seedAnalysis, seedPlan } from "./support/seed.ts";

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  for (const queue of [env.Q_SYNC, env.Q_ANALYSIS]) vi.spyOn(queue, "send").mockResolvedValue(sent);
});

/** As long after the last look as the cron takes. */
async function nextSweep() {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 });
  return sweepWebhooks(testScope());
}

async function jobsOf({ caller }: { caller: Caller }) {
  const statement = env.DB.prepare(
    "select repository_id, kind, trigger, input from jobs where org_id = ? and state = 'pending' order by id",
  );
  return (await statement.bind(caller.orgId).all<Record<string, unknown>>()).results;
}

async function openPull(
  { made, token }: Pick<Missing, "made" | "token">,
  { branch = "work", draft = false } = {},
): Promise<number> {
  await pushTo(made.fullName, { "src/new.ts": `${Math.random()}\n` }, branch);
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${made.fullName}/pulls`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "user-agent": "tests" },
    body: JSON.stringify({ title: "New", head: branch, base: "main", draft }),
  });
  return (await response.json<{ number: number }>()).number;
}

describe("a repository of which no webhook came", () => {
  it("is found at the next sweep when it moved; one that did not costs nothing of the rate limit", async () => {
    const caller = await as({ github: {} });
    const fleet: Missing[] = [];
    for (let at = 0; at < 4; at += 1) fleet.push(await missing(caller));
    await nextSweep();
    const [moved, still] = [fleet.slice(0, 2), fleet.slice(2)];
    for (const { made } of moved) await pushTo(made.fullName, { "README.md": "moved\n" });
    await controlGithub("settle");
    await forgetRequests();
    expect(await nextSweep()).toMatchObject({ repositories: 4, syncsStarted: 2 });
    const started = await jobsOf({ caller });
    expect(started.map(({ repository_id }) => repository_id).toSorted()).toEqual(
      moved.map(({ repositoryId }) => repositoryId).toSorted(),
    );
    expect(started).toMatchObject(Array(2).fill({ kind: "sync", trigger: "schedule" }));
    const asked = await requestsMade();
    for (const { made } of still) {
      const own = asked.filter(({ path }) => path.includes(made.fullName) || path === `/repositories/${made.githubId}`);
      expect(own.filter(({ path }) => !path.includes("/deliveries")).map(({ status }) => status)).toEqual([
        304, 304, 304,
      ]);
    }
  });

  it("is in sync as of the sweep that found nothing moved, and only then", async () => {
    const here = await missing();
    const before = Date.now();
    await nextSweep();
    expect(await rowOf(here)).toMatchObject({ checked_at: expect.any(Number) });
    const { checked_at: checkedAt } = await rowOf(here);
    expect(checkedAt).toBeGreaterThanOrEqual(before);
    await pushTo(here.made.fullName, { "README.md": "moved\n" });
    await nextSweep();
    expect(await rowOf(here)).toMatchObject({ checked_at: checkedAt });
  });

  it.each([
    ["renamed", (name: string) => controlGithub("rename", { repo: `dev/${name}`, name: `${name}-new` })],
    ["archived", (name: string) => controlGithub("archive", { repo: `dev/${name}` })],
    ["deleted", (name: string) => controlGithub("delete", { repo: `dev/${name}` })],
  ])("is read anew when it was %s", async (_how, change) => {
    const here = await missing();
    await change(here.made.name);
    expect(await nextSweep()).toMatchObject({ syncsStarted: 1 });
  });

  it("is read anew when GitHub keeps us out, once, and when it lets us in again", async () => {
    const here = await missing();
    const match = { path: `/repositories/${here.made.githubId}` };
    await spoil(here.made, { preset: "oauth-app-restricted", times: 2, match });
    expect(await nextSweep()).toMatchObject({ syncsStarted: 1 });
    await setRow(here.repositoryId, { state: "suspended" });
    await env.DB.prepare("delete from jobs where kind = 'sync'").run();
    expect(await nextSweep()).toMatchObject({ repositories: 1, syncsStarted: 0 });
    expect(await nextSweep()).toMatchObject({ syncsStarted: 1 });
  });

  it("that is gone is looked at once a day", async () => {
    const here = await missing();
    await setRow(here.repositoryId, { state: "gone", deliveriesReadAt: Date.now() });
    expect(await nextSweep()).toMatchObject({ repositories: 0 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 3_600_000 });
    expect(await nextSweep()).toMatchObject({ repositories: 1, syncsStarted: 1 });
  });
});

describe("pull requests of which no webhook came", () => {
  it("are checked, when they were opened since the repository was connected and are no drafts of ours or others", async () => {
    const here = await missing();
    const number = await openPull(here);
    await openPull(here, { branch: "autodevops/fix" });
    await nextSweep();
    const checks = (await jobsOf(here)).filter(({ kind }) => kind === "analysis");
    expect(checks).toMatchObject([{ trigger: "schedule", input: JSON.stringify({ pull: number }) }]);
  });

  it("that were there before are left alone", async () => {
    const here = await missing();
    await openPull(here);
    await setRow(here.repositoryId, { connectedAt: Date.now() + 60_000 });
    await nextSweep();
    expect((await jobsOf(here)).filter(({ kind }) => kind === "analysis")).toEqual([]);
  });

  it("of ours are known as merged", async () => {
    const here = await missing();
    const number = await openPull(here, { branch: "autodevops/fix" });
    const { repositoryId, caller } = here;
    const { id: analysisId } = await seedAnalysis(caller.orgId, { repositoryId });
    await seedPlan(caller.orgId, { repositoryId, analysisId, number, state: "opened", pullState: "open" });
    await controlGithub("merge", { repo: here.made.fullName, number });
    await nextSweep();
    expect(
      await env.DB.prepare("select pull_state from pull_requests where number = ?").bind(number).first("pull_state"),
    ).toBe("merged");
  });

  it("of another repository that took the name of ours are not taken for ours", async () => {
    const here = await missing();
    const number = await openPull(here, { branch: "autodevops/fix" });
    const { repositoryId, caller, made, token } = here;
    const { id: analysisId } = await seedAnalysis(caller.orgId, { repositoryId });
    await seedPlan(caller.orgId, { repositoryId, analysisId, number, state: "opened", pullState: "open" });
    const other = await makeRepository({ files: { "README.md": "another\n" } });
    expect(await openPull({ made: other, token })).toBe(number);
    await controlGithub("merge", { repo: other.fullName, number });
    await controlGithub("rename", { repo: made.fullName, name: `${made.name}-new` });
    await controlGithub("rename", { repo: other.fullName, name: made.name });
    expect(await nextSweep()).toMatchObject({ repositories: 1, syncsStarted: 1 });
    const state = env.DB.prepare("select pull_state from pull_requests where repository_id = ?").bind(repositoryId);
    expect(await state.first("pull_state")).toBe("open");
  });
});
