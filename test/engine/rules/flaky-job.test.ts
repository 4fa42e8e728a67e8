import { describe, expect, it } from "vitest";
import { flakyJob } from "../../../worker/engine/rules/history/flaky-job.ts";
import { placesOf } from "../../support/engine.ts";
import { run, withHistory } from "../../support/history.ts";

const CI = "name: CI\non: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npx vitest run\n";
const retried = (commit: string, [first, second]: readonly string[] = ["failure", "success"], name = "a") =>
  [first ?? "", second ?? ""].map((conclusion, index) =>
    run(conclusion, { commit, attempt: index + 1, jobs: [{ name, conclusion, durationMs: 1 }] }),
  );

describe("flaky-job stays silent", () => {
  it.each([
    ["two retries", CI, withHistory([...retried("a"), ...retried("b")])],
    [
      "failures that stay",
      CI,
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit, ["failure", "failure"]))),
    ],
    [
      "a failure that another commit repaired",
      CI,
      withHistory([run("failure", { commit: "a" }), run("success", { commit: "b" })]),
    ],
    [
      "a success that fails later",
      CI,
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit, ["success", "failure"]))),
    ],
    [
      "another job",
      CI,
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit, ["failure", "success"], "other"))),
    ],
    [
      "cancelled attempts",
      CI,
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit, ["cancelled", "success"]))),
    ],
    ["an unknown history", CI, {}],
  ])("on %s", (_, files, options) => {
    expect(placesOf(flakyJob, files, options)).toEqual([]);
  });
});

describe("flaky-job reports", () => {
  it.each([
    ["three commits", CI, withHistory(["a", "b", "c"].flatMap((commit) => retried(commit))), ["4:3 medium"]],
    [
      "attempts in any order",
      CI,
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit).toReversed())),
      ["4:3 medium"],
    ],
    [
      "a job by its name",
      CI.replace("runs-on: x", "name: Unit\n    runs-on: x"),
      withHistory(["a", "b", "c"].flatMap((commit) => retried(commit, ["failure", "success"], "Unit"))),
      ["4:3 medium"],
    ],
  ])("%s", (_, files, options, places) => {
    expect(placesOf(flakyJob, files, options)).toEqual(places);
  });
});
