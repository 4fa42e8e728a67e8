import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { missingJobTimeout } from "../../../worker/engine/rules/github/missing-job-timeout.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (body: string) => `on: push\njobs:\n  build:\n${body}`;
const STEPS = "    steps:\n      - run: make\n";

describe("missing-job-timeout stays silent", () => {
  it.each([
    ["a job with a limit", job(`    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n${STEPS}`)],
    [
      "a limit from an expression",
      job(`    runs-on: ubuntu-24.04\n    timeout-minutes: \${{ fromJSON(vars.LIMIT) }}\n${STEPS}`),
    ],
    ["a call of a reusable workflow, where the key is illegal", job("    uses: ./.github/workflows/shared.yml\n")],
    [
      "a call with secrets and inputs",
      job("    uses: o/r/.github/workflows/x.yml@v1\n    secrets: inherit\n    with:\n      a: 1\n"),
    ],
    [
      "a job each of whose steps has a limit",
      job("    runs-on: x\n    steps:\n      - run: make\n        timeout-minutes: 5\n"),
    ],
    ["a job without steps, which GitHub refuses anyway", job("    runs-on: ubuntu-24.04\n")],
    ["a misspelt limit, another rule's business", job(`    runs-on: x\n    timeout_minutes: 5\n${STEPS}`)],
    ["a file without jobs", "on: push\n"],
    [
      "a limit behind an alias",
      job(`    &base\n    runs-on: x\n    timeout-minutes: 5\n${STEPS}  second: *base\n`).replace(
        "build:\n    &base",
        "build: &base",
      ),
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(missingJobTimeout, text)).toEqual([]);
  });
});

/** A history in which the named jobs succeeded with these minutes. */
function history(...jobs: readonly (readonly [name: string, minutes: number, conclusion?: string])[]) {
  const run = {
    commit: "",
    event: "push",
    branch: "main",
    conclusion: "success",
    startedAt: 0,
    durationMs: 0,
    attempt: 1,
  };
  const shown = jobs.map(([name, minutes, conclusion = "success"]) => ({
    name,
    conclusion,
    durationMs: minutes * 60_000,
  }));
  return {
    lookups: withAnswers({ history: () => ({ state: "active", changedAt: null, runs: [{ ...run, jobs: shown }] }) }),
  };
}

const OPEN = job(`    runs-on: x\n${STEPS}`);
const NAMED = job(`    name: Build all\n    runs-on: x\n${STEPS}`);

describe("missing-job-timeout reports", () => {
  it.each([
    ["a short job more", OPEN, history(["build", 1], ["build", 2], ["build (a, b)", 3.5]), "medium"],
    ["a named one by its name", NAMED, history(["Build all", 1], ["Build all", 2], ["Build all", 3]), "medium"],
    ["a long job as usual", OPEN, history(["build", 1], ["build", 2], ["build", 40]), "low"],
    ["too few successes as usual", OPEN, history(["build", 1], ["build", 1], ["build", 1, "failure"]), "low"],
    ["another job's history as usual", OPEN, history(["lint", 1], ["lint", 1], ["builder", 1]), "low"],
  ])("%s", (_, text, options, severity) => {
    expect(placesOf(missingJobTimeout, text, options)).toEqual([`3:3 ${severity}`]);
  });

  it("each job without a limit, at its key", () => {
    const text = `on: push\njobs:\n  a:\n    runs-on: x\n${STEPS}  b:\n    runs-on: x\n${STEPS}`;
    expect(placesOf(missingJobTimeout, text)).toEqual(["3:3 low", "7:3 low"]);
  });

  it("a job where only some steps have a limit", () => {
    const text = job("    runs-on: x\n    steps:\n      - run: a\n        timeout-minutes: 5\n      - run: b\n");
    expect(placesOf(missingJobTimeout, text)).toEqual(["3:3 low"]);
  });
});

describe("missing-job-timeout fixes", () => {
  it.each([
    ["twice the slowest success", history(["build", 1], ["build", 2], ["build", 7.2]), 16],
    ["at least five minutes", history(["build", 0.1], ["build", 0.2], ["build", 0.3]), 5],
  ])("by %s, safely", (_, options, minutes) => {
    const { text, remediation } = fixOf(missingJobTimeout, OPEN, options);
    expect(text).toBe(OPEN.replace("runs-on: x\n", `runs-on: x\n    timeout-minutes: ${minutes}\n`));
    expect(remediation?.fixClass).toBe("safe");
  });

  it("never beyond GitHub's own limit", () => {
    const options = history(["build", 200], ["build", 200], ["build", 200]);
    expect(fixOf(missingJobTimeout, OPEN, options)).toMatchObject({
      text: null,
      reason: expect.stringContaining("200"),
    });
  });

  it("by a line behind runs-on, keeping comments", () => {
    const text = job(`    # which machine\n    runs-on: ubuntu-24.04 # pinned\n${STEPS}`);
    expect(fixOf(missingJobTimeout, text).text).toBe(
      job(`    # which machine\n    runs-on: ubuntu-24.04 # pinned\n    timeout-minutes: 30\n${STEPS}`),
    );
  });

  it("in the file's own newlines and indentation", () => {
    const text = "on: push\r\njobs:\r\n    a:\r\n        runs-on: x\r\n        steps: [{run: make}]\r\n";
    expect(fixOf(missingJobTimeout, text).text).toBe(
      text.replace("runs-on: x\r\n", "runs-on: x\r\n        timeout-minutes: 30\r\n"),
    );
  });

  it("behind a list of labels", () => {
    const text = job(`    runs-on:\n      - self-hosted\n      - linux\n${STEPS}`);
    expect(fixOf(missingJobTimeout, text).text).toContain("      - linux\n    timeout-minutes: 30\n    steps:");
  });

  it("inside a job written in braces", () => {
    const text = "on: push\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n";
    expect(fixOf(missingJobTimeout, text).text).toBe(
      "on: push\njobs: {a: {runs-on: x, steps: [{run: make}], timeout-minutes: 30}}\n",
    );
  });

  it("never a job that an alias uses a second time", () => {
    const text = `on: push\njobs:\n  a: &base\n    runs-on: x\n${STEPS}  b: *base\n`;
    expect(fixOf(missingJobTimeout, text)).toMatchObject({ text: null, reason: expect.stringContaining("further") });
  });
});
