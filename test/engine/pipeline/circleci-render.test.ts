import { describe, expect, it } from "vitest";
import { renderCircleci } from "../../../worker/engine/pipeline/circleci/render.ts";
import type { Pipeline, PipelineJob } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW } from "../../support/engine.ts";
import { command, job, pipelineOf } from "../../support/pipelines.ts";

const render = (pipeline: Pipeline) => renderCircleci(pipeline, { pins: () => null, now: NOW });
const text = (jobs: readonly PipelineJob[], fields: Partial<Pipeline> = {}) =>
  render(pipelineOf(jobs, fields)).file.text;
const tool = (name: PipelineJob["toolchains"][number]["tool"], version: string | null = null) => ({
  tool: name,
  version,
  versionFile: null,
  with: [],
});

describe("images", () => {
  const image = (...toolchains: PipelineJob["toolchains"]) =>
    /image: (.*)/.exec(text([job("a", { toolchains, steps: [command("true")] })]))?.[1];

  it.each([
    ["no tool at all", [], "cimg/base:2026.09"],
    ["a release line of Node", [tool("node", "22")], "cimg/node:22.23.3"],
    ["an exact version", [tool("node", "v20.11.1")], "cimg/node:20.11.1"],
    ["a minor of Node", [tool("node", "20.11")], "cimg/node:20.11"],
    ["a line that no table knows", [tool("python", "3.9")], "cimg/python:3.9"],
    ["Java in both of its spellings", [tool("java", "1.8")], "cimg/openjdk:8.0"],
    ["Java by its line", [tool("java", "21")], "cimg/openjdk:21.0.12"],
    ["a toolchain of Rust that is a name", [tool("rust", "stable")], "cimg/rust:1.99.0"],
    ["a package manager alone", [tool("pnpm", "10.1.0")], "cimg/node:24.21.0"],
    ["Clojure with its Java", [tool("clojure"), tool("java", "17")], "cimg/clojure:1.12.0-openjdk-17.0"],
    ["Elixir with its Erlang", [tool("elixir", "1.20"), tool("erlang", "27.1")], "cimg/elixir:1.20.4-erlang-27.3.4"],
    [
      "a pair that only Elixir's makers build",
      [tool("elixir", "1.17.3"), tool("erlang", "26")],
      "elixir:1.17.3-otp-26",
    ],
    ["a Java with its build", [tool("java", "21.0.5+11")], "cimg/openjdk:21.0.5"],
    ["an old line of Node", [tool("node", "18")], "cimg/node:18.20.8"],
    [
      "Clojure with a Java that it has no image for",
      [tool("clojure"), tool("java", "25")],
      "cimg/clojure:1.12.0-openjdk-21.0",
    ],
    ["an old line of Gleam", [tool("gleam", "1.4")], "ghcr.io/gleam-lang/gleam:v1.4.0-erlang"],
    ["Gleam", [tool("gleam", "1.18.1")], "ghcr.io/gleam-lang/gleam:v1.18.1-erlang"],
    ["Erlang's lines", [tool("erlang", "27")], "erlang:27"],
    [".NET", [tool("dotnet", "9")], "mcr.microsoft.com/dotnet/sdk:9.0"],
    ["the harder language first", [tool("node", "24"), tool("php", "8.3")], "cimg/php:8.3.31"],
  ] as const)("%s", (_, toolchains, expected) => {
    expect(image(...toolchains)).toBe(expected);
  });

  it("says what the image has not", () => {
    const { notCarried } = render(pipelineOf([job("a", { toolchains: [tool("rust"), tool("ruby")] })]));
    expect(notCarried.find((each) => each.job === "a")?.detail).toContain("has no rust");
  });

  it("says that another version takes the place of one without an image", () => {
    const { notCarried } = render(pipelineOf([job("a", { toolchains: [tool("node", "5")] })]));
    expect(notCarried.at(-1)?.detail).toBe("No image is known for node 5, so `cimg/node:24.21.0` is used.");
  });
});

describe("set-up", () => {
  const steps = (...toolchains: PipelineJob["toolchains"]) => text([job("a", { toolchains })]);

  it.each([
    ["Corepack where Node brings it", [tool("node", "24"), tool("pnpm")], "command: sudo corepack enable"],
    [
      "Corepack where it has to be installed",
      [tool("node", "26"), tool("yarn")],
      "npm install --global --force corepack@0.36.0 && sudo corepack enable",
    ],
    ["nothing for the Yarn of the image", [tool("node", "24"), tool("yarn", "1.22.22")], null],
    ["nothing for Poetry of the image", [tool("python", "3.13"), tool("poetry")], null],
    ["a version of Poetry", [tool("python", "3.13"), tool("poetry", "2.1.1")], 'pip install "poetry==2.1.1"'],
    ["Node for pnpm beside Python", [tool("python"), tool("pnpm", "10.0.0")], "node-v24.21.0-linux-x64.tar.gz"],
    ["a channel of Rust", [tool("rust", "nightly")], "rustup default nightly"],
    ["Java beside Python", [tool("python"), tool("java", "21")], "openjdk-21-jdk-headless"],
    ["the newest release of a line of PyPI", [tool("python"), tool("uv", "0.9")], 'pip install "uv==0.9.*"'],
    ["PyPI's programs beside Ubuntu's Python", [tool("ruby"), tool("poetry", "2.1.1")], 'pipx install "poetry==2.1.1"'],
    ["an archive of a line", [tool("go"), tool("golangci-lint", "v2.3")], "golangci-lint-2.3.0-linux-amd64.tar.gz"],
    ["Go beside Python", [tool("python"), tool("go", "1.22")], "https://go.dev/dl/go1.22.0.linux-amd64.tar.gz"],
    ["Zig by the old name of its archive", [tool("zig", "0.13.0")], "zig-linux-x86_64-0.13.0.tar.xz"],
    ["without sudo in images of others", [tool("dotnet"), tool("node")], "tar.gz | tar --extract"],
  ] as const)("%s", (_, toolchains, expected) => {
    if (expected === null) expect(steps(...toolchains)).not.toContain("- run:");
    else expect(steps(...toolchains)).toContain(expected);
  });
});

