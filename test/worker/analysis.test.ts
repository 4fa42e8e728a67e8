import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { jobHandlers } from "../../worker/consumers/job-handlers.ts";
import { listEvents } from "../../worker/db/jobs.ts";
import {
  analyses,
  jobs,
  recommendations,
  remediationSnippets,
  repositories,
  repositoryHealth,
} from "../../worker/db/schema.ts";
import { startAnalysis } from "../../worker/services/analyses/start-analysis.ts";
import type { Ctx } from "../../worker/services/context.ts";
import { runJob } from "../../worker/services/jobs/run-job.ts";
import { as } from "./support/as.ts";
import { forgetRequests, type MadeRepository, makeRepository, requestsMade, spoil } from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { seedRepository } from "./support/seed-analysis.ts";

const FLAWED = {
  ".github/workflows/ci.yml":
    "on: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n      - run: npm install\n      - run: npm test\n",
  "package.json": '{"name":"flawed","version":"1.0.0"}\n',
  "package-lock.json": '{"name":"flawed","lockfileVersion":3,"packages":{}}\n',
};

type Connected = { ctx: Ctx; repositoryId: string; made: MadeRepository };

async function connected(files?: Record<string, string>): Promise<Connected> {
  vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
  const caller = await as({ github: {} });
  const made = await makeRepository(files ? { files } : {});
  const { ctx, id } = await seedRepository(caller, made);
  return { ctx, repositoryId: id, made };
}

async function analyse({ ctx, repositoryId }: Connected, type: "full" | "security" = "full") {
  const created = await startAnalysis(ctx, { repositoryId, type, trigger: "manual" });
  await runJob(ctx, created.jobId, jobHandlers);
  const [row] = await ctx.db
    .select()
    .from(analyses)
    .then((rows) => rows.filter(({ id }) => id === created.analysisId));
  const [job] = await ctx.db
    .select()
    .from(jobs)
    .then((rows) => rows.filter(({ id }) => id === created.jobId));
  if (!row || !job) throw new Error("The analysis is gone.");
  return { row, job };
}

describe("an analysis", () => {
  it("stores findings, proved fixes, health and the repository's last analysis, in at most four requests", async () => {
    const place = await connected(FLAWED);
    await forgetRequests();
    const { row, job } = await analyse(place);
    expect((await requestsMade()).length).toBeLessThanOrEqual(4);
    expect(job.state).toBe("completed");
    const found = await place.ctx.db.select().from(recommendations);
    const fixes = await place.ctx.db.select().from(remediationSnippets);
    expect(found.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        "missing-permissions",
        "missing-job-timeout",
        "redundant-triggers",
        "unlocked-dependency-install",
      ]),
    );
    expect(found.filter(({ remediationId }) => fixes.some(({ id }) => id === remediationId)).length).toBeGreaterThan(3);
    const [health] = await place.ctx.db.select().from(repositoryHealth);
    const [repository] = await place.ctx.db.select().from(repositories);
    expect(repository).toMatchObject({ lastAnalysisId: row.id, headSha: row.commitSha, openFindings: found.length });
    expect(health).toMatchObject({ analysisId: row.id, openFindings: found.length });
    expect(JSON.parse(row.scores ?? "{}")).toMatchObject({ overall: health?.overall });
  });

  it("of an unchanged repository costs one request and says the same", async () => {
    const place = await connected(FLAWED);
    const first = await analyse(place);
    await forgetRequests();
    const second = await analyse(place);
    expect(await requestsMade()).toMatchObject([{ method: "GET", status: 304 }]);
    expect(second.row).toMatchObject({
      commitSha: first.row.commitSha,
      scores: first.row.scores,
      snapshotKey: first.row.snapshotKey,
    });
  });

  it("tells its steps as they happen", async () => {
    const place = await connected(FLAWED);
    const { job } = await analyse(place);
    const events = await listEvents(place.ctx.data, job.id, { since: 0, limit: 100 });
    const steps = events.flatMap(({ step }) => (step ? [JSON.parse(step) as { key: string; status: string }] : []));
    expect(steps.map(({ key, status }) => `${key} ${status}`)).toEqual(
      ["resolve_commit", "list_files", "read_files", "run_rules", "ask_ai", "store_results"].flatMap((key) => [
        `${key} running`,
        `${key} done`,
      ]),
    );
  });

  it("of one axis leaves the repository's health alone", async () => {
    const place = await connected(FLAWED);
    const { row } = await analyse(place, "security");
    expect(row.completedAt).not.toBeNull();
    expect(await place.ctx.db.select().from(repositoryHealth)).toEqual([]);
    const found = await place.ctx.db.select().from(recommendations);
    expect(new Set(found.map(({ category }) => category))).toEqual(new Set(["security"]));
  });

  it("of a repository without commits is complete and says so", async () => {
    const place = await connected();
    const { row, job } = await analyse(place);
    expect(job.state).toBe("completed");
    expect(row.notes).toContain("empty_repository");
  });

  it("of a file that is not YAML is a finding, not a crash", async () => {
    const place = await connected({ ".github/workflows/x.yml": "on: [push\n\tjobs: {{{" });
    const { job } = await analyse(place);
    expect(job.state).toBe("completed");
    expect((await place.ctx.db.select().from(recommendations)).map(({ rule }) => rule)).toContain("yaml-syntax-error");
  });
});

describe("an analysis when GitHub fails", () => {
  it.each([
    ["unicorn", "retrying", "github_unavailable"],
    ["rate-primary", "retrying", "github_rate_limited"],
    ["bad-credentials", "dead_letter", "github_token_refused"],
  ])("with %s is %s", async (preset, state, code) => {
    const place = await connected(FLAWED);
    await spoil(place.made, { preset, times: -1 });
    const { job } = await analyse(place);
    expect(job).toMatchObject({ state, errorCode: code });
  });

  it("half-way with a revoked token marks the token and stores nothing", async () => {
    const place = await connected(FLAWED);
    await spoil(place.made, { preset: "bad-credentials", match: { path: "/graphql" }, times: -1 });
    await controlGithub("faults", { preset: "bad-credentials", match: { path: "/graphql" }, times: -1 });
    const { job } = await analyse(place);
    expect(job).toMatchObject({ state: "dead_letter", errorCode: "github_token_refused" });
    expect(await place.ctx.db.select().from(recommendations)).toEqual([]);
    const token = await env.DB.prepare("select state from github_tokens").first();
    expect(token).toEqual({ state: "refused" });
  });
});
