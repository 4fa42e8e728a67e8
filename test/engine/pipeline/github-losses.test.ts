import { expect, test } from "vitest";
import { parse } from "yaml";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { PinSource, Pipeline, PipelineJob } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW } from "../../support/engine.ts";
import { job, pipeline, run, tool } from "./github-builders.ts";
import { pins } from "./github-set-up.ts";

function render(of: Pipeline, source: PinSource = pins) {
  const { file, notCarried } = renderGithub(of, { pins: source, now: NOW });
  return { text: file.text, workflow: parse(file.text), lost: notCarried };
}

const jobOf = (more: Partial<PipelineJob>) => render(pipeline([job("a", more)])).workflow.jobs.a;

test("an action without a known commit is left out, and said", () => {
  const source: PinSource = (action) => (action === "oven-sh/setup-bun" ? null : pins(action));
  const { text, lost } = render(
    pipeline([job("a", { toolchains: [tool("bun", "1.4.5")], steps: [run("Test", "bun test")] })]),
    source,
  );
  expect(text).not.toContain("setup-bun");
  expect(lost).toEqual([{ job: null, detail: expect.stringContaining("`oven-sh/setup-bun`") }]);
});

test("without the action for changed paths every job runs, and nothing asks for it", () => {
  const source: PinSource = (action) => (action === "dorny/paths-filter" ? null : pins(action));
  const { workflow, lost } = render(pipeline([job("a", { paths: ["web/**"], steps: [run("Test", "x")] })]), source);
  expect(workflow.jobs).toEqual({
    a: expect.not.objectContaining({ if: expect.anything(), needs: expect.anything() }),
  });
  expect(lost.map((one) => one.job)).toEqual(["a", null]);
});

test("paths without pull requests are said to be lost", () => {
  const triggers = { push: ["main"], pullRequest: false, mergeGroup: false, tags: [], schedule: [], manual: false };
  const { lost } = render(pipeline([job("a", { paths: ["web/**"] })], { triggers }));
  expect(lost).toEqual([{ job: "a", detail: expect.stringContaining("every change") }]);
});

test("steps of other platforms are said to be lost", () => {
  const foreign = { kind: "foreign", name: "Notify", platform: "circleci", what: "slack/notify" } as const;
  const { workflow, lost } = render(pipeline([job("a", { steps: [foreign, run("Test", "x")] })]));
  expect(workflow.jobs.a.steps.map((step: { name?: string }) => step.name)).toEqual([undefined, "Test"]);
  expect(lost).toEqual([{ job: "a", detail: expect.stringContaining("slack/notify") }]);
});

test("conditions are kept in GitHub's words, and a step under another platform's is not run without it", () => {
  const own = run("Own", "x", { condition: "!cancelled()" });
  const other = run("Other", "y", { condition: '$CI_COMMIT_BRANCH == "main"' });
  const { workflow, lost } = render(pipeline([job("a", { steps: [own, other] })]));
  expect(workflow.jobs.a.steps.slice(1)).toEqual([{ name: "Own", if: "${{ !cancelled() }}", run: "x" }]);
  expect(lost).toEqual([{ job: "a", detail: expect.stringContaining("$CI_COMMIT_BRANCH") }]);
});

test("ids that GitHub refuses are written in its way, with the needs of others", () => {
  const jobs = [
    job("test: unit"),
    job("test-unit"),
    job("test: unit"),
    job("2nd", { needs: ["test: unit", "nothing"] }),
  ];
  const { workflow, lost } = render(pipeline(jobs));
  expect(Object.keys(workflow.jobs)).toEqual(["test-unit", "test-unit-2", "test-unit-3", "job-2nd"]);
  expect(workflow.jobs["job-2nd"].needs).toEqual(["test-unit"]);
  expect(lost).toEqual([{ job: "job-2nd", detail: expect.stringContaining("`nothing`") }]);
});

test("a pipeline that nothing starts may be started by hand", () => {
  const triggers = { push: [], pullRequest: false, mergeGroup: false, tags: [], schedule: [], manual: false };
  expect(render(pipeline([job("a")], { triggers })).workflow.on).toEqual({ workflow_dispatch: null });
});

test("scheduled runs do not deploy", () => {
  const triggers = {
    push: ["main"],
    pullRequest: true,
    mergeGroup: false,
    tags: [],
    schedule: ["0 3 * * *"],
    manual: false,
  };
  const { workflow } = render(pipeline([job("a", { when: "default_branch" })], { triggers }));
  expect(workflow.jobs.a.if).toBe("github.ref == 'refs/heads/main' && github.event_name != 'schedule'");
});

