import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { requiredCheckCanBeSkipped } from "../../../worker/engine/rules/repo/required-check-can-be-skipped.ts";
import { findingsOf, fixOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const TOP = "\npermissions: {}\n\n";
const JOB = "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make\n";
const pr = (filters: string, jobs = JOB, more = "") => `name: ci\non:\n${more}  pull_request:\n${filters}${TOP}${jobs}`;
const PATHS = "    paths: [src/**]\n";
const requires = (...requiredChecks: string[]) => ({
  lookups: withAnswers({ branchRules: () => ({ requiredReviews: 1, requiredChecks }) }),
});
const TEST = requires("test");

describe("required-check-can-be-skipped stays silent", () => {
  it.each([
    ["when nobody answered", pr(PATHS), {}],
    ["on another required check", pr(PATHS), requires("lint")],
    ["on no required check", pr(PATHS), requires()],
    ["without a filter", pr(""), TEST],
    ["on filters that let the default branch through", pr("    branches: [main, 'release/**']\n"), TEST],
    ["on a pattern that does", pr("    branches: ['**']\n"), TEST],
    ["on a pattern too special to tell", pr("    branches: ['mai[n]']\n"), TEST],
    ["on branches that are left empty", pr("    branches:\n"), TEST],
    ["on types", pr("    types: [opened]\n"), TEST],
    ["on every path", pr("    paths: ['**']\n"), TEST],
    ["on a workflow that runs on every push", pr(PATHS, JOB, "  push:\n"), TEST],
    [
      "on a stand-in of the same name",
      { [WORKFLOW]: pr(PATHS), ".github/workflows/b.yml": pr("    paths-ignore: [src/**]\n") },
      TEST,
    ],
    ["on a filter of push", `on:\n  push:\n    paths: [a]\n  pull_request:\n${JOB}`, TEST],
    ["on a computed name", pr(PATHS, JOB.replace("test:\n", "t:\n    name: ${{ vars.T }}\n")), TEST],
    ["on a job with another name", pr(PATHS, JOB.replace("test:\n", "test:\n    name: Unit\n")), TEST],
    ["on an unknown default branch", pr(PATHS), { ...TEST, defaultBranch: null }],
  ])("%s", (_, files, options) => {
    expect(placesOf(requiredCheckCanBeSkipped, files, options)).toEqual([]);
  });
});

describe("required-check-can-be-skipped reports", () => {
  const MATRIX = JOB.replace("test:\n", "test:\n    strategy: {matrix: {v: [1, 2]}}\n");

  it.each([
    ["paths", pr(PATHS), TEST, ["4:5 high"]],
    ["paths in a list", pr("    branches: [main]\n    paths:\n      - src/**\n"), TEST, ["5:5 high"]],
    ["ignored paths", pr("    paths-ignore: [docs/**]\n"), TEST, ["4:5 high"]],
    ["branches without the default one", pr("    branches: [develop]\n"), TEST, ["4:5 high"]],
    ["an ignored default branch", pr("    branches-ignore: [main]\n"), TEST, ["4:5 high"]],
    [
      "a job by its name",
      pr(PATHS, JOB.replace("test:\n", "t:\n    name: Unit tests\n")),
      requires("Unit tests"),
      ["4:5 high"],
    ],
    ["a cell of a matrix", pr(PATHS, MATRIX), requires("test (1)"), ["4:5 high"]],
    [
      "a job of a called workflow",
      pr(PATHS, "jobs:\n  test:\n    uses: ./x.yml\n"),
      requires("test / unit"),
      ["4:5 high"],
    ],
    ["it although pushes to main run it", pr(PATHS, JOB, "  push: {branches: [main]}\n"), TEST, ["5:5 high"]],
  ])("%s", (_, text, options, places) => {
    expect(placesOf(requiredCheckCanBeSkipped, text, options)).toEqual(places);
  });

  it("the checks by their names", () => {
    expect(findingsOf(requiredCheckCanBeSkipped, pr(PATHS), TEST)[0]?.message).toContain("requires `test`");
  });
});

describe("required-check-can-be-skipped fixes", () => {
  const CONCURRENCY = "\nconcurrency:\n  group: ci-${{ github.ref }}\n  cancel-in-progress: true\n";
  const full = (filters: string) => pr(filters).replace(TOP, `${TOP.trimEnd()}\n${CONCURRENCY}\n`);

  it.each([
    ["the only filter", full("    paths:\n      - src/**\n      - '!docs/**'\n"), full("")],
    ["one of two", full(`    branches: [main]\n${PATHS}`), full("    branches: [main]\n")],
  ])("by removing %s", (_, before, after) => {
    const { text, reason } = fixOf(requiredCheckCanBeSkipped, before, TEST);
    expect([text, reason]).toEqual([after, null]);
  });
});
