import { describe, expect, it } from "vitest";
import type * as z from "zod";
import type { Template, TemplatePage, TestMatchResult } from "../../worker/http/schemas/templates.ts";
import { as, type Caller, json } from "./support/as.ts";
import { artifactOf, artifactsOf, ask, generate, NODE_APP, refusal, world } from "./support/generation.ts";

type TemplateJson = z.infer<typeof Template>;

const TEXT = `name: CI
on:
  pull_request:
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  test:
    name: {{ title }}
    runs-on: ubuntu-24.04
    timeout-minutes: {{ minutes }}
    steps:
      - run: echo done
`;
const BODY = {
  name: "House checks",
  description: "What we ask of every service.",
  platform: "github",
  content: { kind: "text", text: TEXT },
  parameters: [
    { name: "title", type: "string", required: true, description: "Name of the job" },
    { name: "minutes", type: "number", default: 10 },
  ],
  match: { rule: { languages: ["typescript"] }, must_match: [], must_not_match: [] },
};

async function create(caller: Caller, body: object = BODY): Promise<TemplateJson> {
  const response = await caller.post("/api/ci-cd/templates", body);
  expect(response.status).toBe(201);
  return response.json();
}

describe("templates of an organization", () => {
  it("stand beside the built-in ones, page by page, for every member", async () => {
    const admin = await as({ role: "admin" });
    const first = await create(admin);
    const second = await create(admin, { ...BODY, name: "Second" });
    const viewer = await as({ orgId: admin.orgId, role: "viewer" });
    const page = await (await viewer.get("/api/ci-cd/templates?limit=1")).json<z.infer<typeof TemplatePage>>();
    expect(page.items.map(({ id }) => id)).toEqual([second.id]);
    expect(page.built_in.map(({ origin }) => origin)).toContain("built_in");
    const next = await viewer.get(`/api/ci-cd/templates?limit=1&cursor=${page.next_cursor}`);
    const rest = await next.json<z.infer<typeof TemplatePage>>();
    expect(rest).toMatchObject({ items: [{ id: first.id, name: "House checks" }], next_cursor: null });
    const stranger = await (await (await as()).get("/api/ci-cd/templates")).json<z.infer<typeof TemplatePage>>();
    expect(stranger.items).toEqual([]);
  });

  it("say whether they are for a repository, once it was read", async () => {
    const here = await world(NODE_APP);
    await create(here.caller);
    const list = async () => {
      const response = await here.caller.get(`/api/ci-cd/templates?repository_id=${here.repositoryId}`);
      const page = await response.json<z.infer<typeof TemplatePage>>();
      return new Map([...page.items, ...page.built_in].map(({ name, fits }) => [name, fits]));
    };
    expect(await list()).toContainEqual(["House checks", "unknown"]);
    await artifactOf(here);
    const fits = await list();
    expect([fits.get("House checks"), fits.get("Node.js library"), fits.get("Go library")]).toEqual([
      "match",
      "match",
      "no_match",
    ]);
    const stranger = await as();
    expect((await stranger.get(`/api/ci-cd/templates?repository_id=${here.repositoryId}`)).status).toBe(404);
  });

  it("get a new version with each change, and keep the old ones", async () => {
    const admin = await as({ role: "admin" });
    const { id } = await create(admin);
    const changed = { ...BODY, content: { ...BODY.content, text: TEXT.replace("echo done", "echo twice") } };
    const puts = [changed, { ...changed, name: "Third" }].map(
      (body) => () => admin.fetch(`/api/ci-cd/templates/${id}`, json("PUT", body)),
    );
    for (const put of puts) expect((await put()).status).toBe(200);
    const read = async (query = "") => (await admin.get(`/api/ci-cd/templates/${id}${query}`)).json<TemplateJson>();
    expect(await read()).toMatchObject({ version: 3, latest_version: 3, name: "Third" });
    expect(await read("?version=1")).toMatchObject({ version: 1, latest_version: 3, content: { text: TEXT } });
    expect((await admin.get(`/api/ci-cd/templates/${id}?version=9`)).status).toBe(404);
  });

  it("are gone once deleted, and what was made of them stays", async () => {
    const here = await world(NODE_APP);
    const { id } = await create(here.caller);
    const artifact = await artifactOf(here, { template_id: id, parameters: { title: "Tests" } });
    expect((await here.caller.delete(`/api/ci-cd/templates/${id}`)).status).toBe(204);
    expect((await here.caller.get(`/api/ci-cd/templates/${id}`)).status).toBe(404);
    expect((await ask(here, { template_id: id, parameters: { title: "x" } })).status).toBe(404);
    expect((await artifactsOf(here)).items).toMatchObject([{ id: artifact.id, template: { id, version: 1 } }]);
  });

  it.each([
    ["a placeholder without parameter", { parameters: [] }, "content.text"],
    ["an unknown type", { parameters: [{ name: "a", type: "date" }] }, "parameters.0.type"],
    [
      "a default of another type",
      { parameters: [{ name: "title", type: "string", default: 1 }] },
      "parameters.0.default",
    ],
    ["a text without platform", { platform: null }, "platform"],
    [
      "YAML that does not parse",
      { content: { kind: "text", text: "a: [{{ title }} {{ minutes }}\n" } },
      "content.text",
    ],
    ["no name", { name: " " }, "name"],
    ["a text of more than 256 KB", { content: { kind: "text", text: "#".repeat(262_145) } }, "content.text"],
  ])("are refused with %s, naming the field", async (_case, change, path) => {
    const admin = await as({ role: "admin" });
    const response = await admin.post("/api/ci-cd/templates", { ...BODY, ...change });
    expect((await refusal(response, 422)).errors?.map((error) => error.path)).toContain(path);
  });

  it("are changed by administrators alone", async () => {
    const admin = await as({ role: "admin" });
    const { id } = await create(admin);
    const member = await as({ orgId: admin.orgId, role: "member" });
    expect((await member.post("/api/ci-cd/templates", BODY)).status).toBe(403);
    expect((await member.fetch(`/api/ci-cd/templates/${id}`, json("PUT", BODY))).status).toBe(403);
    expect((await member.delete(`/api/ci-cd/templates/${id}`)).status).toBe(403);
  });
});

