import { describe, expect, it } from "vitest";
import { unusedWorkflow } from "../../../worker/engine/rules/history/unused-workflow.ts";
import { placesOf } from "../../support/engine.ts";
import { run, withHistory } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";

describe("unused-workflow stays silent", () => {
  it.each([
    ["a run of yesterday", CI, withHistory([run("success")])],
    ["a run of ninety days ago", CI, withHistory([run("success", { days: 90 })])],
    ["no run yet", CI, withHistory([])],
    [
      "a file that changed since",
      CI,
      withHistory([run("success", { days: 200 })], { changedAt: Date.UTC(2026, 10, 1) }),
    ],
    [
      "a workflow that runs by hand",
      CI.replace("push", "workflow_dispatch"),
      withHistory([run("success", { days: 200 })]),
    ],
    ["a workflow for releases", CI.replace("push", "release"), withHistory([run("success", { days: 200 })])],
    ["an unknown history", CI, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(unusedWorkflow, files, options)).toEqual([]);
  });
});

describe("unused-workflow reports", () => {
  it.each([
    ["a disabled workflow", CI, withHistory([run("success")], { state: "disabled" }), ["1:7 info"]],
    ["a last run of half a year ago", CI, withHistory([run("success", { days: 180 })]), ["1:7 info"]],
    ["a failed last run", CI, withHistory([run("failure", { days: 91 })]), ["1:7 info"]],
    ["one without a name", CI.replace("name: CI\n", ""), withHistory([run("success", { days: 100 })]), ["1:1 info"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(unusedWorkflow, files, options)).toEqual(places);
  });
});
