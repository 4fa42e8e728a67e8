import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import type {
  Analysis,
  AnalysisPage,
  RecommendationPage,
  RemediationPage,
} from "../../worker/http/schemas/analysis.ts";
import type { JobAccepted } from "../../worker/http/schemas/repositories.ts";
import { as, type Caller } from "./support/as.ts";
import {
  seedAnalysis,
  seedJob,
  seedPlan,
  seedRecommendation,
  seedRemediation,
  seedRepository,
} from "./support/seed.ts";

type One = z.infer<typeof Analysis>;
type Fixes = z.infer<typeof RemediationPage>;

async function read<T>(caller: Caller, path: string): Promise<T> {
  const response = await caller.get(path);
  expect(response.status).toBe(200);
  return response.json();
}

const findings = (caller: Caller, id: string, query = "") =>
  read<z.infer<typeof RecommendationPage>>(caller, `/api/analysis/${id}/recommendations${query}`);
const fixes = (caller: Caller, id: string, query = "") =>
  read<Fixes>(caller, `/api/analysis/${id}/remediations${query}`);

/** Five findings: position, severity and category differ. */
async function seedFindings(orgId: string, analysisId: string) {
  const kinds = [
    ["high", "security"],
    ["low", "security"],
    ["high", "ci_cd"],
    ["medium", "performance"],
    ["high", "security"],
  ] as const;
  const ids: string[] = [];
  for (const [position, [severity, category]] of kinds.entries()) {
    ids.push((await seedRecommendation(orgId, { analysisId, position, severity, category })).id);
  }
  return ids;
}

