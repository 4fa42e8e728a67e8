import { describe, expect, it } from "vitest";
import type { Component } from "../../../worker/engine/profile/stack-profile.ts";
import { component, evidence, exact, jobOf, manager, pipelineOf, plan, runsOf } from "./plan-profiles.ts";

const web = (path: string): Component =>
  component({
    path,
    ecosystem: "node",
    packageManager: manager("npm", `${path}/package-lock.json`),
    runtimes: [exact("node", "24", `${path}/.nvmrc`)],
    commands: { install: "npm ci", lint: "npm run lint", test: "npm test" },
  });
const go = (path: string): Component =>
  component({
    path,
    ecosystem: "go",
    packageManager: manager("go", path === "." ? "go.sum" : `${path}/go.sum`),
    runtimes: [exact("go", "1.26.0", path === "." ? "go.mod" : `${path}/go.mod`)],
    commands: { install: "go mod download", test: "go test ./..." },
  });
const idsOf = (components: readonly Component[]) => pipelineOf(components).jobs.map(({ id }) => id);
const pathsOf = (components: readonly Component[], options = {}) =>
  Object.fromEntries(pipelineOf(components, options).jobs.map(({ id, paths }) => [id, paths]));

describe("several components", () => {
  it("have jobs of their own, in their folders, and one gate", () => {
    const pipeline = pipelineOf([web("apps/web"), go("services/api")]);
    expect(pipeline.jobs.map(({ id, name }) => [id, name])).toEqual([
      ["web-lint", "Lint (web)"],
      ["web-test", "Test (web)"],
      ["api-test", "Test (api)"],
    ]);
    expect(runsOf(jobOf(pipeline, "api-test"))).toEqual([
      "services/api: go mod download",
      "services/api: go test ./...",
    ]);
    expect(idsOf([web("web"), go("api"), web("admin")]).at(-1)).toBe("required");
  });

  it.each([
    ["folders of one name", [web("a/app"), web("b/app")], ["a-app", "b-app"]],
    ["two ecosystems in one folder", [go("."), { ...web("x"), path: "." }], ["go", "node"]],
    ["two ecosystems in one folder below", [go("srv"), { ...web("srv") }], ["srv", "srv-node"]],
    ["names that are no ids", [web("Älter App_2"), web("1st")], ["lter-app-2", "part-1st"]],
    ["names without a letter", [web("_"), web("__")], ["node", "node-node"]],
  ])("are told apart: %s", (_name, components, prefixes) => {
    const ids = new Set(idsOf(components));
    for (const prefix of prefixes) expect([...ids].filter((id) => id === `${prefix}-test`)).toHaveLength(1);
  });

  it("are chosen by their folders", () => {
    const { pipeline, notes } = plan([web("web"), go("api")], { components: ["./api/", "nope"] });
    expect(pipeline?.jobs.map(({ id }) => id)).toEqual(["test"]);
    expect(notes.map(({ detail }) => detail)).toContain("No component in `nope`; there are `web`, `api`.");
  });
});

describe("parts of a workspace", () => {
  const root = component({
    ecosystem: "node",
    packageManager: manager("pnpm", "pnpm-lock.yaml", "10"),
    runtimes: [exact("node", "24", ".nvmrc")],
    monorepo: { tool: "turbo", packages: ["apps/web", "apps/api"] },
    commands: { install: "pnpm install --frozen-lockfile", lint: "pnpm turbo run lint", test: "pnpm turbo run test" },
  });
  const part = { ...web("apps/api"), partOf: ".", container: { dockerfile: "apps/api/Dockerfile", context: "." } };

  it("are checked by its root, once", () => {
    const pipeline = pipelineOf([root, part]);
    expect(pipeline.jobs.map((job) => [job.id, runsOf(job)])).toEqual([
      ["lint", ["pnpm install --frozen-lockfile", "pnpm turbo run lint"]],
      ["test", ["pnpm install --frozen-lockfile", "pnpm turbo run test"]],
    ]);
  });

  it("are checked themselves in what the root has no command for, or when they are chosen alone", () => {
    const silent = { ...root, commands: { ...root.commands, test: null } };
    expect(idsOf([silent, part])).toEqual(["node-lint", "api-test"]);
    expect(pipelineOf([root, part], { components: ["apps/api"] }).jobs.map(({ id }) => id)).toEqual(["ci"]);
  });

  it("have images of their own", () => {
    const { jobs } = pipelineOf([root, part], { deploy: "container-registry" });
    expect(jobs.at(-1)).toMatchObject({ id: "container", needs: ["lint", "test"], steps: [{ image: null }] });
  });

  it("do not repeat what is said of the root", () => {
    const unsaid = { runtimes: [] };
    const details = plan([
      { ...root, ...unsaid },
      { ...part, ...unsaid },
    ]).notes.map(({ detail }) => detail);
    expect(details.filter((detail) => detail.includes("names a version"))).toHaveLength(1);
  });
});

