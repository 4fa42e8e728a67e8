import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { TOOL_INSTALLERS } from "../../../worker/engine/data/tool-installers.ts";
import { TOOL_RELEASES } from "../../../worker/engine/data/tool-versions.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { unpinnedToolVersion } from "../../../worker/engine/rules/github/unpinned-tool-version.ts";
import { findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const steps = (body: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${body}`;
const TRIVY = "      - uses: aquasecurity/setup-trivy@v0.2.3\n";
const LINT = "      - uses: golangci/golangci-lint-action@v8\n";

describe("unpinned-tool-version stays silent", () => {
  it.each([
    ["a written version", steps(`${TRIVY}        with:\n          version: v0.70.0\n`)],
    ["a version in braces", steps("      - { uses: aquasecurity/setup-trivy@v0.2.3, with: { version: v0.70.0 } }\n")],
    ["a version from an expression", steps(`${TRIVY}        with:\n          version: \${{ env.TRIVY }}\n`)],
    ["a version of the matrix", steps(`${TRIVY}        with: {version: "\${{ matrix.trivy }}"}\n`)],
    ["a range", steps("      - uses: goreleaser/goreleaser-action@v5\n        with:\n          version: ~> v2\n")],
    ["an action whose default is bounded", steps("      - uses: goreleaser/goreleaser-action@v6\n")],
    [
      "an action of an unknown version whose default was bounded later",
      steps(`      - uses: goreleaser/goreleaser-action@${"a".repeat(40)}\n`),
    ],
    ["an action with a fixed default", steps("      - uses: aquasecurity/trivy-action@0.35.0\n")],
    [
      "a file with the version",
      steps(
        "      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version_file: .terraform-version\n",
      ),
    ],
    [
      "an action that installs nothing",
      steps("      - uses: google-github-actions/setup-gcloud@v2\n        with:\n          skip_install: true\n"),
    ],
    ["an action that looks into the project first", steps("      - uses: astral-sh/setup-uv@v6\n")],
    [
      "an action with versions of its own",
      steps("      - uses: taiki-e/install-action@v2\n        with:\n          tool: just\n"),
    ],
    ["another action with a version input", steps("      - uses: o/r@v1\n        with:\n          version: latest\n")],
    [
      "a folder of a known repository with another action",
      steps("      - uses: snyk/actions/node@v1\n        with:\n          snyk-version: latest\n"),
    ],
    ["a local action", steps("      - uses: ./setup-trivy\n        with:\n          version: latest\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(unpinnedToolVersion, text)).toEqual([]);
  });

  it("on a linter that go.mod chooses", () => {
    const files = {
      [WORKFLOW]: steps(LINT),
      "go.mod": "module x\n\nrequire github.com/golangci/golangci-lint v1.64.8\n",
    };
    expect(placesOf(unpinnedToolVersion, files)).toEqual([]);
  });
});

const installing = TOOL_INSTALLERS.map(({ action, input, moving, isDefault }) => ({
  action,
  input,
  moving,
  isDefault,
}));

describe("each installer of the table", () => {
  it.each(installing)("$action told to take the newest, and not a version", ({ action, input, moving }) => {
    const text = (value: string) =>
      steps(`      - uses: ${action}@v1\n        with:\n          ${input}: "${value}"\n`);
    for (const value of moving) expect(placesOf(unpinnedToolVersion, text(value))).toHaveLength(1);
    expect(placesOf(unpinnedToolVersion, text("1.2.3"))).toEqual([]);
  });

  it.each(installing)("$action without a version by what its default is", ({ action, isDefault }) => {
    const text = steps(`      - uses: ${action}@v1\n`);
    expect(placesOf(unpinnedToolVersion, text)).toHaveLength(isDefault === false ? 0 : 1);
  });
});

describe("unpinned-tool-version reports", () => {
  it.each([
    ["a missing version at the action", steps(TRIVY), ["6:15 medium"]],
    [
      "a pinned action too",
      steps(`      - uses: aquasecurity/setup-trivy@${"a".repeat(40)} # v0.2.3\n`),
      ["6:15 medium"],
    ],
    ["an empty version", steps(`${TRIVY}        with:\n          version:\n`), ["6:15 medium"]],
    ["`latest` where it stands", steps(`${TRIVY}        with:\n          version: latest\n`), ["8:20 medium"]],
    ["quotes and case", steps(`${TRIVY}        with:\n          Version: 'Latest'\n`), ["8:20 medium"]],
    ["names in another case", steps("      - uses: AquaSecurity/Setup-Trivy@v0.2.3\n"), ["6:15 medium"]],
    [
      "an old action with an unbounded default",
      steps("      - uses: goreleaser/goreleaser-action@v5\n"),
      ["6:15 medium"],
    ],
    ["a linter without a version", steps(LINT), ["6:15 medium"]],
    ["CRLF and flow style", "on: push\r\njobs: {a: {steps: [{uses: azure/setup-helm@v4}]}}\r\n", ["2:27 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unpinnedToolVersion, text)).toEqual(places);
  });

  it("steps of one action once, the others as evidence", () => {
    const [finding, ...others] = findingsOf(unpinnedToolVersion, steps(TRIVY + TRIVY));
    expect(others).toEqual([]);
    expect(finding?.evidence.map(({ line }) => line)).toEqual([6, 7]);
  });

  it("a composite action", () => {
    const text =
      "name: x\nruns:\n  using: composite\n  steps:\n    - uses: azure/setup-kubectl@v4\n      with:\n        version: latest\n";
    expect(placesOf(unpinnedToolVersion, { "setup/action.yml": text })).toEqual(["setup/action.yml:7:18 medium"]);
  });
});

