import { describe, expect, it } from "vitest";
import { artifactOnFailure } from "../../../worker/engine/rules/github/artifact-on-failure.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const UP = "      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2\n";
const up = (path: string, more = "") => `${UP}${more}        with: {path: ${path}, retention-days: 7}\n`;
const TEST = "      - run: npx playwright test\n";

describe("artifact-on-failure stays silent", () => {
  it.each([
    ["a condition", job(TEST + up("playwright-report", "        if: always()\n"))],
    ["a condition on failure", job(TEST + up("playwright-report", "        if: ${{ failure() }}\n"))],
    ["build output", job(TEST + up("dist"))],
    ["coverage", job(TEST + up("coverage"))],
    ["an upload before the tests", job(up("test-results") + TEST)],
    ["a job that does not test", job(`      - run: ./x\n${up("logs")}`)],
    ["tests that may fail", job(`${TEST}        continue-on-error: true\n${up("playwright-report")}`)],
    ["another action", job(`${TEST}      - uses: codecov/codecov-action@v5\n`)],
  ])("on %s", (_, text) => {
    expect(placesOf(artifactOnFailure, text)).toEqual([]);
  });
});

describe("artifact-on-failure reports", () => {
  it.each([
    ["a report", job(TEST + up("playwright-report")), ["10:15 low"]],
    ["screenshots", job(`      - run: npm test\n${up("cypress/screenshots")}`), ["10:15 low"]],
    [
      "results by name",
      job(
        `      - run: pytest --junitxml=x.xml\n${UP}        with: {name: test-results, path: x.xml, retention-days: 7}\n`,
      ),
      ["10:15 low"],
    ],
    [
      "logs behind a longer script",
      job(`      - run: |\n          set -e\n          go test ./...\n${up("logs/")}`),
      ["12:15 low"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(artifactOnFailure, text)).toEqual(places);
  });
});

describe("artifact-on-failure fixes", () => {
  it("by a condition behind the action", () => {
    const text = job(TEST + up("playwright-report"));
    expect(fixOf(artifactOnFailure, text).text).toBe(
      job(TEST + up("playwright-report", "        if: ${{ !cancelled() }}\n")),
    );
  });
});
