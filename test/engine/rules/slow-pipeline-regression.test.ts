import { describe, expect, it } from "vitest";
import { slowPipelineRegression } from "../../../worker/engine/rules/history/slow-pipeline-regression.ts";
import { placesOf } from "../../support/engine.ts";
import { run, withHistory } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
const CHANGED = { changedAt: Date.UTC(2026, 10, 11) };
const runs = (before: number, since: number, { count = 5, conclusion = "success" } = {}) => [
  ...Array.from({ length: count }, () => run(conclusion, { days: 2, durationMs: since * 60_000 })),
  ...Array.from({ length: count }, () => run(conclusion, { days: 20, durationMs: before * 60_000 })),
];

describe("slow-pipeline-regression stays silent", () => {
  it.each([
    ["the same time", CI, withHistory(runs(10, 10), CHANGED)],
    ["less than a third more", CI, withHistory(runs(10, 12.9), CHANGED)],
    ["some seconds", CI, withHistory(runs(1, 1.9), CHANGED)],
    ["few runs", CI, withHistory(runs(10, 20, { count: 4 }), CHANGED)],
    ["failed runs", CI, withHistory(runs(10, 20, { conclusion: "failure" }), CHANGED)],
    ["an unknown day of the change", CI, withHistory(runs(10, 20))],
    ["an unknown history", CI, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(slowPipelineRegression, files, options)).toEqual([]);
  });
});

describe("slow-pipeline-regression reports", () => {
  it.each([
    ["twice the time", CI, withHistory(runs(10, 20), CHANGED), ["1:7 medium"]],
    ["a third more", CI, withHistory(runs(10, 13), CHANGED), ["1:7 medium"]],
    ["one without a name", CI.replace("name: CI\n", ""), withHistory(runs(4, 7), CHANGED), ["1:1 medium"]],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(slowPipelineRegression, files, options)).toEqual(places);
  });
});
