import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { monolithicJob } from "../../../worker/engine/rules/github/monolithic-job.ts";
import { placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const ALL = "      - run: npm run lint\n      - run: npm test\n      - run: npm run build\n";
const W = ".github/workflows/ci.yml";
const run = (minutes: number, conclusion = "success") => ({
  commit: "c",
  event: "pull_request",
  branch: "b",
  conclusion,
  startedAt: 0,
  durationMs: minutes * 60_000,
  attempt: 1,
  jobs: [{ name: "a", conclusion, durationMs: minutes * 60_000 }],
});
const withRuns = (...runs: ReturnType<typeof run>[]) => ({
  lookups: withAnswers({ history: (path) => (path === W ? { state: "active", runs, changedAt: null } : "unknown") }),
});
const LONG = withRuns(run(20), run(24), run(22));

describe("monolithic-job stays silent", () => {
  it.each([
    ["two of the three", job("      - run: npm run lint\n      - run: npm test\n")],
    ["a matrix", job(ALL, "    strategy: {matrix: {node: [22, 24]}}\n")],
    ["other events", job(ALL, "", "on: push\n")],
    ["all in one step", job("      - run: npm run lint && npm test && npm run build\n")],
    ["a call of a workflow", "on: pull_request\njobs: {a: {uses: ./.github/workflows/x.yml}}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(monolithicJob, text, LONG)).toEqual([]);
  });
});

describe("monolithic-job reports", () => {
  it.each([
    ["all three in a long job", job(ALL), ["5:3 low"]],
    [
      "all three in another order",
      job("      - run: cargo build\n      - run: cargo clippy\n      - run: cargo test\n"),
      ["5:3 low"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(monolithicJob, text, LONG)).toEqual(places);
  });
});

describe("monolithic-job stays silent by its runs", () => {
  it.each([
    ["without run history", {}],
    ["for short runs", withRuns(run(4), run(5), run(60))],
    ["where no run succeeded", withRuns(run(30, "failure"))],
  ])("%s", (_, options) => {
    expect(placesOf(monolithicJob, job(ALL), options)).toEqual([]);
  });
});
