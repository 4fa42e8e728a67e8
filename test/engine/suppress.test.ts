import { describe, expect, it } from "vitest";
import { analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import { missingJobTimeout } from "../../worker/engine/rules/github/missing-job-timeout.ts";
import { templateInjection } from "../../worker/engine/rules/github/template-injection.ts";
import { unpinnedAction } from "../../worker/engine/rules/github/unpinned-action.ts";
import { type Files, NOW, snapshot } from "../support/engine.ts";

function run(files: string | Files) {
  const rules = [missingJobTimeout, templateInjection, unpinnedAction];
  return analyze(snapshot(files), { now: NOW, lookups: tableLookups(), rules });
}

function open(files: string | Files): string[] {
  return run(files).findings.map(({ rule, range }) => `${rule} ${range.line}`);
}

const ignored = (files: string | Files) => run(files).suppressed.map(({ finding, reason }) => [finding.rule, reason]);

const HEAD = "on: issues\njobs:\n  a:";
const BODY = "\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n";

describe("an ignore comment", () => {
  it("behind a use ignores that use and keeps its reason", () => {
    const text = `${HEAD}${BODY}      - uses: actions/checkout@v4 # autodevops: ignore[unpinned-action] our mirror\n`;
    expect(open(text)).toEqual([]);
    expect(ignored(text)).toEqual([["unpinned-action", "our mirror"]]);
  });

  it("alone on a line covers the whole step below it", () => {
    const step =
      "      # autodevops: ignore[template-injection] text of members only\n      - name: greet\n        run: |\n          echo hi\n          echo ${{ github.event.issue.title }}\n";
    expect(open(HEAD + BODY + step)).toEqual([]);
  });

  it("behind the key of a job covers the job and no other", () => {
    const jobs = `${HEAD} # autodevops: ignore[missing-job-timeout] stops itself\n    runs-on: x\n    steps: [{run: make}]\n  b:\n    runs-on: x\n    steps: [{run: make}]\n`;
    expect(open(jobs)).toEqual(["missing-job-timeout 6"]);
  });

  it("of another rule ignores nothing", () => {
    const text = `${HEAD}${BODY}      - uses: actions/checkout@v4 # autodevops: ignore[template-injection] no\n`;
    expect(open(text)).toEqual(["unpinned-action 7"]);
  });

  it("in zizmor's form counts under zizmor's names, anywhere in the step", () => {
    const step =
      "      - name: greet # zizmor: ignore[template-injection]\n        run: |\n          echo ${{ github.event.issue.title }}\n";
    expect(open(HEAD + BODY + step)).toEqual([]);
    const late =
      "      - run: |\n          echo ${{ github.event.issue.title }}\n        shell: bash # zizmor: ignore[template-injection]\n";
    expect(open(HEAD + BODY + late)).toEqual([]);
  });

  it("in actionlint's form is matched with what actionlint says", () => {
    const step = "      # actionlint ignore=potentially untrusted\n      - run: echo ${{ github.event.issue.title }}\n";
    expect(open(HEAD + BODY + step)).toEqual([]);
    expect(open(HEAD + BODY + step.replace("potentially untrusted", "label is unknown"))).toHaveLength(1);
  });

  it("on one of several places leaves the others, and offers no fix that would change the ignored one", () => {
    const uses =
      "      - uses: actions/checkout@v4 # autodevops: ignore[unpinned-action] mirror\n      - uses: actions/checkout@v4\n";
    const result = run(HEAD + BODY + uses);
    expect(result.findings.map(({ range, fixable }) => [range.line, fixable])).toEqual([[8, false]]);
    expect(result.dropped).toEqual([
      { rule: "unpinned-action", reason: expect.stringContaining("ignored by a comment") },
    ]);
  });

  it("changes no fingerprint of what is left", () => {
    const step = (comment: string) =>
      `      - run: echo ${"${{ github.event.issue.title }}"} ${comment}\n      - run: echo ${"${{ github.event.issue.title }}"}\n`;
    const [, second] = run(HEAD + BODY + step("")).findings;
    const [left] = run(HEAD + BODY + step("# autodevops: ignore[template-injection] why")).findings;
    expect(left?.fingerprint).toBe(second?.fingerprint);
  });
});

describe("settings of other linters", () => {
  const workflow = `${HEAD}${BODY}      - uses: actions/checkout@v4\n`;
  const path = ".github/workflows/ci.yml";
  const zizmor = (rules: string) => ({ [path]: workflow, ".github/zizmor.yml": `rules:\n  unpinned-uses:\n${rules}` });

  it.each([
    ["an audit that is switched off", zizmor("    disable: true\n")],
    ["a file by its name", zizmor("    ignore: [ci.yml]\n")],
    ["a line of a file", zizmor("    ignore:\n      - ci.yml:7:9\n")],
  ])("silence %s", (_, files) => {
    expect(open(files)).toEqual([]);
    expect(ignored(files)).toEqual([["unpinned-action", "switched off in .github/zizmor.yml"]]);
  });

  it.each([
    ["another file", zizmor("    ignore: [release.yml]\n")],
    ["another line", zizmor("    ignore: ['ci.yml:3']\n")],
    ["nothing", zizmor("    config: {}\n")],
    ["an unreadable file", { [path]: workflow, "zizmor.yml": "rules: [" }],
  ])("stay without effect for %s", (_, files) => {
    expect(open(files)).toEqual(["unpinned-action 7"]);
  });

  it("of actionlint count by path and message", () => {
    const step = `${HEAD}${BODY}      - run: echo ${"${{ github.event.issue.title }}"}\n`;
    const config =
      "paths:\n  .github/workflows/**/*.yml:\n    ignore:\n      - '\"github.event.issue.title\" is potentially untrusted.*'\n";
    expect(open({ [path]: step, ".github/actionlint.yaml": config })).toEqual([]);
  });
});
