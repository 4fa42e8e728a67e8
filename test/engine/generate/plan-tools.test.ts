import { describe, expect, it } from "vitest";
import type { Component } from "../../../worker/engine/profile/stack-profile.ts";
import { component, evidence, jobOf, manager, pipelineOf, toolsOf } from "./plan-profiles.ts";

describe("tools", () => {
  it("are there only for the jobs that call them", () => {
    const commands = { lint: "golangci-lint run", test: "go test ./...", build: "go build ./..." };
    const { jobs } = pipelineOf([component({ ecosystem: "go", commands })], { style: "parallel" });
    expect(jobs.map((job) => [job.id, toolsOf(job)])).toEqual([
      ["lint", ["go 1.26", "golangci-lint 2.14.0"]],
      ["test", ["go 1.26"]],
    ]);
  });

  it("are those of the package manager once, however often commands call it", () => {
    const commands = { test: "uv run pytest && uvx ruff check && npx pyright" };
    const job = jobOf(
      pipelineOf([component({ ecosystem: "python", packageManager: manager("uv", "uv.lock"), commands })]),
      "test",
    );
    expect(toolsOf(job)).toEqual(["python 3.13", "uv", "node"]);
  });

  it("build a Rust workspace apart from its tests", () => {
    const commands = { test: "cargo test --workspace", build: "cargo build --release" };
    const monorepo = { tool: "cargo", packages: ["crates/a"] };
    const ids = pipelineOf([component({ ecosystem: "rust", monorepo, commands })]).jobs.map(({ id }) => id);
    expect(ids).toEqual(["test", "build"]);
  });
});

describe("caches", () => {
  const keys = (given: Component) =>
    jobOf(pipelineOf([given]), "test").caches.map((cache) => [cache.tool, ...cache.keyFiles]);
  const tested = (name: string, lockfile: string | null, rest: Partial<Component> = {}) =>
    component({
      ecosystem: "python",
      packageManager: manager(name, lockfile),
      commands: { test: "run tests" },
      ...rest,
    });
  it.each([
    ["no lockfile, no cache", tested("npm", null), []],
    ["uv", tested("uv", "api/uv.lock"), [["uv", "api/uv.lock"]]],
    ["Bundler", tested("bundler", "Gemfile.lock"), [["ruby", "Gemfile.lock"]]],
    [
      "Maven by its manifest",
      tested("maven", null, { evidence: [evidence("package_manager", "maven", "pom.xml")] }),
      [["maven", "pom.xml"]],
    ],
    [
      "Gradle by what is proven",
      tested("gradle", null, {
        evidence: [
          evidence("package_manager", "gradle", "gradle/wrapper/gradle-wrapper.properties"),
          evidence("build", "x", "README.md"),
        ],
      }),
      [["gradle", "gradle/wrapper/gradle-wrapper.properties"]],
    ],
  ])("%s", (_name, given, expected) => {
    expect(keys(given)).toEqual(expected);
  });

  it("are named by the files that pip installs from, in the component's folder", () => {
    const api = component({
      ecosystem: "python",
      path: "api",
      packageManager: manager("pip", null),
      commands: { install: "pip install -r requirements.txt -r ../dev-requirements.txt", test: "pytest" },
    });
    expect(keys(api)).toEqual([["pip", "api/requirements.txt", "dev-requirements.txt"]]);
  });
});

describe("reports", () => {
  it.each([
    ["./mvnw -B verify", ["**/target/surefire-reports/TEST-*.xml"]],
    ["./gradlew check", ["**/build/test-results/**/TEST-*.xml"]],
    ["pytest --junitxml=out/junit.xml", ["out/junit.xml"]],
    ["pytest", undefined],
    ["npm test", undefined],
  ])("of `%s`", (test, paths) => {
    const job = jobOf(pipelineOf([component({ ecosystem: "java", commands: { test } })]), "test");
    expect(job.artifacts[0]?.paths).toEqual(paths);
  });

  it.each([
    ["pytest --cov --cov-report=xml", "coverage.xml", "cobertura"],
    ["pytest --cov-report xml:out/cov.xml", "out/cov.xml", "cobertura"],
    ["go test -coverprofile=cover.out ./...", "cover.out", null],
  ])("of the coverage that `%s` writes, in the component's folder", (test, path, report) => {
    const { artifacts } = jobOf(pipelineOf([component({ ecosystem: "go", path: "api", commands: { test } })]), "test");
    expect(artifacts).toEqual([{ name: "coverage", paths: [`api/${path}`], retentionDays: 7, when: "always", report }]);
  });
});