test("an image is pushed for the default branch and tags alone, also where other branches run", () => {
  const triggers = {
    push: ["main", "next"],
    pullRequest: true,
    mergeGroup: false,
    tags: ["v*"],
    schedule: [],
    manual: false,
  };
  const image = {
    kind: "container",
    name: "Image",
    dockerfile: "deploy/app.Dockerfile",
    context: ".",
    image: "api",
    push: true,
  } as const;
  const second = { ...image, image: "org/other", dockerfile: "x/Dockerfile", context: "x" };
  const { workflow } = render(pipeline([job("a", { steps: [image, second] })], { triggers }));
  const publish =
    "github.event_name == 'push' && (github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/'))";
  const { steps, permissions } = workflow.jobs.a;
  expect(permissions).toEqual({ contents: "read", packages: "write" });
  expect(steps.map((step: { id?: string; if?: string }) => step.id ?? step.if ?? "")).toEqual([
    "",
    "",
    publish,
    "meta",
    "",
    "meta-2",
    "",
  ]);
  expect(steps[3].with.images).toBe("ghcr.io/${{ github.repository }}/api");
  expect(steps[4].with).toMatchObject({ context: ".", file: "deploy/app.Dockerfile", push: `\${{ ${publish} }}` });
  expect(steps[5].with.images).toBe("ghcr.io/org/other");
  expect(steps[6].with).not.toHaveProperty("file");
});

test("an image that is not pushed needs no rights and keeps its layers", () => {
  const image = {
    kind: "container",
    name: "Image",
    dockerfile: "Dockerfile",
    context: ".",
    image: null,
    push: false,
  } as const;
  const { permissions, steps } = jobOf({ steps: [image] });
  expect(permissions).toBeUndefined();
  expect(steps.at(-1).with).toEqual({
    context: ".",
    push: false,
    "cache-from": "type=gha",
    "cache-to": "type=gha,mode=max",
  });
});

test("secrets go to the commands that name them, else to the last one", () => {
  const steps = [run("Install", "npm ci"), run("Push", 'curl -H "$TOKEN" x'), run("Deploy", "deploy")];
  const { steps: written } = jobOf({ steps, secrets: ["TOKEN", "KEY"] });
  const env = (name: string) => ({ [name]: `\${{ secrets.${name} }}` });
  expect(written.slice(1).map((step: { env?: unknown }) => step.env)).toEqual([undefined, env("TOKEN"), env("KEY")]);
});

test("a gate asks for all jobs behind those that may be skipped", () => {
  const jobs = [
    job("test"),
    job("image", { needs: ["test"], when: "default_branch" }),
    job("ci", { needs: ["image"], isGate: true }),
  ];
  const { workflow } = render(pipeline(jobs));
  expect(workflow.jobs.ci).toMatchObject({ needs: ["image", "test"], if: "always()" });
  expect(workflow.jobs.ci.steps.at(-1).run).toContain("success | skipped)");
});

test("a gate asks whether the changed paths were found out", () => {
  const jobs = [job("web", { paths: ["web/**"] }), job("ci", { needs: ["web"], isGate: true })];
  expect(render(pipeline(jobs)).workflow.jobs.ci.needs).toEqual(["changes", "web"]);
});

test("where a job is called changes the one that looks for them has another name", () => {
  const { workflow } = render(pipeline([job("changes", { paths: ["docs/**", "README.md"] })]));
  expect(Object.keys(workflow.jobs)).toEqual(["changed-paths", "changes"]);
  expect(workflow.jobs.changes.if).toBe(
    "github.event_name != 'pull_request' || needs.changed-paths.outputs.docs == 'true'",
  );
});

test("pipes fail where any part of them does", () => {
  expect(render(pipeline([job("a", { steps: [run("x", "a | b")] })])).workflow.defaults).toEqual({
    run: { shell: "bash" },
  });
  expect(render(pipeline([job("a", { steps: [run("x", "a || b")] })])).workflow.defaults).toBeUndefined();
});

test.each([
  ["node", ".volta"],
  ["swift", ".swift-version"],
] as const)("a file that the set-up of %s cannot read is said to be lost", (name, versionFile) => {
  const { lost } = render(pipeline([job("a", { toolchains: [tool(name, null, { versionFile })] })]));
  expect(lost).toEqual([{ job: "a", detail: expect.stringContaining(`cannot read \`${versionFile}\``) }]);
});

test.each([
  [[".coverage"], true],
  [["out/.next/**"], true],
  [["./out", "../x", "a.b/c"], undefined],
])("hidden files are uploaded only where they are named: %j", (paths, expected) => {
  const artifacts = [{ name: "r", paths, retentionDays: 3, when: "success", report: null } as const];
  expect(jobOf({ artifacts }).steps.at(-1).with["include-hidden-files"]).toBe(expected);
});
