import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import { repositoryHealth } from "../../worker/db/schema.ts";
import type {
  OfferedRepositories,
  Repository,
  RepositoryHealth,
  RepositoryPage,
} from "../../worker/http/schemas/repositories.ts";
import { as, type Caller } from "./support/as.ts";
import { forgetRequests, githubAs, makeRepository, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { testScope } from "./support/scope.ts";
import { seedAnalysis, seedJob, seedPlan, seedRepository } from "./support/seed.ts";
import { seedRepository as seedReal } from "./support/seed-analysis.ts";

type Page = z.infer<typeof RepositoryPage>;
type One = z.infer<typeof Repository>;

async function read<T>(response: Response): Promise<T> {
  expect(response.status).toBe(200);
  return response.json();
}

const list = async (caller: Caller, query = "") => read<Page>(await caller.get(`/api/repositories${query}`));

/** A finished analysis with its health, as the newest of its repository. */
async function addHealth(orgId: string, repositoryId: string, scores: { overall: number; at: number }) {
  const analysis = await seedAnalysis(orgId, { repositoryId });
  const { db, random } = testScope();
  await db.insert(repositoryHealth).values({
    orgId,
    id: random.uuidv7(),
    repositoryId,
    analysisId: analysis.id,
    commitSha: analysis.commitSha,
    ruleSetVersion: "test",
    security: 80,
    ciCd: 70,
    performance: null,
    quality: 90,
    openFindings: 2,
    ...scores,
  });
  await env.DB.prepare("update repositories set last_analysis_id = ?, open_findings = 2 where id = ?")
    .bind(analysis.id, repositoryId)
    .run();
  return analysis;
}

describe("the fleet", () => {
  it("is empty for a new organization", async () => {
    const { items, next_cursor, summary } = await list(await as());
    expect({ items, next_cursor }).toEqual({ items: [], next_cursor: null });
    expect(summary).toEqual({
      repositories: 0,
      analysed: 0,
      health: null,
      open_findings: 0,
      analyses_total: 0,
      pull_requests_total: 0,
    });
  });

  it("shows each repository with its health, its trend, what is under way and its last pull request", async () => {
    const caller = await as();
    const { id } = await seedRepository(caller.orgId);
    await addHealth(caller.orgId, id, { overall: 60, at: 1_000 });
    const newest = await addHealth(caller.orgId, id, { overall: 75, at: 2_000 });
    const job = await seedJob(caller.orgId, { repositoryId: id, state: "processing" });
    await seedPlan(caller.orgId, {
      repositoryId: id,
      analysisId: newest.id,
      state: "opened",
      number: 3,
      url: "https://github.example.com/3",
      pullState: "merged",
    });
    const { items, summary } = await list(caller);
    expect(items).toMatchObject([
      {
        id,
        health: { overall: 75, security: 80, ci_cd: 70, performance: null, quality: 90 },
        previous_overall: 60,
        open_findings: 2,
        last_analysis: { id: newest.id, completed_at: new Date(2_000).toISOString() },
        active_job: { id: job.id, state: "processing", phase: "processing" },
        last_pull_request: { number: 3, state: "merged" },
      },
    ]);
    expect(summary).toMatchObject({ repositories: 1, analysed: 1, analyses_total: 2, pull_requests_total: 1 });
    expect(summary.health).toEqual({ overall: 75, security: 80, ci_cd: 70, performance: null, quality: 90 });
  });

  it("pages through everything once, newest connection first", async () => {
    const caller = await as();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await seedRepository(caller.orgId)).id);
    const first = await list(caller, "?limit=2");
    const second = await list(caller, `?limit=2&cursor=${first.next_cursor}`);
    const third = await list(caller, `?limit=2&cursor=${second.next_cursor}`);
    const seen = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(seen).toEqual(ids.toReversed());
    expect(third.next_cursor).toBeNull();
  });

  it.each(["Alpha", "ALPHA", "ev/alph", "alpha-very-long-name-of-more-than-fifty-bytes-for-which-like-would-fail"])(
    "finds repositories by a part of the name: %s",
    async (q) => {
      const caller = await as();
      const name = "alpha-very-long-name-of-more-than-fifty-bytes-for-which-like-would-fail";
      await seedRepository(caller.orgId, { name, fullName: `dev/${name}` });
      await seedRepository(caller.orgId, { name: "beta%", fullName: "dev/beta%" });
      const { items } = await list(caller, `?q=${encodeURIComponent(q)}`);
      expect(items.map((item) => item.name)).toEqual([name]);
    },
  );

  it("takes the search for text, not for a pattern", async () => {
    const caller = await as();
    await seedRepository(caller.orgId, { name: "beta", fullName: "dev/beta" });
    expect((await list(caller, "?q=%25")).items).toEqual([]);
  });

  it("asks the database as often for fifty repositories as for one", async () => {
    const caller = await as();
    const prepare = vi.spyOn(env.DB, "prepare");
    await seedRepository(caller.orgId);
    prepare.mockClear();
    await list(caller, "?limit=100");
    const forOne = prepare.mock.calls.length;
    for (let index = 0; index < 50; index += 1) await seedRepository(caller.orgId);
    prepare.mockClear();
    expect((await list(caller, "?limit=100")).items).toHaveLength(51);
    expect(prepare.mock.calls.length).toBe(forOne);
  });
});

