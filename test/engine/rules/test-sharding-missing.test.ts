import { describe, expect, it } from "vitest";
import { testShardingMissing } from "../../../worker/engine/rules/history/test-sharding-missing.ts";
import { placesOf } from "../../support/engine.ts";
import { run, withHistory } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
const runs = (own: number, whole: number, name = "a") => [
  run("success", { durationMs: whole * 60_000, jobs: [{ name, conclusion: "success", durationMs: own * 60_000 }] }),
];

describe("test-sharding-missing stays silent", () => {
  it.each([
    ["a short job", CI, withHistory(runs(10, 12))],
    ["a small part of the run", CI, withHistory(runs(16, 40))],
    ["a matrix", CI.replace("steps", "strategy: {matrix: {shard: [1, 2]}}\n    steps"), withHistory(runs(30, 32))],
    ["a runner that cannot split", CI.replace("npx vitest run", "bats test"), withHistory(runs(30, 32))],
    ["a job that does not test", CI.replace("npx vitest run", "npm run build"), withHistory(runs(30, 32))],
    [
      "failed runs",
      CI,
      withHistory([run("failure", { durationMs: 9e6, jobs: [{ name: "a", conclusion: "failure", durationMs: 9e6 }] })]),
    ],
    ["an unknown history", CI, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(testShardingMissing, files, options)).toEqual([]);
  });
});

describe("test-sharding-missing reports", () => {
  it.each([
    ["a long job", CI, withHistory(runs(30, 32)), ["4:3 low"]],
    ["pytest", CI.replace("npx vitest run", "pytest"), withHistory(runs(15, 20)), ["4:3 low"]],
    [
      "a job by its name",
      CI.replace("runs-on: x", "name: Unit\n    runs-on: x"),
      withHistory(runs(30, 32, "Unit")),
      ["4:3 low"],
    ],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(testShardingMissing, files, options)).toEqual(places);
  });
});
