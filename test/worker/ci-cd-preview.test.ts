import { describe, expect, it } from "vitest";
import type * as z from "zod";
import type { Preview, ValidateResult } from "../../worker/http/schemas/ci-cd.ts";
import { as } from "./support/as.ts";
import { artifactsOf, NODE_APP, refusal, type World, world } from "./support/generation.ts";
import { forgetRequests, requestsMade } from "./support/github.ts";

const WORKFLOW = ".github/workflows/ci.yml";
const SOUND = `name: CI
on:
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v7
      - run: npm run no-such-script
`;

function preview({ caller, repositoryId }: World, body: object = {}): Promise<Response> {
  return caller.post("/api/ci-cd/preview", { repository_id: repositoryId, platform: "github", ...body });
}

async function previewed(here: World, body: object = {}): Promise<z.infer<typeof Preview>> {
  const response = await preview(here, body);
  expect(response.status).toBe(200);
  return response.json();
}

describe("a preview", () => {
  it("shows stack, text and jobs of what would be written, and stores nothing", async () => {
    const here = await world(NODE_APP);
    const shown = await previewed(here);
    expect(shown).toMatchObject({
      platform: "github",
      commit: here.made.sha,
      existing: [],
      valid: true,
      profile: { components: [{ language: "typescript" }] },
    });
    expect(shown.files[0]).toMatchObject({ path: WORKFLOW, replaces: false, diff: expect.stringContaining("+") });
    expect(shown.jobs.length).toBeGreaterThan(0);
    expect((await artifactsOf(here)).items).toEqual([]);
  });

  it("follows the options, and reads the files but once", async () => {
    const here = await world(NODE_APP);
    const all = await previewed(here);
    await forgetRequests();
    const tests = await previewed(here, { options: { jobs: ["test"], runner: "ubuntu-22.04" } });
    expect(tests.files[0]?.text).toContain("ubuntu-22.04");
    expect(tests.files[0]?.text).not.toContain("npm run lint");
    expect(all.files[0]?.text).toContain("npm run lint");
    expect((await requestsMade()).filter(({ path }) => path === "/graphql")).toEqual([]);
  });

  it("names the platforms whose configuration is there", async () => {
    const files = { ...NODE_APP, ".gitlab-ci.yml": "test:\n  script: npm test\n", [WORKFLOW]: SOUND };
    expect((await previewed(await world(files))).existing).toEqual(["github", "gitlab"]);
  });

  it("of a repository without commits has no file and says why", async () => {
    const shown = await previewed(await world());
    expect(shown).toMatchObject({ commit: null, files: [], valid: false, profile: { components: [] } });
    expect(shown.notes.length + shown.profile.notes.length).toBeGreaterThan(0);
  });

  it("is refused for an unknown platform and for somebody without GitHub", async () => {
    const here = await world(NODE_APP);
    expect((await preview(here, { platform: "jenkins" })).status).toBe(422);
    const caller = await as({ orgId: here.caller.orgId, role: "member" });
    expect((await preview({ ...here, caller })).status).toBe(403);
  });
});

describe("the stack profile of a repository", () => {
  it("names each fact with its evidence", async () => {
    const here = await world(NODE_APP);
    const response = await here.caller.get(`/api/repositories/${here.repositoryId}/profile`);
    expect(response.status).toBe(200);
    const { profile, commit } = await response.json<z.infer<typeof Preview>>();
    expect(commit).toBe(here.made.sha);
    expect(profile.components[0]?.evidence).toContainEqual(
      expect.objectContaining({ about: "package_manager", path: expect.stringContaining("package-lock.json") }),
    );
  });
});

describe("validation", () => {
  async function validate(here: World, body: object): Promise<z.infer<typeof ValidateResult>> {
    const response = await here.caller.post("/api/ci-cd/validate", { platform: "github", ...body });
    expect(response.status).toBe(200);
    return response.json();
  }

  it("finds nothing wrong with a sound text", async () => {
    expect(await validate(await world(NODE_APP), { text: SOUND })).toMatchObject({ valid: true });
  });

  it("names the place of what does not parse", async () => {
    const { valid, problems } = await validate(await world(NODE_APP), { text: "on: push\njobs: [a\n" });
    expect(valid).toBe(false);
    expect(problems[0]).toMatchObject({ severity: "error", source: "syntax", line: expect.any(Number) });
  });

  it("names a script that the repository does not have, when it is told which one", async () => {
    const here = await world(NODE_APP);
    const { problems } = await validate(here, { text: SOUND, repository_id: here.repositoryId });
    expect(problems.map(({ source }) => source)).toContain("reference");
    const alone = await validate(here, { text: SOUND });
    expect(alone.problems.map(({ source }) => source)).not.toContain("reference");
  });

  it.each(["gitlab", "circleci"])("of %s knows its schema", async (platform) => {
    const { valid, problems } = await validate(await world(NODE_APP), { platform, text: "jobs: 1\nscript: {}\n" });
    expect(valid).toBe(false);
    expect(problems.length).toBeGreaterThan(0);
  });

  it.each([
    ["a text of more than 256 KB", { text: `# ${"é".repeat(140_000)}\n` }, "text"],
    ["a path of another platform", { text: SOUND, path: ".gitlab-ci.yml" }, "path"],
    ["a path outside", { text: SOUND, path: "../ci.yml" }, "path"],
    ["an unknown platform", { text: SOUND, platform: "jenkins" }, "platform"],
    ["no text", {}, "text"],
  ])("is refused for %s", async (_case, body, path) => {
    const here = await world(NODE_APP);
    const response = await here.caller.post("/api/ci-cd/validate", { platform: "github", ...body });
    expect((await refusal(response, 422)).errors?.map((error) => error.path)).toEqual([path]);
  });

  it("takes any text without falling over", async () => {
    const here = await world(NODE_APP);
    for (const text of ["", "\ufeff", "- a\n", "&a [*a]\n", "a: !!binary x\n", "{".repeat(5_000), "---\n---\n"]) {
      expect((await validate(here, { text })).valid).toBe(false);
    }
  });
});
