import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type * as z from "zod";
import type { ArtifactPlan } from "../../worker/http/schemas/ci-cd.ts";
import { as } from "./support/as.ts";
import {
  type ArtifactJson,
  artifactOf,
  artifactsOf,
  NODE_APP,
  refusal,
  type World,
  world,
} from "./support/generation.ts";
import { forgetRequests, githubAs, pushTo, requestsMade, spoil } from "./support/github.ts";
import { seedAnalysis } from "./support/seed-analysis.ts";

type PlanJson = z.infer<typeof ArtifactPlan>;
type Ready = World & { readonly artifact: ArtifactJson };

const WORKFLOW = ".github/workflows/ci.yml";

// Each test generates first: several times the work of others.
vi.setConfig({ testTimeout: 20_000 });

async function ready(grant?: Parameters<typeof as>[0]): Promise<Ready> {
  const here = await world(NODE_APP, grant);
  return { ...here, artifact: await artifactOf(here) };
}

function apply({ caller, artifact }: Ready, body: unknown = {}): Promise<Response> {
  return caller.post(`/api/ci-cd/artifacts/${artifact.id}/apply`, body);
}

async function plan(here: Ready, body: unknown = {}): Promise<PlanJson> {
  const response = await apply(here, body);
  expect(response.status).toBe(200);
  return response.json();
}

