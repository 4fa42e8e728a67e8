import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { repositories } from "../../worker/db/schema.ts";
import { as, json } from "./support/as.ts";
import { artifactOf, artifactsOf, ask, generate, NODE_APP, refusal, world } from "./support/generation.ts";
import { forgetRequests, pushTo, requestsMade, spoil } from "./support/github.ts";
import { testScope } from "./support/scope.ts";

const PATHS = { github: ".github/workflows/ci.yml", gitlab: ".gitlab-ci.yml", circleci: ".circleci/config.yml" };

describe("a generation", () => {
  it.each(["github", "gitlab", "circleci"] as const)(
    "for %s stores what it wrote with its explanation",
    async (platform) => {
      const here = await world(NODE_APP);
      const artifact = await artifactOf(here, { platform });
      expect(artifact).toMatchObject({
        platform,
        origin: "rules",
        template: null,
        commit: here.made.sha,
        repository: here.made.fullName,
        pull_request: null,
        profile: { components: [{ language: "typescript", package_manager: { name: "npm" } }] },
      });
      expect(artifact.files[0]).toMatchObject({ path: PATHS[platform], text: expect.stringContaining("npm ci") });
      expect(artifact.jobs.flatMap(({ commands }) => commands).join("\n")).toContain("npm test");
      expect(artifact.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    },
  );

  it("says each step as it is done", async () => {
    const here = await world(NODE_APP);
    const job = await generate(here);
    const logs = await (await here.caller.get(`/api/jobs/${job.id}/logs`)).json<{ items: { step: unknown }[] }>();
    const steps = logs.items.flatMap(({ step }) =>
      step ? [step as { key: string; status: string; total: number }] : [],
    );
    const keys = [
      "resolve_commit",
      "list_files",
      "read_files",
      "detect_stack",
      "generate",
      "ask_ai",
      "validate",
      "store_results",
    ];
    expect(steps.map(({ key, status }) => `${key} ${status}`)).toEqual(
      keys.flatMap((key) => [`${key} running`, `${key} done`]),
    );
    expect(steps[0]?.total).toBe(keys.length);
  });

  it("asks GitHub nothing for files that an earlier one read", async () => {
    const here = await world(NODE_APP);
    await artifactOf(here);
    await forgetRequests();
    await artifactOf(here, { platform: "gitlab" });
    expect((await requestsMade()).filter(({ path }) => path === "/graphql")).toEqual([]);
  });

  it("is joined by an identical request that comes while it waits, and by no other", async () => {
    const here = await world(NODE_APP);
    const [first, second, other] = await Promise.all([
      ask(here),
      ask(here),
      ask(here, { options: { style: "compact" } }),
    ]);
    const jobs = [first, second, other].map((response) => response.json<{ job_id: string; coalesced: boolean }>());
    const [a, b, c] = await Promise.all(jobs);
    expect(b?.job_id).toBe(a?.job_id);
    expect(c?.job_id).not.toBe(a?.job_id);
    expect([a, b].filter((job) => job?.coalesced)).toHaveLength(1);
  });

  it("is listed newest first, page by page", async () => {
    const here = await world(NODE_APP);
    const first = await artifactOf(here);
    const second = await artifactOf(here, { platform: "gitlab" });
    const page = await artifactsOf(here);
    expect(page.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(page.items[0]).toMatchObject({ paths: [".gitlab-ci.yml"], jobs_total: second.jobs.length });
    const one = await here.caller.get(`/api/ci-cd/artifacts/${here.repositoryId}?limit=1`);
    const { items, next_cursor: cursor } = await one.json<{ items: { id: string }[]; next_cursor: string }>();
    const rest = await here.caller.get(`/api/ci-cd/artifacts/${here.repositoryId}?limit=1&cursor=${cursor}`);
    const last = await rest.json<{ items: { id: string }[]; next_cursor: null }>();
    expect([...items, ...last.items].map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(last.next_cursor).toBeNull();
  });
});

describe("a generation that has nothing to write", () => {
  it("of a repository without commits fails for good and says so", async () => {
    const here = await world();
    const job = await generate(here);
    expect(job).toMatchObject({
      state: "dead_letter",
      artifact_id: null,
      error: { code: "nothing_to_generate", detail: expect.stringContaining("no commit yet") },
    });
    expect((await artifactsOf(here)).items).toEqual([]);
  });

  it("of a repository without a stack fails for good and says so", async () => {
    const here = await world({ "README.md": "# Nothing\n" });
    const job = await generate(here);
    expect(job).toMatchObject({ state: "dead_letter", attempt: 1, error: { code: "nothing_to_generate" } });
    expect(job.error?.detail.length).toBeGreaterThan(20);
  });

  it("of a repository whose pipeline lacks nothing says so, and writes a new one when told", async () => {
    const here = await world(NODE_APP);
    const { files } = await artifactOf(here);
    await pushTo(here.made.fullName, Object.fromEntries(files.map(({ path, text }) => [path, text])));
    const job = await generate(here);
    expect(job).toMatchObject({ state: "dead_letter", error: { code: "nothing_to_generate" } });
    expect(job.error?.detail).toContain(".github/workflows/ci.yml");
    const replaced = await artifactOf(here, { options: { replaces: true, runner: "ubuntu-22.04" } });
    expect(replaced.files[0]?.text).toContain("ubuntu-22.04");
  });

  it("of manifests that do not parse ends with a reason, not with a crash", async () => {
    const here = await world({ "package.json": "{ nope", "pyproject.toml": "[[[" });
    const job = await generate(here);
    expect(["completed", "dead_letter"]).toContain(job.state);
    expect(job.error?.code).not.toBe("internal");
  });
});

describe("a generation that cannot finish", () => {
  it("waits and goes on when GitHub does not answer", async () => {
    const here = await world(NODE_APP);
    await spoil(here.made, { preset: "unicorn", times: -1 });
    expect(await generate(here)).toMatchObject({ state: "retrying", error: { code: "github_unavailable" } });
  });

  it("can be run again as the same request once the reason is gone", async () => {
    const here = await world();
    const failed = await generate(here, { platform: "gitlab" });
    await pushTo(here.made.fullName, NODE_APP);
    const again = await here.caller.post(`/api/jobs/${failed.id}/retry`);
    expect(again.status).toBe(202);
    const { job_id: id } = await again.json<{ job_id: string }>();
    const row = await env.DB.prepare("select kind, input from jobs where id = ?").bind(id).first();
    expect(row).toMatchObject({ kind: "ci_generation", input: expect.stringContaining('"platform":"gitlab"') });
  });

  it("is refused for a repository that we cannot reach", async () => {
    const here = await world(NODE_APP);
    await testScope().db.update(repositories).set({ state: "suspended" });
    expect((await ask(here)).status).toBe(409);
  });
});

describe("a request for a generation", () => {
  it.each([
    ["an unknown platform", { platform: "jenkins" }, "platform"],
    ["an unknown option", { options: { speed: 1 } }, "options"],
    ["an unknown kind of job", { options: { jobs: ["dance"] } }, "options.jobs.0"],
    ["no version at all", { options: { versions: [] } }, "options.versions"],
    ["a version that is none", { options: { versions: ["$(id)"] } }, "options.versions.0"],
    ["a runner with a line break", { options: { runner: "a\nb" } }, "options.runner"],
    ["parameters without a template", { parameters: { a: 1 } }, "parameters"],
    ["options beside a template", { template_id: "builtin:checks", options: {} }, "options"],
    ["the same platform to convert from", { convert_from: "github" }, "convert_from"],
  ])("is refused for %s", async (_case, body, path) => {
    const here = await world(NODE_APP);
    const { errors } = await refusal(await ask(here, body), 422);
    expect(errors?.map((error) => error.path)).toContain(path);
  });

  it("knows no template of nobody here", async () => {
    const here = await world(NODE_APP);
    expect((await ask(here, { template_id: "builtin:unknown" })).status).toBe(404);
    expect((await ask(here, { template_id: testScope().random.uuidv7() })).status).toBe(404);
  });

  it("is held to ten a minute", async () => {
    const here = await world(NODE_APP);
    const limits = await here.caller.fetch("/api/ci-cd/generate", json("POST", {}));
    expect(limits.headers.get("ratelimit-limit")).toMatch(/^\d+$/);
    const viewer = await as({ orgId: here.caller.orgId, role: "viewer", github: {} });
    expect((await ask({ ...here, caller: viewer })).status).toBe(403);
  });
});
