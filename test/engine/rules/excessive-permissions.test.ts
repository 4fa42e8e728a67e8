import { describe, expect, it } from "vitest";
import { analyze } from "../../../worker/engine/analyze.ts";
import { applyToFiles } from "../../../worker/engine/edit/apply-edits.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { composeRemediations } from "../../../worker/engine/prove/compose.ts";
import { excessivePermissions } from "../../../worker/engine/rules/github/excessive-permissions.ts";
import { missingJobTimeout } from "../../../worker/engine/rules/github/missing-job-timeout.ts";
import { fixOf, NOW, placesOf, snapshot, WORKFLOW } from "../../support/engine.ts";

const job = (id: string, step: string, ...lines: string[]) =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${lines.map((line) => `    ${line}\n`).join("")}    steps:\n      - ${step}\n`;
const MAKE = job("build", "run: make");
const RELEASE = job("release", "uses: softprops/action-gh-release@v2");
const MYSTERY = job("mystery", "uses: acme/mystery@v1");
const ci = (permissions: string, jobs = MAKE + RELEASE) => `on: push\n${permissions}\njobs:\n${jobs}`;
const WRITE = "permissions:\n  contents: write";

describe("excessive-permissions stays silent", () => {
  it.each([
    ["reading lists", ci("permissions:\n  contents: read\n  issues: read")],
    ["no permission", ci("permissions: {}")],
    ["no declaration, which is another rule's", ci("name: ci")],
    ["a writing list with a single job", ci(WRITE, RELEASE)],
    ["a writing list that every job uses", ci(WRITE, RELEASE + job("other", "uses: softprops/action-gh-release@v2"))],
    ["a writing list of which one job is the heir", ci(WRITE, RELEASE + job("build", "run: make", "permissions: {}"))],
    ["jobs of unknown need only", ci(WRITE, MYSTERY + job("b", "uses: acme/other@v1"))],
    ["a writing list in a job", ci("permissions: {}", job("a", "run: make", "permissions:", "  contents: write"))],
    ["a level that GitHub does not know", ci("permissions:\n  contents: admin")],
    ["write-all that no job inherits", ci("permissions: write-all", job("a", "run: make", "permissions: {}"))],
    ["read-all in a workflow without jobs", "on: push\npermissions: read-all\n"],
    ["a workflow without jobs", "on: push\npermissions:\n  contents: write\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(excessivePermissions, text)).toEqual([]);
  });
});

describe("excessive-permissions reports", () => {
  it.each([
    ["write-all", ci("permissions: write-all"), ["2:14 high"]],
    ["read-all", ci("permissions: read-all", MAKE), ["2:14 medium"]],
    ["write-all in a job", ci("permissions: {}", job("a", "run: make", "permissions: write-all")), ["7:18 high"]],
    ["contents in writing that one job uses", ci(WRITE), ["3:3 high"]],
    ["a milder one", ci("permissions:\n  issues: write", MAKE + job("b", "run: make")), ["3:3 medium"]],
    ["one heir of known need beside one of unknown", ci(WRITE, MAKE + MYSTERY), ["3:3 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(excessivePermissions, text)).toEqual(places);
  });
});

describe("excessive-permissions reports in the strict profile", () => {
  const STRICT = { profile: "strict" } as const;

  it.each([
    ["a writing list of jobs of unknown need", ci(WRITE, MYSTERY + job("b", "uses: acme/other@v1")), ["3:3 high"]],
    ["nothing that every job uses", ci(WRITE, RELEASE + job("o", "uses: softprops/action-gh-release@v2")), []],
    ["nothing where one job inherits it", ci(WRITE, RELEASE), []],
    ["nothing where none does", ci("permissions: write-all", job("a", "run: make", "permissions: {}")), []],
  ])("%s", (_, text, places) => {
    expect(placesOf(excessivePermissions, text, STRICT)).toEqual(places);
  });
});

describe("excessive-permissions fixes", () => {
  it("a write permission by moving it to the job that uses it", () => {
    expect(fixOf(excessivePermissions, ci(`${WRITE} # tags`)).text).toBe(
      ci(
        "permissions: {}",
        MAKE + job("release", "uses: softprops/action-gh-release@v2", "permissions:", "  contents: write"),
      ),
    );
  });

  it("by leaving what the others read, and every comment of what stays", () => {
    const text = ci(
      "permissions:\n  # the code\n  contents: write # push\n  issues: read # look\n  packages: write",
      job("build", "uses: actions/checkout@v7") + RELEASE,
    );
    const fixed = fixOf(excessivePermissions, text).text;
    expect(fixed).toContain("permissions:\n  # the code\n  contents: read # push\n  issues: read # look\njobs:");
    expect(fixed).toContain("    permissions:\n      contents: write\n    steps:\n      - uses: softprops");
    expect(fixed).not.toContain("packages");
  });

  it("by leaving a job of unknown need what it has", () => {
    const fixed = fixOf(excessivePermissions, ci(WRITE, MAKE + MYSTERY)).text;
    expect(fixed).toContain("permissions: {}\njobs:");
    expect(fixed).toContain("    permissions:\n      contents: write\n    steps:\n      - uses: acme/mystery");
  });

  it("write-all where every need is known", () => {
    const fixed = fixOf(
      excessivePermissions,
      ci("permissions: write-all # all", job("build", "uses: actions/checkout@v7") + RELEASE),
    ).text;
    expect(fixed).toContain("permissions:\n  contents: read # all\njobs:");
    expect(fixed?.match(/contents: write/g)).toHaveLength(1);
  });

  it("write-all in a job", () => {
    const fixed = fixOf(
      excessivePermissions,
      ci("permissions: {}", job("a", "uses: actions/checkout@v7", "permissions: write-all")),
    ).text;
    expect(fixed).toContain("    permissions:\n      contents: read\n    steps:");
  });

  it("read-all without giving anything to write", () => {
    expect(fixOf(excessivePermissions, ci("permissions: read-all", RELEASE)).text).not.toContain("write");
  });

  it("braces, with CRLF", () => {
    const text = ci("permissions: { contents: write }").replaceAll("\n", "\r\n");
    const fixed = fixOf(excessivePermissions, text).text;
    expect(fixed).toContain("permissions: {}\r\njobs:");
    expect(fixed).toContain("permissions:\r\n      contents: write\r\n");
  });

  it("together with a missing time limit of the same job", () => {
    const bare = (text: string) => text.replaceAll("    timeout-minutes: 5\n", "");
    const source = snapshot(bare(ci(WRITE)));
    const options = { now: NOW, lookups: NO_LOOKUPS, rules: [excessivePermissions, missingJobTimeout] };
    const { edits, left } = composeRemediations(source, analyze(source, options).remediations, options);
    expect(left).toEqual([]);
    const patched = applyToFiles(new Map(source.files.map(({ path, text }) => [path, text])), edits);
    expect(patched?.get(WORKFLOW)).toContain(
      "  release:\n    permissions:\n      contents: write\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n",
    );
  });

  it("never write-all over a step of unknown need, which it names", () => {
    const { text, reason } = fixOf(excessivePermissions, ci("permissions: write-all", MAKE + MYSTERY));
    expect(text).toBeNull();
    expect(reason).toContain("acme/mystery");
  });
});
