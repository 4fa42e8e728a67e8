import { describe, expect, it } from "vitest";
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

describe("missing-job-timeout reports", () => {
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
