import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import type { Plan } from "../../worker/http/schemas/analysis.ts";
import type { Problem } from "../../worker/http/schemas/common.ts";
import { as, type Caller } from "./support/as.ts";
import {
  forgetRequests,
  githubAs,
  type MadeRepository,
  makeRepository,
  pushTo,
  requestsMade,
  spoil,
} from "./support/github.ts";
import { controlGithub } from "./support/github-control.ts";
import { type SeededAnalysis, seedAnalysis } from "./support/seed-analysis.ts";

type PlanJson = z.infer<typeof Plan>;
type ProblemJson = z.infer<typeof Problem>;

const WORKFLOW = ".github/workflows/ci.yml";
const CI = `# Checks every push. cc @octocat
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: npm test
  lint:
    runs-on: ubuntu-24.04
    steps:
      - run: npm run lint
`;

type World = { readonly caller: Caller; readonly made: MadeRepository; readonly seeded: SeededAnalysis };

async function world(grant: Parameters<typeof as>[0] = { github: {} }): Promise<World> {
  const caller = await as(grant);
  const made = await makeRepository({ files: { [WORKFLOW]: CI } });
  return { caller, made, seeded: await seedAnalysis(caller, made) };
}

function apply({ caller, seeded }: World, body: unknown): Promise<Response> {
  return caller.post(`/api/analysis/${seeded.analysisId}/apply`, body);
}

async function plan(in_: World): Promise<PlanJson> {
  const response = await apply(in_, { remediation_ids: in_.seeded.remediationIds });
  expect(response.status).toBe(200);
  return response.json();
}

async function pulls({ made }: World): Promise<unknown[]> {
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${made.fullName}/pulls?state=all`, {
    headers: { "user-agent": "test" },
  });
  return response.json();
}

async function problem(response: Response): Promise<ProblemJson> {
  return response.json();
}

describe("planning a pull request", () => {
  it("shows files, receipt and text, and writes nothing to GitHub", async () => {
    const here = await world();
    await forgetRequests();
    const made = await plan(here);
    expect(made).toMatchObject({
      state: "planned",
      base: "main",
      base_commit: here.made.sha,
      files: [{ path: WORKFLOW, diff: expect.stringContaining("+    timeout-minutes:") }],
      pull_request: null,
    });
    expect(made.branch).toMatch(/^autodevops\/[0-9a-f]{12}$/);
    expect(made.remediation_ids.toSorted()).toEqual([...here.seeded.remediationIds].sort());
    expect(made.receipt.checks.every(({ passed }) => passed)).toBe(true);
    expect((await requestsMade()).filter(({ method, path }) => method !== "GET" && path !== "/graphql")).toEqual([]);
  });

  it("gives the same plan for the same choice", async () => {
    const here = await world();
    const [first, second] = await Promise.all([plan(here), plan(here)]);
    expect(second.id).toBe(first.id);
  });

  it("refuses a choice whose file changed since the analysis", async () => {
    const here = await world();
    await pushTo(here.made.fullName, { [WORKFLOW]: `${CI}# more\n` });
    const response = await apply(here, { remediation_ids: here.seeded.remediationIds });
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({
      type: "/problems/stale",
      detail: expect.stringContaining(WORKFLOW),
    });
  });

  it("goes on when only another file changed", async () => {
    const here = await world();
    const sha = await pushTo(here.made.fullName, { "README.md": "hello\n" });
    expect(await plan(here)).toMatchObject({ base_commit: sha });
  });

  it("knows no fix of another analysis", async () => {
    const here = await world();
    const other = await seedAnalysis(here.caller, await makeRepository({ files: { [WORKFLOW]: CI } }));
    const response = await apply(here, { remediation_ids: other.remediationIds });
    expect(response.status).toBe(404);
  });

  it("is not for viewers", async () => {
    const here = await world();
    const viewer = await as({ orgId: here.caller.orgId, role: "viewer", github: {} });
    const response = await apply({ ...here, caller: viewer }, { remediation_ids: here.seeded.remediationIds });
    expect(response.status).toBe(403);
  });
});

