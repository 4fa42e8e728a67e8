import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { missingPathFilter } from "../../../worker/engine/rules/github/missing-path-filter.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const W = ".github/workflows/web.yml";
const flow = (on: string, dir = "packages/web", steps = "      - run: npm test\n") =>
  `on: ${on}\ndefaults: {run: {working-directory: ${dir}}}\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`;
const files = (text: string, ...packages: string[]) => ({
  [W]: text,
  ...Object.fromEntries(packages.map((name) => [`packages/${name}/package.json`, null])),
});
const THREE = ["web", "api", "lib"];

describe("missing-path-filter stays silent", () => {
  it.each([
    ["a filter", files(flow("{pull_request: {paths: [packages/web/**]}}"), ...THREE)],
    ["a filter of what to ignore", files(flow("{pull_request: {paths-ignore: [docs/**]}}"), ...THREE)],
    ["two packages", files(flow("pull_request"), "web", "api")],
    ["pushes alone", files(flow("push"), ...THREE)],
    ["the root", files(flow("pull_request", "."), ...THREE)],
    ["a folder that is no package", files(flow("pull_request", "tools"), ...THREE)],
    [
      "a step that looks for changes",
      files(flow("pull_request", undefined, "      - uses: dorny/paths-filter@v3\n      - run: npm test\n"), ...THREE),
    ],
    [
      "several folders",
      files(
        flow("pull_request", undefined, "      - run: a\n      - run: b\n        working-directory: packages/api\n"),
        ...THREE,
      ),
    ],
    [
      "samples",
      {
        [W]: flow("pull_request", "examples/a"),
        "examples/a/package.json": null,
        "examples/b/package.json": null,
        "examples/c/package.json": null,
      },
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(missingPathFilter, text)).toEqual([]);
  });
});

describe("missing-path-filter reports", () => {
  it.each([
    ["a workflow of one package", files(flow("pull_request"), ...THREE), [`${W}:1:5 medium`]],
    ["one with pushes too", files(flow("{push: , pull_request: }"), ...THREE), [`${W}:1:14 medium`]],
    [
      "folders of steps",
      files(flow("pull_request", ".", "      - run: a\n        working-directory: ./packages/web/\n"), ...THREE),
      [`${W}:1:5 medium`],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingPathFilter, text)).toEqual(places);
  });
});

const rules = (...requiredChecks: string[]) => ({
  lookups: withAnswers({ branchRules: () => ({ requiredReviews: 1, requiredChecks }) }),
});
const job =
  "permissions: {}\nconcurrency: {group: 'g-${{ github.ref }}', cancel-in-progress: true}\ndefaults: {run: {working-directory: packages/web}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n      - run: make\n";
const PATHS = 'paths: ["packages/web/**", ".github/workflows/web.yml"]';

describe("missing-path-filter fixes", () => {
  it.each([
    ["on: pull_request\n", `on:\n  pull_request:\n    ${PATHS}\n`],
    ["on: pull_request # all\n", `on:\n  pull_request:\n    ${PATHS} # all\n`],
    [
      "on:\n  pull_request: # all\n  workflow_dispatch:\n",
      `on:\n  pull_request:\n    ${PATHS} # all\n  workflow_dispatch:\n`,
    ],
    ["on:\n  pull_request:\n    branches: [main]\n", `on:\n  pull_request:\n    branches: [main]\n    ${PATHS}\n`],
  ])("%j", (on, fixed) => {
    expect(fixOf(missingPathFilter, files(on + job, ...THREE), rules("lint")).text).toBe(fixed + job);
  });
});

describe("missing-path-filter offers no fix", () => {
  it.each([
    ["where nobody knows the branch's rules", {}, /not known/],
    ["for a required check", rules("a"), /required check/],
    ["for a required check of a matrix", rules("a (22)"), /required check/],
  ])("%s", (_, options, reason) => {
    expect(fixOf(missingPathFilter, files(`on: pull_request\n${job}`, ...THREE), options).reason).toMatch(reason);
  });

  it("for a list of events", () => {
    expect(fixOf(missingPathFilter, files(`on: [pull_request]\n${job}`, ...THREE), rules()).reason).toContain(
      "by hand",
    );
  });
});
