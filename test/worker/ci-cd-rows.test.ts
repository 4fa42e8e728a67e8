import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { artifactOf, NODE_APP, world } from "./support/generation.ts";
import { testCtx, testScope } from "./support/scope.ts";

async function count(table: string): Promise<unknown> {
  return (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n;
}

describe("rows of artifacts", () => {
  it("go with their repository, with the plans made of them", async () => {
    const here = await world(NODE_APP);
    const { id } = await artifactOf(here);
    expect((await here.caller.post(`/api/ci-cd/artifacts/${id}/apply`, {})).status).toBe(200);
    expect([await count("artifacts"), await count("pull_requests"), await count("repository_profiles")]).toEqual([
      1, 1, 1,
    ]);
    await env.DB.prepare("delete from repositories where id = ?").bind(here.repositoryId).run();
    expect([await count("artifacts"), await count("pull_requests"), await count("repository_profiles")]).toEqual([
      0, 0, 0,
    ]);
  });

  it("come of nothing but the newest worker: a second run of the same job stores nothing", async () => {
    const here = await world(NODE_APP);
    const { job_id: jobId } = await artifactOf(here);
    await runJob(testScope(), jobId ?? "", jobHandlers);
    expect(await count("artifacts")).toBe(1);
  });
});

describe("what is known of a repository", () => {
  it("is known after an analysis too", async () => {
    const here = await world(NODE_APP);
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const ctx = testCtx(here.caller);
    const { jobId } = await startAnalysis(ctx, { repositoryId: here.repositoryId, type: "full", trigger: "manual" });
    await runJob(testScope(), jobId, jobHandlers);
    const row = await env.DB.prepare("select commit_sha, facts from repository_profiles").first<{ facts: string }>();
    expect(row).toMatchObject({ commit_sha: here.made.sha });
    expect(JSON.parse(row?.facts ?? "")).toMatchObject({ languages: ["typescript"], packageManagers: ["npm"] });
  });
});

describe("the migration that brought artifacts", () => {
  it("keeps the pull requests that were there", async () => {
    await reset();
    const [init, state, ...rest] = env.MIGRATIONS;
    await applyD1Migrations(
      env.DB,
      [init, state].filter((one) => one !== undefined),
    );
    await env.DB.exec("insert into organizations (id, name, created_at) values ('o', 'o', 1)");
    await env.DB.exec(
      "insert into repositories (org_id, id, github_id, owner, name, full_name, is_private, is_archived, is_fork, html_url, state, connected_by, hook_secret, hook_secret_kid, connected_at, updated_at) values ('o', 'r', 1, 'o', 'n', 'o/n', 0, 0, 0, 'u', 'connected', 'x', 's', 'k', 1, 1)",
    );
    await env.DB.exec(
      "insert into jobs (org_id, id, repository_id, kind, trigger, state, input, correlation_id, created_at) values ('o', 'j', 'r', 'analysis', 'manual', 'completed', '{}', 'c', 1)",
    );
    await env.DB.exec(
      "insert into analyses (org_id, id, repository_id, job_id, type, created_at) values ('o', 'a', 'r', 'j', 'full', 1)",
    );
    await env.DB.exec(
      "insert into pull_requests (org_id, id, repository_id, analysis_id, plan_key, state, branch, base, base_commit, title, body, files, receipt, remediation_ids, number, requested_by, created_at, updated_at) values ('o', 'p', 'r', 'a', 'k', 'opened', 'b', 'main', 'c', 't', 'b', '[]', '{}', '[]', 7, 'u', 1, 1)",
    );
    await applyD1Migrations(env.DB, rest);
    const row = await env.DB.prepare("select id, analysis_id, artifact_id, number from pull_requests").first();
    expect(row).toEqual({ id: "p", analysis_id: "a", artifact_id: null, number: 7 });
  });
});