describe("the preview of a template", () => {
  async function preview(parameters: object, template: object = BODY): Promise<Response> {
    return (await as()).post("/api/ci-cd/templates/preview", { template, parameters });
  }

  it("puts the values in and validates the result", async () => {
    const shown = await (await preview({ title: "Tests: all", minutes: 5 })).json();
    expect(shown).toMatchObject({
      valid: true,
      options: null,
      files: [{ path: ".github/workflows/ci.yml", text: expect.stringContaining("name: 'Tests: all'") }],
    });
  });

  it("of options shows what they become", async () => {
    const template = {
      ...BODY,
      platform: null,
      content: { kind: "options", options: { versions: "{{v}}" } },
      parameters: [{ name: "v", type: "string_list", required: true }],
    };
    expect(await (await preview({ v: ["22"] }, template)).json()).toMatchObject({
      files: [],
      options: { versions: ["22"] },
    });
  });

  it.each([
    [{}, "parameters.title", "is missing"],
    [{ title: 1 }, "parameters.title", "one line of text"],
    [{ title: "a", minutes: "ten" }, "parameters.minutes", "a number"],
    [{ title: "a", other: 1 }, "parameters.other", "`title`, `minutes`"],
  ])("refuses %j and says what is allowed", async (parameters, path, words) => {
    const { errors } = await refusal(await preview(parameters), 422);
    expect(errors).toEqual([{ path, message: expect.stringContaining(words) }]);
  });
});

describe("a generation with a template", () => {
  it("writes the template's text with the values of the request", async () => {
    const here = await world(NODE_APP);
    const { id } = await create(here.caller);
    const artifact = await artifactOf(here, { template_id: id, parameters: { title: "Tests" } });
    expect(artifact).toMatchObject({
      origin: "template",
      template: { id, name: "House checks", version: 1 },
      files: [{ text: expect.stringContaining("    name: Tests\n") }],
      jobs: [{ id: "test", name: "Tests", commands: ["echo done"] }],
    });
  });

  it("takes the options of a built-in one", async () => {
    const here = await world(NODE_APP);
    const artifact = await artifactOf(here, {
      template_id: "builtin:version-matrix",
      parameters: { versions: ["22", "24"] },
    });
    expect(artifact).toMatchObject({ origin: "template", options: { versions: ["22", "24"] } });
    expect(artifact.files[0]?.text).toContain("matrix");
  });

  it("is refused for a wrong parameter and for another platform", async () => {
    const here = await world(NODE_APP);
    const { id } = await create(here.caller);
    const wrong = await refusal(await ask(here, { template_id: id, parameters: { title: 1 } }), 422);
    expect(wrong.errors).toMatchObject([{ path: "parameters.title" }]);
    const other = await refusal(
      await ask(here, { template_id: id, platform: "gitlab", parameters: { title: "a" } }),
      422,
    );
    expect(other.errors).toMatchObject([{ path: "platform" }]);
  });

  it("stores nothing when the repository lacks what the text runs", async () => {
    const here = await world(NODE_APP);
    const text = TEXT.replace("- run: echo done", "- uses: actions/checkout@v7\n      - run: npm run no-such-script");
    const { id } = await create(here.caller, { ...BODY, content: { kind: "text", text } });
    const job = await generate(here, { template_id: id, parameters: { title: "Tests" } });
    expect(job).toMatchObject({
      state: "dead_letter",
      attempt: 1,
      error: { code: "generated_invalid", detail: expect.stringContaining("no-such-script") },
    });
    expect((await artifactsOf(here)).items).toEqual([]);
  });
});

describe("the test of a rule", () => {
  async function tried(caller: Caller, body: object): Promise<z.infer<typeof TestMatchResult>> {
    const response = await caller.post("/api/ci-cd/templates/test-match", body);
    expect(response.status).toBe(200);
    return response.json();
  }

  it("knows a repository once it was read", async () => {
    const here = await world(NODE_APP);
    const rule = { languages: ["typescript"], package_managers: ["npm"], paths: ["**/package-lock.json"] };
    expect(await tried(here.caller, { rule })).toMatchObject({ items: [{ outcome: "unknown" }], complete: true });
    await artifactOf(here);
    expect(await tried(here.caller, { rule })).toMatchObject({
      items: [{ repository_id: here.repositoryId, full_name: here.made.fullName, outcome: "match", reason: null }],
      failures: [],
    });
  });

  it("names the expectations that do not hold", async () => {
    const here = await world(NODE_APP);
    await artifactOf(here);
    const body = { rule: { languages: ["go"] }, must_match: [here.made.name], must_not_match: ["no-such"] };
    expect((await tried(here.caller, body)).failures).toEqual([
      {
        expectation: "must_match",
        pattern: here.made.name,
        full_name: here.made.fullName,
        detail: "It has no language of `go`.",
      },
      { expectation: "must_not_match", pattern: "no-such", full_name: null, detail: expect.any(String) },
    ]);
  });

  it("refuses a condition that there is not", async () => {
    const response = await (await as()).post("/api/ci-cd/templates/test-match", { rule: { colour: ["red"] } });
    expect(response.status).toBe(422);
  });
});
