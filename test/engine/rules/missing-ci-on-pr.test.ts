import { describe, expect, it } from "vitest";
import { missingCiOnPr } from "../../../worker/engine/rules/repo/missing-ci-on-pr.ts";
import { placesOf } from "../../support/engine.ts";

const flow = (on: string, run = "npm test") =>
  `on: ${on}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${run}\n`;
const other = (on: string, jobs: string) => ({
  ".github/workflows/ci.yml": flow("{push: {branches: [main]}}"),
  ".github/workflows/pr.yml": `on: ${on}\njobs: ${jobs}\n`,
});

describe("missing-ci-on-pr stays silent", () => {
  it.each([
    ["pull requests", flow("pull_request")],
    ["pushes to every branch", flow("push")],
    ["pushes with a pattern of branches", flow("{push: {branches: ['**']}}")],
    ["the merge queue", flow("[merge_group]")],
    ["no tests anywhere", flow("{push: {branches: [main]}}", "npm publish")],
    ["another workflow that tests", other("pull_request", "{a: {runs-on: x, steps: [{run: pytest}]}}")],
    ["another workflow that calls one", other("pull_request", "{a: {uses: ./.github/workflows/ci.yml}}")],
    ["pushes with path filters alone", flow("{push: {paths: [src/**]}}")],
    ["no workflows", { "package.json": "{}" }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingCiOnPr, files)).toEqual([]);
  });
});

describe("missing-ci-on-pr reports", () => {
  it.each([
    ["pushes to the default branch alone", flow("{push: {branches: [main]}}"), ["1:6 medium"]],
    ["a schedule alone", flow("{schedule: [{cron: '7 3 * * *'}]}"), ["1:6 medium"]],
    ["tags alone", flow("{push: {tags: ['v*']}}"), ["1:6 medium"]],
    [
      "a pull request workflow that does not test",
      other("pull_request", "{a: {runs-on: x, steps: [{run: eslint .}]}}"),
      ["1:6 medium"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingCiOnPr, files)).toEqual(places);
  });
});
