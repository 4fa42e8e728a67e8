import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { analyze } from "../../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { renderGitlab } from "../../../worker/engine/pipeline/gitlab/render.ts";
import type { Pipeline, PipelineJob, Toolchain, ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { command, job, pipelineOf } from "../../support/pipelines.ts";
import { SAMPLES } from "./gitlab-samples.ts";
import { gitlabSchema } from "./gitlab-schema.ts";

const render = (pipeline: Pipeline) => renderGitlab(pipeline, { pins: () => null, now: NOW });
const validate = gitlabSchema();

describe.each(Object.entries(SAMPLES))("%s", (_name, { pipeline, files }) => {
  const { file, notCarried } = render(pipeline);

  it("is valid by GitLab's schema", () => {
    validate(parse(file.text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("has no finding", () => {
    const source = snapshot({ ...files, [file.path]: file.text }, pipeline.defaultBranch);
    const { findings } = analyze(source, { now: NOW, lookups: NO_LOOKUPS });
    const own = findings.filter(({ path }) => path === file.path);
    expect(own.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it("is the same every time, with every command as it was", () => {
    expect(render(pipeline)).toEqual({ file, notCarried });
    const lines = pipeline.jobs.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "command" ? [step] : [])),
    );
    const plain = lines.filter(({ run }) => !/[:#]|^[-[]/.test(run)).flatMap(({ run }) => run.split("\n"));
    for (const line of plain) expect(file.text).toContain(line);
  });
});

function yamlOf(pipeline: Pipeline): Record<string, Record<string, unknown>> {
  return parse(render(pipeline).file.text);
}

const tool = (name: ToolName, version: string | null = null, more: Partial<Toolchain> = {}) => {
  return { tool: name, version, versionFile: null, with: [], ...more };
};

const IMAGES: readonly (readonly [string, readonly Toolchain[], string])[] = [
  ["a line", [tool("node", "22")], "node:22"],
  ["decoration", [tool("node", "v22.x")], "node:22"],
  ["a code name", [tool("node", "lts/jod")], "node:24"],
  ["a manager alone", [tool("pnpm", "10")], "node:24"],
  ["another language beside it", [tool("node", "24"), tool("python", "3.12")], "python:3.12"],
  ["uv", [tool("python", "3.12.4"), tool("uv")], "ghcr.io/astral-sh/uv:python3.12-bookworm"],
  ["Bun", [tool("bun", "1.3.0")], "oven/bun:1.3.0"],
  ["Bun beside Node.js", [tool("bun", "1.3.0"), tool("node", "24")], "node:24"],
  ["Deno by line", [tool("deno", "2")], "denoland/deno:debian-2.9.6"],
  ["an older Deno", [tool("deno", "1.46")], "node:24"],
  ["Maven", [tool("java", "21.0.2"), tool("maven")], "maven:3-eclipse-temurin-21"],
  ["Gradle", [tool("java", "17"), tool("gradle", "8.10")], "gradle:8.10-jdk17"],
  ["Erlang's release", [tool("elixir", "1.18.4"), tool("erlang", "27.1")], "elixir:1.18.4-otp-27"],
  ["both in one version", [tool("elixir", "1.18.4-otp-27"), tool("erlang", "27.1")], "elixir:1.18.4-otp-27"],
  [".NET by its major", [tool("dotnet", "9")], "mcr.microsoft.com/dotnet/sdk:9.0"],
  ["nothing", [], "buildpack-deps:bookworm"],
];

describe("the image", () => {
  it.each(IMAGES)("%s", (_what, toolchains, image) => {
    const { test } = yamlOf(pipelineOf([job("test", { toolchains, steps: [command("make test")] })]));
    expect(test?.image).toBe(image);
  });
});

const SETUPS: readonly (readonly [string, Partial<PipelineJob>, string])[] = [
  [
    "pnpm of package.json",
    { toolchains: [tool("node", "24"), tool("pnpm", "10.1.0", { versionFile: "package.json" })] },
    "corepack enable",
  ],
  ["pnpm of nobody", { toolchains: [tool("node", "24"), tool("pnpm", "9")] }, "npm install --global pnpm@9"],
  [
    "Corepack is gone",
    { toolchains: [tool("node", "26"), tool("yarn")] },
    "npm install --global --force corepack@0.36.0",
  ],
  [
    "Corepack is too old",
    { toolchains: [tool("node", "22.11.0"), tool("yarn")] },
    "npm install --global --force corepack@0.36.0",
  ],
  ["Yarn 4", { toolchains: [tool("node", "24"), tool("yarn", "4.1.0")] }, "corepack enable"],
  ["Yarn 1", { toolchains: [tool("node", "24"), tool("yarn", "1.22.22")] }, "npm install --global yarn@1.22.22"],
  ["Poetry of nobody", { toolchains: [tool("python", "3.13"), tool("poetry")] }, 'pip install "poetry==2.*"'],
  ["an older Deno", { toolchains: [tool("deno", "1.46")] }, "npm install --global deno@1.46"],
  ["parts of Rust", { toolchains: [tool("rust", "1.85", { with: ["clippy"] })] }, "rustup component add clippy"],
  [
    "a channel of Rust",
    { toolchains: [tool("rust", "nightly")] },
    "rustup toolchain install nightly --profile minimal",
  ],
  [
    "extensions of PHP",
    { toolchains: [tool("php", "8.4", { with: ["ext-intl", "zip", "json"] })] },
    "docker-php-ext-install intl zip",
  ],
  [
    "their packages",
    { toolchains: [tool("php", "8.4", { with: ["zip"] })] },
    "apt-get install --yes --no-install-recommends libzip-dev",
  ],
  ["CMake", { toolchains: [tool("cpp")] }, "apt-get install --yes --no-install-recommends cmake ninja-build"],
];

describe("before_script", () => {
  it.each(SETUPS)("%s", (_what, fields, line) => {
    const { test } = yamlOf(pipelineOf([job("test", { ...fields, steps: [command("cmake -B build")] })]));
    expect(test?.before_script).toContain(line);
  });
});

describe("the order", () => {
  it("lets a job need one that may be absent", () => {
    const jobs = [job("docs", { paths: ["docs/**"] }), job("after", { needs: ["docs"] })];
    expect(yamlOf(pipelineOf(jobs)).after?.needs).toEqual([{ job: "docs", optional: true }]);
  });

  it("goes through the gate, which GitLab does not need", () => {
    const jobs = [job("lint"), job("ok", { needs: ["lint"], isGate: true }), job("deploy", { needs: ["ok"] })];
    const file = yamlOf(pipelineOf(jobs));
    expect([file.ok, file.deploy?.needs]).toEqual([undefined, ["lint"]]);
  });

  it("never puts a job before one that it needs", () => {
    const file = yamlOf(pipelineOf([job("build"), job("lint", { needs: ["build"] })]));
    expect([file.stages, file.lint?.stage]).toEqual([["build"], "build"]);
  });
});

it("finishes on the default branch and cancels elsewhere", () => {
  const { workflow } = yamlOf(pipelineOf([job("test")]));
  expect(workflow).toMatchObject({
    auto_cancel: { on_new_commit: "interruptible" },
    rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }, { auto_cancel: { on_new_commit: "none" } }, {}],
  });
});

it("fills a cache once and only reads it in the other jobs", () => {
  const caches = [{ tool: "npm", keyFiles: ["package-lock.json"], directory: "." }] as const;
  const file = yamlOf(pipelineOf(["lint", "test"].map((id) => job(id, { toolchains: [tool("node")], caches }))));
  expect([file.lint?.cache, file.test?.cache]).toEqual([undefined, { policy: "pull" }]);
});

it("takes two key files at most", () => {
  const caches = [{ tool: "gradle", keyFiles: ["a", "b", "c"], directory: "." }] as const;
  const { test } = yamlOf(pipelineOf([job("test", { caches })]));
  expect(test?.cache).toMatchObject({ key: { prefix: "gradle", files: ["a", "b"] } });
});

it("keeps deployments from being cancelled or repeated", () => {
  const deploy = job("deploy", { exclusiveGroup: "production", environment: { name: "production", url: null } });
  const file = yamlOf(pipelineOf([deploy]));
  const kept = { interruptible: false, resource_group: "production", retry: 0, environment: "production" };
  expect(file.deploy).toMatchObject(kept);
});

it("compares changed files with the default branch where a branch has nothing else", () => {
  const triggers = { ...pipelineOf([]).triggers, push: ["main", "next"] };
  const { test } = yamlOf(pipelineOf([job("test", { paths: ["api/**"] })], { triggers }));
  expect(test?.rules).toMatchObject([{ changes: { compare_to: "refs/heads/main" } }, { changes: ["api/**"] }]);
});

it("lists what it cannot say", () => {
  const steps = [
    { kind: "foreign", name: "Upload", platform: "github", what: "uses: a/b@v1" } as const,
    command("./notify", { condition: "failure()" }),
    command("./clean", { condition: "always()" }),
  ];
  const { file, notCarried } = render(pipelineOf([job("test", { steps })]));
  expect(notCarried.map(({ detail }) => detail)).toEqual([
    "Step `Upload` (uses: a/b@v1) has no counterpart in GitLab.",
    "Step `./notify` runs only if `failure()`; add it with `rules` of its own.",
  ]);
  expect(parse(file.text).test.after_script).toEqual(["./clean"]);
});

it("is refused by the schema when it is wrong", () => {
  expect(validate({ test: { script: ["true"], timeot: "1h" } })).toBe(false);
});
