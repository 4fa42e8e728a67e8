import { describe, expect, it } from "vitest";
import { invalidTrigger } from "../../../worker/engine/rules/github/invalid-trigger.ts";
import { placesOf } from "../../support/engine.ts";

const on = (text: string) => `on: ${text}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n`;

describe("invalid-trigger stays silent", () => {
  it.each([
    ["a trigger that says nothing, which is missing", "on:\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"],
    ["a word", on("push")],
    ["one type that the sender chooses", on("{repository_dispatch: {types: my-type}}")],
    ["a list", on("[push, pull_request, merge_group]")],
    ["events with their types", on("{issues: {types: [opened, labeled]}, release: {types: published}}")],
    ["types that the sender chooses", on("{repository_dispatch: {types: [my-type]}}")],
    ["filters of a push", on("{push: {branches: [main], tags: ['v*'], paths: [src/**]}}")],
    ["an event without settings", on("{push: , fork: }")],
    ["a schedule", on("{schedule: [{cron: '0 3 * * 1', timezone: Europe/Berlin}]}")],
    ["inputs", on("{workflow_dispatch: {inputs: {x: {type: choice, options: [a]}}}}")],
    ["a run of another workflow", on("{workflow_run: {workflows: [CI], types: [completed], branches: [main]}}")],
    ["a file that is not a workflow of GitHub", { ".gitlab-ci.yml": "on: nosuch\n" }],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidTrigger, text)).toEqual([]);
  });
});

describe("invalid-trigger reports", () => {
  it.each([
    ["filters in a list", on("[push, {pull_request: {branches: [main]}}]"), ["1:12 high"]],
    ["a run of no workflow", on("{workflow_run: {types: [completed]}}"), ["1:6 high"]],
    ["an event that does not exist", on("pull-request"), ["1:5 high"]],
    ["one in a list", on("[push, pullrequest]"), ["1:12 high"]],
    ["one in a mapping", on("{push: , commit: }"), ["1:14 high"]],
    ["a type of another event", on("{issues: {types: [published]}}"), ["1:23 high"]],
    ["a filter of another event", on("{issues: {branches: [main]}}"), ["1:15 high"]],
    ["types of a push", on("{push: {types: [opened]}}"), ["1:13 high"]],
    [
      "a filter that is empty",
      "on:\n  push:\n    branches:\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
      ["3:14 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidTrigger, text)).toEqual(places);
  });
});