describe("path filters", () => {
  it("stand where a component keeps to its folder", () => {
    const found = pathsOf([web("web"), go("api")]);
    expect(found["web-test"]).toEqual(["web/**", ".github/workflows/**"]);
    expect(found["api-test"]).toEqual(["api/**", ".github/workflows/**"]);
    expect(pathsOf([web("web"), go("api")], { platform: "gitlab" })["web-test"]).toEqual(["web/**", ".gitlab-ci.yml"]);
  });

  it("never for the root or the gate, nor for a deploy", () => {
    const worker = { ...web("web"), deploy: { target: "cloudflare", file: "web/wrangler.toml" } };
    const found = pathsOf([go("."), worker], { deploy: "cloudflare", versions: ["1.25", "1.26"] });
    expect(found["web-test"]).toEqual(["web/**", ".github/workflows/**"]);
    expect(found).toMatchObject({ "go-test": null, required: null, deploy: null });
  });

  it.each([
    ["one of the same ecosystem may be used", [web("web"), web("lib"), go("api")], "web-test"],
    ["another lies in its folder", [web("app"), go("app/server")], "app-test"],
    [
      "its lockfile lies elsewhere",
      [{ ...web("web"), packageManager: manager("npm", "package-lock.json") }, go("api")],
      "web-test",
    ],
    [
      "its version lies elsewhere",
      [{ ...web("web"), runtimes: [exact("node", "24", ".nvmrc")] }, go("api")],
      "web-test",
    ],
    [
      "its image is built from the root",
      [{ ...web("web"), container: { dockerfile: "web/Dockerfile", context: "." } }, go("api")],
      "web-test",
    ],
    [
      "its command climbs out",
      [{ ...web("web"), commands: { ...web("web").commands, test: "sh ../test.sh" } }, go("api")],
      "web-test",
    ],
    [
      "a sign of it lies elsewhere",
      [{ ...web("web"), evidence: [evidence("test", "npm test", "Makefile")] }, go("api")],
      "web-test",
    ],
    ["its folder would be a pattern", [web("we*b"), go("api")], "we-b-test"],
  ])("not where %s", (_name, components, id) => {
    expect(pathsOf(components)[id]).toBeNull();
  });

  it("not on CircleCI, which filters only by a second configuration", () => {
    expect(Object.values(pathsOf([web("web"), go("api")], { platform: "circleci" }))).toEqual([null, null, null]);
  });

  it("not where an image for pull requests waits for every check", () => {
    const api = { ...go("api"), container: { dockerfile: "api/Dockerfile", context: "api" } };
    const found = pathsOf([web("web"), api], { deploy: "container-registry" });
    expect(Object.values(found).filter((paths) => paths !== null)).toEqual([]);
  });
});

it("covers the main ones of three hundred components, and says so", () => {
  const many = Array.from({ length: 300 }, (_, at) => web(`packages/group-${at % 7}/app-${at}`));
  const { pipeline, notes } = plan(many);
  const ids = pipeline?.jobs.map(({ id }) => id) ?? [];
  expect(ids).toHaveLength(51);
  expect(new Set(ids).size).toBe(51);
  expect(notes[0]?.detail).toMatch(/^The pipeline covers the 25 main ones of 300/);
  expect(plan(many, { components: ["packages/group-5/app-299"] }).pipeline?.jobs).toHaveLength(1);
});
