import { describe, expect, it } from "vitest";
import { alwaysFailingWorkflow } from "../../../worker/engine/rules/history/always-failing-workflow.ts";
import { placesOf } from "../../support/engine.ts";
import { run, withHistory } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
const fails = (count: number) => Array.from({ length: count }, () => run("failure"));

describe("always-failing-workflow stays silent", () => {
  it.each([
    ["nine failures", CI, withHistory(fails(9))],
    ["a success among ten", CI, withHistory([...fails(9), run("success")])],
    [
      "failures of pull requests",
      CI,
      withHistory(Array.from({ length: 12 }, () => run("failure", { event: "pull_request" }))),
    ],
    [
      "failures of another branch",
      CI,
      withHistory(Array.from({ length: 12 }, () => run("failure", { branch: "wip" }))),
    ],
    ["cancelled runs", CI, withHistory(Array.from({ length: 12 }, () => run("cancelled")))],
    ["runs that are not over", CI, withHistory(Array.from({ length: 12 }, () => run(null)))],
    ["an unknown history", CI, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(alwaysFailingWorkflow, files, options)).toEqual([]);
  });
});

describe("always-failing-workflow reports", () => {
  it.each([
    ["ten failures", CI, withHistory(fails(10)), ["1:7 high"]],
    [
      "ten failures with cancelled runs between",
      CI,
      withHistory([...fails(5), run("cancelled"), ...fails(5)]),
      ["1:7 high"],
    ],
    ["time-outs too", CI, withHistory([run("timed_out"), ...fails(9)]), ["1:7 high"]],
    ["failures after an old success", CI, withHistory([...fails(10), run("success")]), ["1:7 high"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(alwaysFailingWorkflow, files, options)).toEqual(places);
  });
});