async function pulls({ made }: World): Promise<unknown[]> {
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${made.fullName}/pulls?state=all`, {
    headers: { "user-agent": "test" },
  });
  return response.json();
}

function textOf({ artifact }: Ready): string {
  return artifact.files[0]?.text ?? "";
}

describe("planning the pull request of an artifact", () => {
  it("shows the diff, every job and the checks, and writes nothing to GitHub", async () => {
    const here = await ready();
    await forgetRequests();
    const planned = await plan(here);
    expect(planned).toMatchObject({
      artifact_id: here.artifact.id,
      state: "planned",
      base: "main",
      base_commit: here.made.sha,
      title: "Add a GitHub Actions pipeline",
      pull_request: null,
    });
    expect(planned.files.map(({ path }) => path)).toEqual(here.artifact.files.map(({ path }) => path));
    expect(planned.files[0]).toMatchObject({ path: WORKFLOW, diff: expect.stringContaining("--- /dev/null") });
    expect(planned.branch).toMatch(/^autodevops\/[0-9a-f]{12}$/);
    for (const { why } of here.artifact.jobs) expect(planned.body).toContain(why.split(/[`.]/)[0]);
    expect(planned.body).toContain("npm ci");
    expect(planned.receipt.checks.every(({ passed }) => passed)).toBe(true);
    expect((await requestsMade()).filter(({ method, path }) => method !== "GET" && path !== "/graphql")).toEqual([]);
  });

  it("gives the same plan twice", async () => {
    const here = await ready();
    const [first, second] = await Promise.all([plan(here), plan(here)]);
    expect(second.id).toBe(first.id);
  });

  it("takes an edited text, which becomes an artifact of its own", async () => {
    const here = await ready();
    const text = `# Edited by hand.\n${textOf(here).replace("run: npm test", "run: npm test -- --all")}`;
    const planned = await plan(here, { files: [{ path: WORKFLOW, text }] });
    expect(planned.artifact_id).not.toBe(here.artifact.id);
    expect(planned.files[0]?.diff).toContain("+# Edited by hand.");
    expect(planned.body).toContain("edited by hand");
    expect(planned.body).toContain("`npm test -- --all`");
    expect(planned.body).toContain(here.artifact.jobs[0]?.why.split(/[`.]/)[0]);
    const { items } = await artifactsOf(here);
    expect(items.map(({ origin }) => origin)).toEqual(["edited", "rules"]);
    expect((await plan(here, { files: [{ path: WORKFLOW, text }] })).id).toBe(planned.id);
  });

  it("takes the same edit twice at once as one", async () => {
    const here = await ready();
    const files = [{ path: WORKFLOW, text: `# Edited by hand.\n${textOf(here)}` }];
    const plans = await Promise.all([plan(here, { files }), plan(here, { files }), plan(here, { files })]);
    expect(new Set(plans.map(({ id }) => id)).size).toBe(1);
    expect((await artifactsOf(here)).items).toHaveLength(2);
  });

  it.each([
    ["YAML that does not parse", "on: [push\njobs: {{{\n"],
    ["what is no workflow", "on: push\njobs:\n  a:\n    stepz: []\n"],
    ["nothing", ""],
  ])("refuses an edited text with %s, naming the places", async (_case, text) => {
    const here = await ready();
    const { errors } = await refusal(await apply(here, { files: [{ path: WORKFLOW, text }] }), 422);
    expect(errors?.[0]).toMatchObject({ path: expect.stringMatching(/^\.github\/workflows\/ci\.yml:\d+:\d+$/) });
    expect((await artifactsOf(here)).items).toHaveLength(1);
  });

  it("refuses a file that the artifact does not have", async () => {
    const here = await ready();
    const files = [{ path: ".github/workflows/other.yml", text: "on: push\n" }];
    expect(await refusal(await apply(here, { files }), 422)).toMatchObject({ errors: [{ path: "files.0.path" }] });
    const outside = [{ path: "src/index.ts", text: "x" }];
    expect((await apply(here, { files: outside })).status).toBe(422);
  });

  it("refuses when somebody wrote the file meanwhile", async () => {
    const here = await ready();
    await pushTo(here.made.fullName, { [WORKFLOW]: "on: push\njobs: {}\n" });
    const problem = await refusal(await apply(here), 409);
    expect(problem).toMatchObject({ type: "/problems/stale", detail: expect.stringContaining("Generate it again") });
  });

  it("has nothing to do when the branch has the file already", async () => {
    const here = await ready();
    const files = Object.fromEntries(here.artifact.files.map(({ path, text }) => [path, text]));
    await pushTo(here.made.fullName, files);
    expect(await refusal(await apply(here), 409)).toMatchObject({ type: "/problems/nothing_to_change" });
  });

  it("goes on when only another file changed", async () => {
    const here = await ready();
    const sha = await pushTo(here.made.fullName, { "README.md": "hello\n" });
    expect(await plan(here)).toMatchObject({ base_commit: sha });
  });

  it("is not for viewers", async () => {
    const here = await ready();
    const viewer = await as({ orgId: here.caller.orgId, role: "viewer", github: {} });
    expect((await apply({ ...here, caller: viewer })).status).toBe(403);
  });
});

describe("an artifact for a repository that has a pipeline", () => {
  const EXISTING = `# Ours, with care.
name: Build
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.event.pull_request.number || github.run_id }}
  cancel-in-progress: true
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: echo build
`;

  it("adds what is missing and leaves the rest alone", async () => {
    const here = await world({ ...NODE_APP, [WORKFLOW]: EXISTING });
    const artifact = await artifactOf(here);
    const planned = await plan({ ...here, artifact });
    expect(planned.title).toBe(`Update the pipeline in ${WORKFLOW}`);
    const { diff } = planned.files.find(({ path }) => path === WORKFLOW) ?? { diff: "" };
    expect(diff.split("\n").filter((line) => /^-(?!--)/.test(line))).toEqual([]);
    expect(diff).toContain("npm test");
  });

  it("is stale once that pipeline changed", async () => {
    const here = await world({ ...NODE_APP, [WORKFLOW]: EXISTING });
    const artifact = await artifactOf(here);
    await pushTo(here.made.fullName, { [WORKFLOW]: EXISTING.replace("echo build", "echo more") });
    const problem = await refusal(await apply({ ...here, artifact }), 409);
    expect(problem).toMatchObject({ type: "/problems/stale", detail: expect.stringContaining(WORKFLOW) });
  });

  it("may be another platform's in the words of this one", async () => {
    const here = await world({ ...NODE_APP, [WORKFLOW]: EXISTING });
    const artifact = await artifactOf(here, { platform: "gitlab", convert_from: "github" });
    expect(artifact.files[0]).toMatchObject({ path: ".gitlab-ci.yml", text: expect.stringContaining("echo build") });
    expect(artifact.files[0]?.text).not.toContain("npm test");
  });
});

describe("opening the pull request of an artifact", () => {
  it("leaves one branch with the file and one pull request, and the default branch alone", async () => {
    const here = await ready();
    const planned = await plan(here);
    const opened = await plan(here, { plan_id: planned.id });
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
    const [file] = await github.blobs(here.made, [entries.find(({ path }) => path === WORKFLOW)?.sha ?? ""]);
    expect(file?.text).toBe(textOf(here));
    expect(await github.branchSha(here.made, "main")).toBe(here.made.sha);
    expect((await artifactsOf(here)).items[0]?.pull_request).toMatchObject({ number: 1 });
  });

  it("opens one pull request for two clicks at once and a third one later", async () => {
    const here = await ready();
    const { id } = await plan(here);
    const clicks = await Promise.all([apply(here, { plan_id: id }), apply(here, { plan_id: id })]);
    const later = await apply(here, { plan_id: id });
    const answers = await Promise.all([...clicks, later].map((click) => click.json<PlanJson>()));
    expect(answers.map(({ pull_request }) => pull_request?.number)).toEqual([1, 1, 1]);
    expect(await pulls(here)).toHaveLength(1);
  });

  it("gives the open pull request again for the same text, although the branch moved and it was written anew", async () => {
    const here = await ready();
    const { id } = await plan(here);
    await plan(here, { plan_id: id });
    await pushTo(here.made.fullName, { "README.md": "hello\n" });
    const again = { ...here, artifact: await artifactOf(here) };
    expect(again.artifact.id).not.toBe(here.artifact.id);
    expect(await plan(again)).toMatchObject({ id, state: "opened", pull_request: { number: 1 } });
    expect(await plan(again, { plan_id: id })).toMatchObject({ id, pull_request: { number: 1 } });
    expect(await pulls(here)).toHaveLength(1);
  });

  it("goes on after a failure in the middle", async () => {
    const here = await ready();
    const { id } = await plan(here);
    const match = { method: "POST", path: `/repos/${here.made.fullName}/pulls` };
    await spoil(here.made, { match, action: { status: 503, body: {} } });
    expect((await apply(here, { plan_id: id })).status).toBe(502);
    expect(await plan(here, { plan_id: id })).toMatchObject({ pull_request: { number: 1 } });
  });

  it("asks for the workflow scope before it writes anything", async () => {
    const here = await ready({ github: { scopes: ["repo"] } });
    const { id } = await plan(here);
    await forgetRequests();
    const problem = await refusal(await apply(here, { plan_id: id }), 403);
    expect(problem).toMatchObject({
      type: "/problems/missing_scope",
      action_url: expect.stringContaining(encodeURIComponent(`/repos/${here.repositoryId}/generate`)),
    });
    expect((await requestsMade()).filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("refuses when the file changed since the plan", async () => {
    const here = await ready();
    const { id, branch } = await plan(here);
    await pushTo(here.made.fullName, { [WORKFLOW]: "on: push\njobs: {}\n" });
    const problem = await refusal(await apply(here, { plan_id: id }), 409);
    expect(problem).toMatchObject({ type: "/problems/stale", detail: expect.stringContaining("Generate it again") });
    expect(await (await githubAs()).branchSha(here.made, branch)).toBeNull();
  });

  it("knows no plan of another repository, nor one of fixes", async () => {
    const here = await ready();
    const other = { ...(await world(NODE_APP, { orgId: here.caller.orgId })), caller: here.caller };
    const { id } = await plan({ ...other, artifact: await artifactOf(other) });
    expect((await apply(here, { plan_id: id })).status).toBe(404);
    const seeded = await seedAnalysis(here.caller, other.made).catch(() => null);
    expect((await here.caller.post(`/api/analysis/${seeded?.analysisId}/apply`, { plan_id: id })).status).toBe(404);
  });
});
