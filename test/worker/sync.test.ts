import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createJob } from "../../worker/services/jobs/create-job.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { runSync } from "../../worker/services/sync/run-sync.ts";
import { as, type Caller } from "./support/as.ts";
import { forgetRequests, type MadeRepository, makeRepository, pushTo, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { testCtx, testScope } from "./support/scope.ts";
import { seedAnalysis } from "./support/seed-analysis.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const CI = "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n";
const FILES = { [WORKFLOW]: CI, "README.md": "hello\n", "assets/a.bin": "a" };

const unused = async () => {
  throw new Error("Only syncs run here.");
};
const HANDLERS = { analysis: unused, sync: runSync, ci_generation: unused };

beforeEach(() => {
  const sent = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  vi.spyOn(env.Q_SYNC, "send").mockResolvedValue(sent);
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue(sent);
});

type World = { caller: Caller; made: MadeRepository; repositoryId: string };

async function world(grant = {}): Promise<World> {
  const caller = await as({ github: grant });
  const made = await makeRepository({ files: FILES });
  const { repositoryId } = await seedAnalysis(caller, made);
  return { caller, made, repositoryId };
}

/** Runs one sync through, as the consumer would. */
async function sync({ caller, repositoryId }: World, trigger: "push" | "manual" = "push") {
  const { jobId } = await createJob(testCtx(caller), { kind: "sync", trigger, repositoryId });
  await runJob(testScope(), jobId, HANDLERS);
  const job = await env.DB.prepare("select * from jobs where id = ?").bind(jobId).first<Record<string, unknown>>();
  if (!job) throw new Error("The job is gone.");
  return job;
}

async function rowOf({ repositoryId }: World) {
  return env.DB.prepare("select * from repositories where id = ?").bind(repositoryId).first<Record<string, unknown>>();
}

async function pendingAnalyses({ repositoryId }: World) {
  const statement = env.DB.prepare(
    "select trigger from jobs where repository_id = ? and kind = 'analysis' and state = 'pending'",
  );
  return (await statement.bind(repositoryId).all()).results;
}

describe("a sync", () => {
  it("finds nothing to do for an unchanged repository, in two requests", async () => {
    const here = await world();
    await sync(here);
    await forgetRequests();
    expect(await sync(here)).toMatchObject({ state: "completed" });
    expect(await requestsMade()).toMatchObject([
      { method: "GET", path: expect.stringMatching(/^\/repositor/), status: 200 },
      { method: "GET", path: `/repos/${here.made.fullName}/git/ref/heads/main`, status: 304 },
    ]);
    expect(await pendingAnalyses(here)).toEqual([]);
  });

  it("starts an analysis when a file changed that rules read, and remembers the head", async () => {
    const here = await world();
    const sha = await pushTo(here.made.fullName, { [WORKFLOW]: `${CI}# more\n` });
    await sync(here);
    expect(await pendingAnalyses(here)).toEqual([{ trigger: "push" }]);
    expect(await rowOf(here)).toMatchObject({
      head_sha: sha,
      head_etag: expect.any(String),
      synced_at: expect.any(Number),
    });
  });

  it("starts none when only other files changed", async () => {
    const here = await world();
    const sha = await pushTo(here.made.fullName, { "assets/a.bin": "b" });
    await sync(here);
    expect(await pendingAnalyses(here)).toEqual([]);
    expect(await rowOf(here)).toMatchObject({ head_sha: sha });
  });

  it("starts one analysis for many pushes", async () => {
    const here = await world();
    for (const text of ["one", "two", "three"]) {
      await pushTo(here.made.fullName, { [WORKFLOW]: `${CI}# ${text}\n` });
      await sync(here);
    }
    expect(await pendingAnalyses(here)).toHaveLength(1);
  });

  it("follows a new name", async () => {
    const here = await world();
    const name = `${here.made.name}-new`;
    await controlGithub("rename", { repo: here.made.fullName, name });
    await sync(here, "manual");
    expect(await rowOf(here)).toMatchObject({ name, full_name: `dev/${name}`, state: "connected" });
  });

  it("notes that a repository was archived", async () => {
    const here = await world();
    await controlGithub("archive", { repo: here.made.fullName });
    await sync(here);
    expect(await rowOf(here)).toMatchObject({ is_archived: 1 });
  });

  it("marks a repository gone that GitHub no longer shows", async () => {
    const here = await world();
    await controlGithub("delete", { repo: here.made.fullName });
    expect(await sync(here)).toMatchObject({ state: "completed" });
    expect(await rowOf(here)).toMatchObject({ state: "gone" });
    expect(await pendingAnalyses(here)).toEqual([]);
  });

  it("marks a repository suspended while its organization keeps us out, and connected again afterwards", async () => {
    const here = await world();
    const match = { path: `/repositories/${here.made.githubId}` };
    await spoil(here.made, { preset: "oauth-app-restricted", match });
    await sync(here);
    expect(await rowOf(here)).toMatchObject({ state: "suspended" });
    await sync(here);
    expect(await rowOf(here)).toMatchObject({ state: "connected" });
  });

  it("waits for GitHub's rate limit without spending an attempt", async () => {
    const here = await world();
    await spoil(here.made, { preset: "rate-primary" });
    expect(await sync(here)).toMatchObject({ state: "retrying", error_code: "github_rate_limited", attempt: 0 });
  });

  it("is tried again when GitHub does not answer", async () => {
    const here = await world();
    await spoil(here.made, { preset: "unicorn", times: 3 });
    expect(await sync(here)).toMatchObject({ state: "retrying", error_code: "github_unavailable", attempt: 1 });
  });

  it("is set aside when GitHub refuses the token", async () => {
    const here = await world({ login: "leaver" });
    await controlGithub("revoke-token", { login: "leaver" });
    expect(await sync(here)).toMatchObject({ state: "dead_letter", error_code: "github_token_refused" });
    expect(await rowOf(here)).toMatchObject({ state: "connected" });
  });
});

describe("the route for a sync", () => {
  it("answers with the job, the waiting one when there is one", async () => {
    const here = await world();
    const first = await here.caller.post(`/api/repositories/${here.repositoryId}/sync`);
    expect(first.status).toBe(202);
    const { job_id } = await first.json<{ job_id: string }>();
    const second = await here.caller.post(`/api/repositories/${here.repositoryId}/sync`);
    expect(await second.json()).toEqual({ job_id, analysis_id: null, coalesced: true });
  });
});