describe("an analysis", () => {
  it("is shown with its scores, counts, notes and the state of its job", async () => {
    const caller = await as({ role: "viewer" });
    const repository = await seedRepository(caller.orgId);
    const note = { code: "file_too_large", path: "a.yml", detail: "The file is larger than we read." };
    const { id } = await seedAnalysis(caller.orgId, { repositoryId: repository.id, notes: JSON.stringify([note]) });
    await seedRemediation(caller.orgId, { analysisId: id });
    expect(await read<One>(caller, `/api/analysis/${id}`)).toMatchObject({
      id,
      repository: repository.fullName,
      trigger: "manual",
      state: "completed",
      phase: "completed",
      scores: { overall: 90, security: 90, ci_cd: 90, performance: null, quality: null },
      counts: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
      remediations_total: 1,
      notes: [note],
      error: null,
    });
  });

  it("has no result yet while it runs, and says why when it failed", async () => {
    const caller = await as({ role: "viewer" });
    const { id: repositoryId } = await seedRepository(caller.orgId);
    const failure = { state: "dead_letter", errorCode: "github_token_refused", errorDetail: "Sign in again." } as const;
    const job = await seedJob(caller.orgId, { repositoryId, ...failure });
    const none = { scores: null, counts: null, notes: null, ruleSetVersion: null, commitSha: null, completedAt: null };
    const { id } = await seedAnalysis(caller.orgId, { repositoryId, jobId: job.id, ...none, filesRead: null });
    expect(await read<One>(caller, `/api/analysis/${id}`)).toMatchObject({
      state: "dead_letter",
      phase: "failed",
      scores: null,
      counts: null,
      notes: [],
      error: { code: "github_token_refused", detail: "Sign in again." },
      completed_at: null,
    });
    const response = await caller.get(`/api/analysis/${id}/sarif`);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("Wait until it is completed") });
  });

  it("of a repository come newest first, page by page, without those of others", async () => {
    const caller = await as({ role: "viewer" });
    const { id: repositoryId } = await seedRepository(caller.orgId);
    const ids: string[] = [];
    for (const createdAt of [1_000, 3_000, 2_000]) {
      ids.push((await seedAnalysis(caller.orgId, { repositoryId, createdAt })).id);
    }
    await seedAnalysis(caller.orgId);
    const path = `/api/analysis/repository/${repositoryId}?limit=2`;
    const first = await read<z.infer<typeof AnalysisPage>>(caller, path);
    const second = await read<z.infer<typeof AnalysisPage>>(caller, `${path}&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(second.next_cursor).toBeNull();
  });

  it("is started once for two equal requests", async () => {
    vi.spyOn(env.Q_ANALYSIS, "send").mockResolvedValue({} as never);
    const caller = await as({ role: "member" });
    const { id } = await seedRepository(caller.orgId);
    const start = async () => {
      const response = await caller.post("/api/analysis", { repository_id: id, type: "security" });
      expect(response.status).toBe(202);
      return response.json() as Promise<z.infer<typeof JobAccepted>>;
    };
    const [first, second] = [await start(), await start()];
    expect(second).toEqual({ ...first, coalesced: true });
    expect(await read<One>(caller, `/api/analysis/${first.analysis_id}`)).toMatchObject({
      repository_id: id,
      type: "security",
      phase: "queued",
    });
  });
});

describe("the findings of an analysis", () => {
  it("carry title and reason of their rule, evidence, and the fix", async () => {
    const caller = await as({ role: "viewer" });
    const analysis = await seedAnalysis(caller.orgId);
    const fix = await seedRemediation(caller.orgId, { analysisId: analysis.id });
    const evidence = JSON.stringify([{ path: "ci.yml", line: 3, endLine: 4, quote: "a\nb" }]);
    await seedRecommendation(caller.orgId, { analysisId: analysis.id, evidence, remediationId: fix.id });
    const { items } = await findings(caller, analysis.id);
    expect(items).toMatchObject([
      {
        rule: "missing-job-timeout",
        title: expect.stringMatching(/./),
        why: expect.stringMatching(/./),
        evidence: [{ path: "ci.yml", line: 3, end_line: 4, quote: "a\nb" }],
        remediation_id: fix.id,
      },
    ]);
    expect(items[0]?.title).not.toBe("missing-job-timeout");
  });

  it("of a rule that is no longer there are still told", async () => {
    const caller = await as({ role: "viewer" });
    const { analysisId } = await seedRecommendation(caller.orgId, { rule: "retired-rule" });
    expect((await findings(caller, analysisId)).items).toMatchObject([{ title: "retired-rule", why: "" }]);
  });

  it.each([
    ["", [0, 1, 2, 3, 4]],
    ["?severity=high", [0, 2, 4]],
    ["?category=security", [0, 1, 4]],
    ["?severity=high&category=security", [0, 4]],
    ["?severity=critical", []],
  ])("are filtered by %s, in the engine's order", async (query, positions) => {
    const caller = await as({ role: "viewer" });
    const { id } = await seedAnalysis(caller.orgId);
    const ids = await seedFindings(caller.orgId, id);
    const { items } = await findings(caller, id, query);
    expect(items.map((item) => item.id)).toEqual(positions.map((position) => ids[position]));
  });

  it("keep their filter from page to page", async () => {
    const caller = await as({ role: "viewer" });
    const { id } = await seedAnalysis(caller.orgId);
    const ids = await seedFindings(caller.orgId, id);
    const first = await findings(caller, id, "?severity=high&limit=2");
    const second = await findings(caller, id, `?severity=high&limit=2&cursor=${first.next_cursor}`);
    expect([first, second].map(({ items }) => items.map((item) => item.id))).toEqual([[ids[0], ids[2]], [ids[4]]]);
    expect(second.next_cursor).toBeNull();
  });

  it("refuse an unknown severity and the cursor of another analysis", async () => {
    const caller = await as({ role: "viewer" });
    const [one, other] = [await seedAnalysis(caller.orgId), await seedAnalysis(caller.orgId)];
    await seedFindings(caller.orgId, one.id);
    const { next_cursor } = await findings(caller, one.id, "?limit=1");
    for (const query of ["severity=dreadful", `cursor=${next_cursor}`]) {
      expect((await caller.get(`/api/analysis/${other.id}/recommendations?${query}`)).status).toBe(422);
    }
  });
});

describe("the fixes of an analysis", () => {
  it("name the findings that they resolve and show their receipt", async () => {
    const caller = await as({ role: "viewer" });
    const { id: analysisId } = await seedAnalysis(caller.orgId);
    const one = await seedRecommendation(caller.orgId, { analysisId });
    const two = await seedRecommendation(caller.orgId, { analysisId, position: 1 });
    const resolves = JSON.stringify([two.fingerprint, one.fingerprint]);
    const fix = await seedRemediation(caller.orgId, { analysisId, resolves, diff: "-a\n+b\n" });
    const { items } = await fixes(caller, analysisId);
    expect(items).toMatchObject([
      {
        id: fix.id,
        resolves: [two.id, one.id],
        diff: "-a\n+b\n",
        receipt: { findings_before: 1, findings_after: 0, checks: [{ name: "parses", passed: true }] },
        pull_request: null,
      },
    ]);
    expect(await read<Fixes>(caller, `/api/remediations?analysis_id=${analysisId}`)).toEqual({
      items,
      next_cursor: null,
    });
  });

  it("page in the engine's order", async () => {
    const caller = await as({ role: "viewer" });
    const { id: analysisId } = await seedAnalysis(caller.orgId);
    const [last, first] = [
      await seedRemediation(caller.orgId, { analysisId, position: 1 }),
      await seedRemediation(caller.orgId, { analysisId, position: 0 }),
    ];
    const page = await fixes(caller, analysisId, "?limit=1");
    const next = await read<Fixes>(
      caller,
      `/api/remediations?analysis_id=${analysisId}&limit=1&cursor=${page.next_cursor}`,
    );
    expect([page.items[0]?.id, next.items[0]?.id]).toEqual([first.id, last.id]);
    expect(next.next_cursor).toBeNull();
  });

  it("show the pull request opened last of those that carry them, and none of a plan", async () => {
    const caller = await as({ role: "viewer" });
    const { id: analysisId, repositoryId } = await seedAnalysis(caller.orgId);
    const [planned, opened] = [
      await seedRemediation(caller.orgId, { analysisId, position: 0 }),
      await seedRemediation(caller.orgId, { analysisId, position: 1 }),
    ];
    const plan = (ids: string[], change: object) =>
      seedPlan(caller.orgId, { analysisId, repositoryId, remediationIds: JSON.stringify(ids), ...change });
    const pull = (number: number, openedAt: number) => ({
      state: "opened" as const,
      number,
      url: `https://github.example.com/${number}`,
      pullState: "open" as const,
      openedAt,
    });
    await plan([opened.id], pull(8, 2_000));
    await plan([opened.id], pull(7, 1_000));
    await plan([planned.id, opened.id], {});
    const { items } = await fixes(caller, analysisId);
    expect(items.map(({ pull_request }) => pull_request?.number ?? null)).toEqual([null, 8]);
    expect(items[1]?.pull_request).toMatchObject({ state: "open", created_at: new Date(2_000).toISOString() });
  });
});

describe("what is read of an analysis", () => {
  it("belongs to its organization alone", async () => {
    const owner = await as();
    const { analysisId } = await seedRecommendation(owner.orgId);
    const { repositoryId } = await seedAnalysis(owner.orgId);
    const stranger = await as();
    const paths = [
      ...["", "/recommendations", "/remediations", "/sarif"].map((part) => `/api/analysis/${analysisId}${part}`),
      `/api/analysis/repository/${repositoryId}`,
      `/api/remediations?analysis_id=${analysisId}`,
    ];
    for (const path of paths) {
      expect({ path, status: (await stranger.get(path)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await owner.get(path)).status }).toEqual({ path, status: 200 });
    }
    const start = { repository_id: repositoryId, type: "full" };
    expect((await stranger.post("/api/analysis", start)).status).toBe(404);
  });
});
