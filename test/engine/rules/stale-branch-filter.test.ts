import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { staleBranchFilter } from "../../../worker/engine/rules/repo/stale-branch-filter.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const JOBS =
  "\npermissions: {}\n\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: make\n";
const push = (branches: string, jobs = JOBS) => `name: ci\non:\n  push:\n    branches: ${branches}\n${jobs}`;
const when = (condition: string) =>
  `name: ci\non: workflow_dispatch\n${JOBS.replace("  a:\n", `  a:\n    if: ${condition}\n`)}`;
const both = (pushed: string, pulled: string) =>
  `on:\n  push: {branches: [${pushed}]}\n  pull_request: {branches: [${pulled}]}\njobs: {}\n`;
const has = (...branches: string[]) => ({ lookups: withAnswers({ branches: () => branches }) });
const MAIN = has("main", "develop");

describe("stale-branch-filter stays silent", () => {
  it.each([
    ["a branch that exists", push("[develop]"), MAIN],
    ["the default branch", push("[main]"), has("develop")],
    ["a list with one that exists", push("[master, main]"), MAIN],
    ["a pattern", push("['release/**']"), MAIN],
    ["a pattern beside a name", push("[master, 'v*']"), MAIN],
    ["ignored branches", "on: {push: {branches-ignore: [master]}}\njobs: {}\n", MAIN],
    ["another workflow's branches", "on: {workflow_run: {workflows: [a], branches: [master]}}\njobs: {}\n", MAIN],
    ["a bare trigger", `on: push\n${JOBS}`, MAIN],
    ["an empty list", push("[]"), MAIN],
    ["no branches in the answer", push("[master]"), { ...has(), defaultBranch: null }],
    ["an unknown branch without an answer", push("[develop]"), {}],
    ["master without an answer, where nothing says main", push("[master]"), {}],
    ["master without an answer nor a default branch", push("[master]"), { defaultBranch: null }],
    ["master beside a default branch of another name", push("[master]"), { defaultBranch: "trunk" }],
    ["a condition on a branch that exists", when("github.ref == 'refs/heads/develop'"), MAIN],
    [
      "a condition with another way",
      when("github.ref == 'refs/heads/master' || github.ref == 'refs/heads/main'"),
      MAIN,
    ],
    ["a condition that excludes", when("github.ref != 'refs/heads/master'"), MAIN],
    ["a tag", when("github.ref == 'refs/tags/master'"), MAIN],
    ["a name that may be a tag's", when("github.ref_name == 'master'"), MAIN],
  ])("on %s", (_, text, options) => {
    expect(placesOf(staleBranchFilter, text, options)).toEqual([]);
  });
});

describe("stale-branch-filter reports", () => {
  it.each([
    ["a branch that is gone", push("[master]"), MAIN, ["4:16 high"]],
    ["a single value", push("master"), MAIN, ["4:15 high"]],
    ["several that are gone, once", push("\n      - master\n      - 'next'"), MAIN, ["5:9 high"]],
    ["a pull request's base", "on:\n  pull_request:\n    branches: [master]\njobs: {}\n", MAIN, ["3:16 high"]],
    ["each trigger", both("master", "master"), MAIN, ["2:21 high", "3:29 high"]],
    ["master where another trigger says main", both("master", "main"), {}, ["2:21 high"]],
    ["main where the default branch is master", both("main", "master"), { defaultBranch: "master" }, ["2:21 high"]],
    ["a condition", when("github.ref == 'refs/heads/master'"), MAIN, ["8:35 high"]],
    ["a part of one", when("${{ success() && 'refs/heads/master' == github.ref }}"), MAIN, ["8:38 high"]],
    ["a condition on the base", when("github.base_ref == 'master'"), MAIN, ["8:29 high"]],
  ])("%s", (_, text, options, places) => {
    expect(placesOf(staleBranchFilter, text, options)).toEqual(places);
  });
});

describe("stale-branch-filter fixes", () => {
  it.each([
    ["a name", push("[master] # old"), push("[main] # old")],
    ["a quoted one", push('["master"]'), push('["main"]')],
    ["one of an item", push("\n      - master\n"), push("\n      - main\n")],
    ["a condition", when("github.ref == 'refs/heads/master'"), when("github.ref == 'refs/heads/main'")],
    ["a quoted condition", when("\"github.ref == 'refs/heads/master'\""), when("\"github.ref == 'refs/heads/main'\"")],
  ])("%s", (_, before, after) => {
    const { text, reason } = fixOf(staleBranchFilter, before, MAIN);
    expect([text, reason]).toEqual([after, null]);
  });
});

describe("stale-branch-filter offers no fix", () => {
  it("without a default branch", () => {
    const { text, reason } = fixOf(staleBranchFilter, push("[master]"), { ...MAIN, defaultBranch: null });
    expect([text, reason]).toEqual([null, expect.stringContaining("not known")]);
  });
});
