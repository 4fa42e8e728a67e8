import { describe, expect, it } from "vitest";
import { noCi } from "../../../worker/engine/rules/repo/no-ci.ts";
import { findingsOf } from "../../support/engine.ts";

const CODE = { "package.json": "{}", "src/index.ts": null };

describe("no-ci stays silent", () => {
  it.each([
    ".github/workflows/ci.yml",
    ".github/workflows/release.yaml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "Jenkinsfile",
    "ci/Jenkinsfile.release",
    ".travis.yml",
    "azure-pipelines.yml",
    "build/azure-pipelines-nightly.yaml",
    ".azuredevops/build.yml",
    "bitbucket-pipelines.yml",
    ".buildkite/pipeline.yml",
    ".drone.yml",
    ".drone.star",
    "appveyor.yml",
    ".woodpecker.yml",
    ".woodpecker/test.yaml",
    ".cirrus.yml",
    ".forgejo/workflows/test.yml",
    ".gitea/workflows/test.yaml",
    ".semaphore/semaphore.yml",
    "cloudbuild.yaml",
    "buildspec.yml",
    ".teamcity/settings.kts",
    ".tekton/push.yaml",
    ".builds/alpine.yml",
    ".build.yml",
    ".taskcluster.yml",
    "bamboo-specs/bamboo.yml",
  ])("where %s builds the code", (path) => {
    expect(findingsOf(noCi, { ...CODE, [path]: null })).toEqual([]);
  });
});

describe("no-ci reports", () => {
  it.each([
    ["code", CODE, "high"],
    ["an action of its own", { "action.yml": "runs: {using: node24, main: i.js}\n" }, "high"],
    ["other GitHub files", { ...CODE, ".github/dependabot.yml": "version: 2\n", ".github/CODEOWNERS": null }, "high"],
    ["a workflow where GitHub does not read it", { ...CODE, "packages/a/.github/workflows/ci.yml": null }, "high"],
    ["names that only look like a pipeline", { ...CODE, "src/pipeline.yml": null, "docs/travis.yml": null }, "high"],
    ["documents only", { "README.md": null, "docs/index.md": null }, "low"],
    ["nothing at all", {}, "low"],
  ])("a repository with %s", (_, files, severity) => {
    expect(findingsOf(noCi, files)).toEqual([
      expect.objectContaining({
        severity,
        path: ".github/workflows",
        range: { line: 1, column: 1, endLine: 1, endColumn: 1 },
      }),
    ]);
  });

  it("the same finding whatever else changes", () => {
    const [first, second] = [CODE, { "go.mod": "module a\n" }].map((files) => findingsOf(noCi, files)[0]?.fingerprint);
    expect(first).toBe(second);
  });
});
