import { describe, expect, it } from "vitest";
import { missingUpdateTool } from "../../../worker/engine/rules/repo/missing-update-tool.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CI = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v6\n";
const COMMANDS = CI.replace("uses: actions/checkout@v6", "run: make");
const path = ".github/workflows/ci.yml";

describe("missing-update-tool stays silent", () => {
  it.each([
    ["a dependabot.yml", { [path]: CI, ".github/dependabot.yml": "version: 2\nupdates: []\n" }],
    ["a dependabot.yaml that was not read", { [path]: CI, ".github/dependabot.yaml": null }],
    ["a renovate.json", { [path]: CI, "renovate.json": "{}" }],
    ["a renovate.json5", { [path]: CI, ".github/renovate.json5": "{ // why\n}" }],
    ["a .renovaterc", { [path]: CI, ".renovaterc": "{}" }],
    ["renovate inside package.json", { "package.json": '{"renovate": {"extends": ["config:recommended"]}}' }],
    ["Scala Steward", { [path]: CI, ".scala-steward.conf": null }],
    [
      "a workflow that runs Renovate",
      { [path]: CI.replace("uses: actions/checkout@v6", `uses: renovatebot/github-action@${"a".repeat(40)}`) },
    ],
    ["GitLab", { ".gitlab-ci.yml": "a:\n  script: make\n", "Cargo.toml": null }],
    ["nothing to update", { "README.md": null }],
    ["a workflow of commands alone", { [path]: COMMANDS }],
    ["a workflow of the repository's own actions", { [path]: CI.replace("actions/checkout@v6", "./setup") }],
    ["manifests of samples alone", { "examples/app/package-lock.json": null, "testdata/go.sum": null }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingUpdateTool, files)).toEqual([]);
  });
});

describe("missing-update-tool reports", () => {
  it.each([
    ["a workflow", { [path]: CI }],
    ["a workflow that was not read", { [path]: null }],
    ["a manifest in the root", { "go.mod": null }],
    ["a lockfile below the root", { "web/pnpm-lock.yaml": null }],
    ["a package.json without the key", { "package.json": "{}" }],
  ])("%s without a tool, once", (_, files) => {
    expect(placesOf(missingUpdateTool, files)).toEqual([".github/dependabot.yml:1:1 medium"]);
  });
});

describe("missing-update-tool fixes", () => {
  it("by a file with an entry for each ecosystem", () => {
    const { text } = fixOf(missingUpdateTool, { [path]: CI, "package.json": "{}", "package-lock.json": null });
    const entry = (name: string) =>
      `  - package-ecosystem: ${name}\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n    groups:\n      ${name}:\n        patterns: ["*"]\n`;
    expect(text).toBe(`version: 2\nupdates:\n${entry("github-actions")}${entry("npm")}`);
  });
});