describe("opening the pull request of a plan", () => {
  it("leaves one branch with the planned files and one pull request", async () => {
    const here = await world();
    const planned = await plan(here);
    const response = await apply(here, { plan_id: planned.id });
    expect(response.status).toBe(200);
    const opened: PlanJson = await response.json();
    expect(opened).toMatchObject({
      state: "opened",
      pull_request: { number: 1, state: "open", branch: planned.branch },
    });
    expect(await pulls(here)).toMatchObject([
      { title: planned.title, body: planned.body, head: { ref: planned.branch }, base: { ref: "main" } },
    ]);
    const github = await githubAs();
    const sha = (await github.branchSha(here.made, planned.branch)) ?? "";
    const { entries } = await github.tree(here.made, sha, true);
    const blob = entries.find(({ path }) => path === WORKFLOW)?.sha ?? "";
    const [file] = await github.blobs(here.made, [blob]);
    expect(file?.text?.match(/timeout-minutes/g)).toHaveLength(2);
    expect(file?.text).toContain("# Checks every push. cc @octocat");
    expect(await github.branchSha(here.made, "main")).toBe(here.made.sha);
  });

  it("opens one pull request for two clicks at once and a third one later", async () => {
    const here = await world();
    const { id } = await plan(here);
    const clicks = await Promise.all([apply(here, { plan_id: id }), apply(here, { plan_id: id })]);
    const later = await apply(here, { plan_id: id });
    const numbers = await Promise.all([...clicks, later].map(async (click) => (await click.json()) as PlanJson));
    expect(numbers.map(({ pull_request }) => pull_request?.number)).toEqual([1, 1, 1]);
    expect(await pulls(here)).toHaveLength(1);
    const audited = await env.DB.prepare(
      "select count(*) as n from audit_log where action = 'pull_request.opened'",
    ).first();
    expect(audited).toEqual({ n: 1 });
  });

  it.each([
    ["the branch", "/git/refs"],
    ["the pull request", "/pulls"],
    ["the commit", "/git/commits"],
  ])("opens one pull request although the answer for %s got lost", async (_case, path) => {
    const here = await world();
    const { id } = await plan(here);
    const match = { method: "POST", path: `/repos/${here.made.fullName}${path}` };
    await spoil(here.made, { match, action: { after: "apply", status: 502, body: {} } });
    const first = await apply(here, { plan_id: id });
    const second = await apply(here, { plan_id: id });
    expect([200, 502]).toContain(first.status);
    expect(second.status).toBe(200);
    expect(await pulls(here)).toHaveLength(1);
  });

  it("goes on after a failure in the middle", async () => {
    const here = await world();
    const { id } = await plan(here);
    const match = { method: "POST", path: `/repos/${here.made.fullName}/pulls` };
    await spoil(here.made, { match, action: { status: 503, body: {} } });
    expect((await apply(here, { plan_id: id })).status).toBe(502);
    const again: PlanJson = await (await apply(here, { plan_id: id })).json();
    expect(again).toMatchObject({ state: "opened", pull_request: { number: 1 } });
  });

  it("takes another name when the branch belongs to somebody else", async () => {
    const here = await world();
    const { id, branch } = await plan(here);
    await pushTo(here.made.fullName, { "theirs.txt": "x\n" }, branch);
    const opened: PlanJson = await (await apply(here, { plan_id: id })).json();
    expect(opened).toMatchObject({ branch: `${branch}-2`, pull_request: { branch: `${branch}-2` } });
  });

  it("takes another name when somebody else was a moment faster", async () => {
    const here = await world();
    const { id, branch } = await plan(here);
    await spoil(here.made, {
      preset: "ref-race",
      match: { method: "POST", path: `/repos/${here.made.fullName}/git/refs` },
    });
    const opened: PlanJson = await (await apply(here, { plan_id: id })).json();
    expect([branch, `${branch}-2`]).toContain(opened.branch);
    expect(await pulls(here)).toHaveLength(1);
  });

  it("asks for the workflow scope before it writes anything", async () => {
    const here = await world({ github: { scopes: ["repo"] } });
    const { id } = await plan(here);
    await forgetRequests();
    const response = await apply(here, { plan_id: id });
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({
      type: "/problems/missing_scope",
      action_url: `/api/auth/github?access=repositories&return_to=${encodeURIComponent(`/analysis/${here.seeded.analysisId}`)}`,
    });
    expect((await requestsMade()).filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("refuses for an archived repository, with the reason", async () => {
    const here = await world();
    const { id } = await plan(here);
    await controlGithub("archive", { repo: here.made.fullName });
    const response = await apply(here, { plan_id: id });
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ type: "/problems/repository_archived" });
  });

  it("refuses for a user without the right to push, although the organization has a token", async () => {
    const here = await world();
    const { id } = await plan(here);
    const stranger = await as({ orgId: here.caller.orgId, role: "member", github: { login: "stranger" } });
    const response = await apply({ ...here, caller: stranger }, { plan_id: id });
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({ type: "/problems/github_permission" });
    expect(await pulls(here)).toEqual([]);
  });

  it.each([
    ["for no reason", "422-generic", "/git/refs", "github_invalid"],
    ["by a rule about branches", "rule-violation", "/git/refs", "github_rule"],
    ["by a rule about commits", "rule-violation", "/git/commits", "github_rule"],
  ])("says so when GitHub refuses it %s, asks once, and can be tried again", async (...row) => {
    const [, preset, path, type] = row;
    const here = await world();
    const { id } = await plan(here);
    const match = { method: "POST", path: `/repos/${here.made.fullName}${path}` };
    await spoil(here.made, { preset, match });
    await forgetRequests();
    const response = await apply(here, { plan_id: id });
    expect(await problem(response)).toMatchObject({ status: 409, type: `/problems/${type}` });
    expect((await requestsMade()).filter((made) => made.method === "POST" && made.path === match.path)).toHaveLength(1);
    expect((await apply(here, { plan_id: id })).status).toBe(200);
  });

  it("refuses when a planned file changed since the plan", async () => {
    const here = await world();
    const { id, branch } = await plan(here);
    await pushTo(here.made.fullName, { [WORKFLOW]: `${CI}# more\n` });
    const response = await apply(here, { plan_id: id });
    expect(await problem(response)).toMatchObject({ type: "/problems/stale" });
    expect(await (await githubAs()).branchSha(here.made, branch)).toBeNull();
  });

  it("knows no plan of another analysis", async () => {
    const here = await world();
    const { id } = await plan(here);
    const other = await seedAnalysis(here.caller, await makeRepository({ files: { [WORKFLOW]: CI } }));
    const response = await here.caller.post(`/api/analysis/${other.analysisId}/apply`, { plan_id: id });
    expect(response.status).toBe(404);
  });

  it("follows a repository that was renamed since the plan", async () => {
    const here = await world();
    const { id } = await plan(here);
    await controlGithub("rename", { repo: here.made.fullName, name: `${here.made.name}-new` });
    const opened: PlanJson = await (await apply(here, { plan_id: id })).json();
    expect(opened.pull_request?.url).toContain(`${here.made.name}-new`);
  });
});

describe("verifying a receipt", () => {
  it("holds for a stored fix, without asking GitHub for what is cached", async () => {
    const here = await world();
    await forgetRequests();
    const response = await here.caller.post(`/api/remediations/${here.seeded.remediationIds[0]}/verify`);
    expect(await response.json()).toMatchObject({ valid: true });
    expect(await requestsMade()).toEqual([]);
  });

  it("does not hold once the stored edits are others", async () => {
    const here = await world();
    const [id] = here.seeded.remediationIds;
    await env.DB.prepare("update remediation_snippets set edits = replace(edits, 'timeout', 'time-out') where id = ?")
      .bind(id)
      .run();
    const response = await here.caller.post(`/api/remediations/${id}/verify`);
    expect(await response.json()).toMatchObject({ valid: false });
  });
});