describe("jobs", () => {
  it("keep here-documents from being read as parameters", () => {
    expect(text([job("a", { steps: [command("cat <<EOF\nx\nEOF")] })])).toContain("cat \\<<EOF");
  });

  it("name the ports that two services share", () => {
    const service = (name: string) => ({ name, image: `${name}:1`, port: 5432, env: {}, health: null });
    const yaml = text([
      job("a", { services: [service("postgres"), service("shard")], env: { SHARD: "{{host:shard}}:5432" } }),
    ]);
    expect(yaml).toContain("- image: shard:1\n        name: shard");
    expect(yaml).toContain("SHARD: shard:5432");
    expect(yaml).toContain("dockerize -wait tcp://localhost:5432");
    expect(yaml).toContain("dockerize -wait tcp://shard:5432");
  });

  it("run on a runner of one's own without an image", () => {
    const yaml = text([job("a", { runner: "acme/linux" })]);
    expect(yaml).toContain("machine: true\n    resource_class: acme/linux");
    expect(yaml).not.toContain("docker:");
  });

  it("translate what they can of a condition and leave out the rest with a word", () => {
    const conditions = ["always()", "failure()", "github.ref == 'refs/heads/main'"];
    const steps = conditions.map((condition, index) => command(`echo ${index}`, { condition }));
    const { file, notCarried } = render(pipelineOf([job("a", { steps })]));
    expect(file.text).toContain("command: echo 0\n          when: always");
    expect(file.text).toContain("command: echo 1\n          when: on_fail");
    expect(file.text).not.toContain("echo 2");
    expect(notCarried.at(-1)?.detail).toContain("`echo 2` is left out");
  });
});

it("install Corepack where one Node of the matrix lacks it", () => {
  const matrix = { axis: "node", values: ["24", "26"] } as const;
  const yaml = text([job("a", { toolchains: [tool("node", "matrix"), tool("yarn")], matrix })]);
  expect(yaml).toContain("npm install --global --force corepack");
});

describe("programs that commands call", () => {
  it.each([
    ["just test", "https://github.com/casey/just/releases/download/"],
    ["cargo nextest run", "cargo install --locked cargo-nextest"],
    ["CI=1 conan install . && cmake -B build", "pipx install conan"],
  ])("%s", (run, expected) => {
    expect(text([job("a", { steps: [command(run)] })])).toContain(expected);
  });
});

describe("artifacts", () => {
  it("are gathered where a glob names them", () => {
    const artifact = { retentionDays: 7, when: "always", report: "junit" } as const;
    const yaml = text([
      job("a", { artifacts: [{ ...artifact, name: "test results", paths: ["**/target/*.xml", "log"] }] }),
    ]);
    expect(yaml).toContain(
      "find . -path './**target/*.xml' -exec cp --parents --recursive {} /tmp/artifacts/test-results \\;",
    );
    expect(yaml).toContain("when: always");
    expect(yaml).toContain("store_test_results:\n          path: /tmp/artifacts/test-results");
    expect(yaml).toContain("store_artifacts:\n          path: log\n          destination: test results");
  });
});

describe("workflows", () => {
  it("wait for jobs and pass by those that may fail", () => {
    const yaml = text([job("a", { allowFailure: true }), job("b"), job("c", { needs: ["a", "b", "gone"] })]);
    expect(yaml).toContain("- a: [success, failed]\n            - b");
  });

  it("do not wait for jobs that never run with them", () => {
    const yaml = text([job("a", { when: "default_branch" }), job("b"), job("c", { when: "tag", needs: ["a", "b"] })]);
    expect(yaml).toContain("requires: [b]");
  });

  it.each([
    ["default_branch", "branches:\n              only: main"],
    ["pull_request", "branches:\n              ignore: main"],
    ["tag", "branches:\n              ignore: /.*/\n            tags:\n              only: /v.*/"],
  ] as const)("filter a job for %s", (when, expected) => {
    const triggers = {
      push: ["main"],
      pullRequest: true,
      mergeGroup: false,
      tags: ["v*"],
      schedule: [],
      manual: false,
    };
    expect(text([job("a", { when })], { triggers })).toContain(expected);
  });

  it("run nothing by branch where neither pushes nor pull requests start it", () => {
    const triggers = { push: [], pullRequest: false, mergeGroup: false, tags: [], schedule: [], manual: true };
    expect(text([job("a")], { triggers })).toContain("ignore: /.*/");
  });

  it("keep lines of versions in the matrix, so that jobs are named after them", () => {
    const matrix = { axis: "python", values: ["3.12", "3.13"] } as const;
    expect(text([job("a", { toolchains: [tool("python", "matrix")], matrix })])).toContain('python: ["3.12", "3.13"]');
  });
});