describe("the facts of a page", () => {
  it("are found through indexes by repository, never by reading all of an organization", async () => {
    const caller = await as();
    await seedRepository(caller.orgId);
    const prepare = vi.spyOn(env.DB, "prepare");
    await list(caller, "?limit=10");
    const statements = prepare.mock.calls.map(([text]) => text).filter((text) => text.includes("json_each"));
    prepare.mockRestore();
    const plans = await Promise.all(
      statements.map(async (text) => {
        const anything = Array.from(text.matchAll(/\?/g), () => "[]");
        const plan = env.DB.prepare(`explain query plan ${text}`).bind(...anything);
        return (await plan.all<{ detail: string }>()).results.map(({ detail }) => detail);
      }),
    );
    expect(plans).toHaveLength(3);
    expect(plans.flat().filter((step) => /\(org_id=\?\)|^SCAN (?!wanted)/.test(step))).toEqual([]);
  });
});

describe("a repository", () => {
  it("is read with its facts", async () => {
    const caller = await as({ role: "viewer" });
    const { id, fullName } = await seedRepository(caller.orgId);
    const one = await read<One>(await caller.get(`/api/repositories/${id}`));
    expect(one).toMatchObject({ id, full_name: fullName, health: null, active_job: null, last_pull_request: null });
  });

  it("has a history of its health, newest first", async () => {
    const caller = await as({ role: "viewer" });
    const { id } = await seedRepository(caller.orgId);
    await addHealth(caller.orgId, id, { overall: 60, at: 1_000 });
    await addHealth(caller.orgId, id, { overall: 75, at: 2_000 });
    const health = await read<z.infer<typeof RepositoryHealth>>(await caller.get(`/api/repositories/${id}/health`));
    expect(health.current?.scores.overall).toBe(75);
    expect(health.history.map(({ scores }) => scores.overall)).toEqual([75, 60]);
  });
});

describe("what GitHub offers", () => {
  const offered = async (caller: Caller) =>
    read<z.infer<typeof OfferedRepositories>>(await caller.get("/api/repositories/github"));

  it("marks private, archived, empty and connected repositories", async () => {
    const caller = await as({ github: {} });
    const hidden = await makeRepository({ private: true, files: { a: "a" } });
    const empty = await makeRepository();
    const old = await makeRepository({ files: { a: "a" } });
    await controlGithub("archive", { repo: old.fullName });
    const { id } = await seedReal(caller, hidden);
    const { items, missing_scopes, complete } = await offered(caller);
    const byName = (name: string) => items.find((item) => item.full_name === name);
    expect(byName(hidden.fullName)).toMatchObject({ private: true, connected_id: id, can_connect: true, empty: false });
    expect(byName(empty.fullName)).toMatchObject({ empty: true, connected_id: null });
    expect(byName(old.fullName)).toMatchObject({ archived: true, can_connect: false });
    expect({ missing_scopes, complete }).toEqual({ missing_scopes: [], complete: true });
  });

  it("says which scopes are missing", async () => {
    const caller = await as({ github: { scopes: ["read:user"] } });
    expect((await offered(caller)).missing_scopes).toEqual(["repo", "workflow"]);
  });

  it("passes on that GitHub refuses the token, with the way out", async () => {
    const caller = await as({ github: { login: "revoked" } });
    await controlGithub("revoke-token", { login: "revoked" });
    const response = await caller.get("/api/repositories/github");
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      type: "/problems/github_token_refused",
      action_url: expect.stringContaining("/api/auth/github"),
    });
    const again = await caller.get("/api/repositories/github");
    expect(await again.json()).toMatchObject({ type: "/problems/github_token_refused" });
  });
});

describe("disconnecting", () => {
  async function connected(caller: Caller) {
    const made = await makeRepository({ files: { a: "a" } });
    const github = await githubAs();
    const hook = await github.createHook(made, {
      url: `http://localhost:8787/h?${made.name}`,
      secret: "s",
      events: ["push"],
    });
    const { id } = await seedReal(caller, made, { id: hook.id });
    return { made, github, id };
  }

  const rowsLeft = async (orgId: string) => {
    const tables = [
      "repositories",
      "analyses",
      "jobs",
      "job_logs",
      "recommendations",
      "remediation_snippets",
      "pull_requests",
    ];
    const counts = await env.DB.batch<{ n: number }>(
      tables.map((table) => env.DB.prepare(`select count(*) as n from ${table} where org_id = ?`).bind(orgId)),
    );
    return counts.reduce((sum, { results }) => sum + (results[0]?.n ?? 0), 0);
  };

  it("removes the webhook and every row", async () => {
    const caller = await as({ github: {} });
    const { made, github, id } = await connected(caller);
    const analysis = await seedAnalysis(caller.orgId, { repositoryId: id });
    await seedPlan(caller.orgId, { repositoryId: id, analysisId: analysis.id });
    expect((await caller.delete(`/api/repositories/${id}`)).status).toBe(204);
    expect(await github.hooks(made)).toEqual([]);
    expect(await rowsLeft(caller.orgId)).toBe(0);
    expect((await caller.get(`/api/repositories/${id}`)).status).toBe(404);
  });

  it("keeps everything while GitHub does not answer", async () => {
    const caller = await as({ github: {} });
    const { made, id } = await connected(caller);
    await spoil(made, { preset: "unicorn", match: { method: "DELETE" } });
    expect((await caller.delete(`/api/repositories/${id}`)).status).toBe(502);
    expect((await caller.get(`/api/repositories/${id}`)).status).toBe(200);
    expect((await caller.delete(`/api/repositories/${id}`)).status).toBe(204);
  });

  it("works for a repository that is gone from GitHub", async () => {
    const caller = await as({ github: {} });
    const { made, id } = await connected(caller);
    await controlGithub("delete", { repo: made.fullName });
    await forgetRequests();
    expect((await caller.delete(`/api/repositories/${id}`)).status).toBe(204);
    expect((await requestsMade()).filter(({ method }) => method === "DELETE")).toEqual([]);
  });
});