const RELEASES: Readonly<Record<string, string>> = { trivy: "0.70.0", "golangci-lint": "2.14.0" };
const options = { lookups: withAnswers({ toolVersion: (tool) => RELEASES[tool] ?? "unknown" }) };

describe("unpinned-tool-version fixes", () => {
  it.each([
    [
      "a written `latest`",
      `${TRIVY}        with:\n          version: latest # newest\n`,
      `${TRIVY}        with:\n          version: v0.70.0 # newest\n`,
    ],
    [
      "one in quotes",
      `${TRIVY}        with:\n          version: "latest"\n`,
      `${TRIVY}        with:\n          version: "v0.70.0"\n`,
    ],
    ["a missing input", TRIVY, `${TRIVY}        with:\n          version: v0.70.0\n`],
    [
      "a missing input beside others",
      `${TRIVY}        with:\n          cache: false\n`,
      `${TRIVY}        with:\n          cache: false\n          version: v0.70.0\n`,
    ],
    [
      "every place",
      `${TRIVY}        with: {version: latest}\n${TRIVY}`,
      `${TRIVY}        with: {version: v0.70.0}\n${TRIVY}        with:\n          version: v0.70.0\n`,
    ],
  ])("%s", (_, before, after) => {
    expect(fixOf(unpinnedToolVersion, steps(before), options).text).toBe(steps(after));
  });
});

describe("the table of releases", () => {
  it("what its own table knows", () => {
    const text = "      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: latest\n";
    expect(fixOf(unpinnedToolVersion, steps(text), { lookups: tableLookups() }).text).toMatch(
      /terraform_version: \d+\.\d+\.\d+\n/,
    );
  });

  it.each(TOOL_RELEASES)("$tool, which some action installs", ({ tool, version, seen }) => {
    expect(TOOL_INSTALLERS.some((installer) => installer.tool === tool)).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(seen).toMatch(/^2026-\d\d-\d\d$/);
  });
});

describe("unpinned-tool-version offers no fix", () => {
  it.each([
    ["for a tool whose release is unknown", "      - uses: azure/setup-helm@v4\n"],
    ["for an action too old for the release", "      - uses: golangci/golangci-lint-action@v6\n"],
    ["for an input that is there and empty", `${TRIVY}        with:\n          version:\n`],
  ])("%s", (_, body) => {
    expect(fixOf(unpinnedToolVersion, steps(body), options)).toMatchObject({
      text: null,
      reason: expect.stringMatching(/by hand|raise the action/),
    });
  });
});
