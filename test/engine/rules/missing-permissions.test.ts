import { describe, expect, it } from "vitest";
import { missingPermissions } from "../../../worker/engine/rules/github/missing-permissions.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (id: string, steps: string[], ...lines: string[]) =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${lines.map((line) => `    ${line}\n`).join("")}    steps:\n${steps.map((step) => `      ${step}\n`).join("")}`;
const CHECKOUT = ["- uses: actions/checkout@v7", "  with: { persist-credentials: false }"];
const BUILD = job("build", [...CHECKOUT, "- run: make"]);
const ci = (jobs = BUILD, on = "on: push", top = "") => `name: ci\n${on}\n${top}jobs:\n${jobs}`;

describe("missing-permissions stays silent", () => {
  it.each([
    ["a list at the top", ci(BUILD, "on: push", "permissions:\n  contents: read\n")],
    ["no permission at all at the top", ci(BUILD, "on: push", "permissions: {}\n")],
    ["read-all at the top, which is another rule's", ci(BUILD, "on: push", "permissions: read-all\n")],
    ["a list in the only job", ci(job("build", ["- run: make"], "permissions:", "  contents: read"))],
    ["lists in every job", ci(job("a", ["- run: a"], "permissions: {}") + job("b", ["- run: b"], "permissions: {}"))],
    ["a workflow that others call", ci(BUILD, "on: workflow_call")],
    ["a called workflow with inputs", ci(BUILD, "on:\n  workflow_call:\n    inputs: {}")],
    ["a misspelt list, another rule's business", ci(BUILD, "on: push", "permission:\n  contents: read\n")],
    ["a file without jobs", "on: push\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(missingPermissions, text)).toEqual([]);
  });
});

describe("missing-permissions reports once per workflow", () => {
  it.each([
    ["a workflow without any", ci(), ["2:1 medium"]],
    ["two jobs without any", ci(BUILD + job("b", ["- run: b"])), ["2:1 medium"]],
    ["one job of two", ci(job("a", ["- run: a"], "permissions: {}") + job("b", ["- run: b"])), ["10:3 medium"]],
    ["a trigger that strangers start", ci(BUILD, "on: pull_request_target"), ["2:1 high"]],
    ["one of several triggers", ci(BUILD, "on: [push, issue_comment]"), ["2:1 high"]],
    ["a workflow that is called and pushed to", ci(BUILD, "on: [push, workflow_call]"), ["2:1 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingPermissions, text)).toEqual(places);
  });
});

describe("missing-permissions fixes", () => {
  it("a workflow that only reads", () => {
    const { text, remediation } = fixOf(missingPermissions, ci());
    expect(text).toBe(ci(BUILD, "on: push", "permissions:\n  contents: read\n"));
    expect(remediation?.fixClass).toBe("review");
  });

  it("with an empty line where the file has one, and CRLF", () => {
    const text = ci(BUILD, "on:\n  push:\n    branches: [main] # trunk\n").replaceAll("\n", "\r\n");
    expect(fixOf(missingPermissions, text).text).toContain(
      "# trunk\r\n\r\npermissions:\r\n  contents: read\r\n\r\njobs:",
    );
  });

  it("a workflow that needs nothing", () => {
    expect(fixOf(missingPermissions, ci(job("a", ["- run: make"]))).text).toContain("on: push\npermissions: {}\njobs:");
  });

  it("jobs that need more with a list of their own", () => {
    const comment = job("comment", ["- run: gh pr comment 1 --body hi", "  env: { GH_TOKEN: '${{ github.token }}' }"]);
    const { text } = fixOf(missingPermissions, ci(BUILD + comment));
    expect(text).toContain("permissions:\n  contents: read\njobs:");
    expect(text).toMatch(
      /comment:\n {4}runs-on: ubuntu-24.04\n {4}timeout-minutes: 5\n {4}permissions:\n(?: {6}[a-z-]+: (?:read|write)\n)+ {4}steps:/,
    );
    expect(text).toContain("pull-requests: write");
  });

  it("a job that pushes with the right to do so", () => {
    const push = job("push", ["- uses: actions/checkout@v7", "- run: |", "    git commit -am x", "    git push"]);
    expect(fixOf(missingPermissions, ci(push)).text).toContain("permissions:\n      contents: write\n");
  });

  it("a release by a known action", () => {
    const release = job("release", ["- uses: softprops/action-gh-release@v2"]);
    expect(fixOf(missingPermissions, ci(release)).text).toContain("contents: write");
  });

  it("only the jobs without a list", () => {
    const { text } = fixOf(missingPermissions, ci(job("a", CHECKOUT, "permissions: {}") + BUILD));
    expect(text?.match(/permissions:/g)).toHaveLength(2);
  });

  it("through a local composite action", () => {
    const files = {
      ".github/workflows/ci.yml": ci(job("a", ["- uses: ./.github/actions/label"])),
      ".github/actions/label/action.yml": "runs:\n  using: composite\n  steps:\n    - uses: actions/labeler@v6\n",
    };
    expect(fixOf(missingPermissions, files).text).toContain("pull-requests: write");
  });

  it.each([
    ["an action that is in no table", ["- uses: acme/mystery@v1"], "acme/mystery"],
    [
      "a script that is handed the token",
      ["- run: ./release.sh", "  env: { TOKEN: '${{ secrets.GITHUB_TOKEN }}' }"],
      "release.sh",
    ],
    ["a token inside a script", ["- run: node publish.mjs ${{ github.token }}"], "publish.mjs"],
    ["a local action that is not there", ["- uses: ./.github/actions/none"], ".github/actions/none"],
    ["an image", ["- uses: docker://alpine:3"], "docker://alpine"],
  ])("never with %s, whose need is unknown, and names it", (_, steps, named) => {
    const { text, reason } = fixOf(missingPermissions, ci(job("a", steps)));
    expect(text).toBeNull();
    expect(reason).toContain(named);
  });

  it("never a call of another repository's workflow", () => {
    const { text, reason } = fixOf(
      missingPermissions,
      ci("  call:\n    uses: acme/ci/.github/workflows/build.yml@v1\n"),
    );
    expect(text).toBeNull();
    expect(reason).toContain("`call`");
  });
});
