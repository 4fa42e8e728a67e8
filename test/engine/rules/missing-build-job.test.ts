import { describe, expect, it } from "vitest";
import { missingBuildJob } from "../../../worker/engine/rules/repo/missing-build-job.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (...runs: string[]) =>
  `on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n${runs.map((run) => `      - run: ${run}\n`).join("")}`;
const node = (scripts: Record<string, string>) => JSON.stringify({ scripts });

describe("missing-build-job stays silent", () => {
  it.each([
    ["a job that runs it", { "package.json": node({ build: "vite build" }), [CI]: flow("npm run build") }],
    ["a job that runs the tool", { "package.json": node({ build: "vite build" }), [CI]: flow("npx vite build") }],
    [
      "a script that calls it",
      { "package.json": node({ build: "vite build", all: "npm run build" }), [CI]: flow("npm run all") },
    ],
    ["no such script", { "package.json": node({ start: "node ." }), [CI]: flow("npm start") }],
    ["a script file that may do it", { "package.json": node({ build: "vite build" }), [CI]: flow("./ci.sh") }],
    ["a task runner that may do it", { "package.json": node({ build: "vite build" }), [CI]: flow("make") }],
    ["no workflow", { "package.json": node({ build: "vite build" }) }],
    [
      "another CI system",
      { "package.json": node({ build: "vite build" }), [CI]: flow("npm ci"), ".gitlab-ci.yml": "a: {script: x}\n" },
    ],
    [
      "a reusable workflow elsewhere",
      {
        "package.json": node({ build: "vite build" }),
        [CI]: "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\n",
      },
    ],
    ["a manifest below the root", { "web/package.json": node({ build: "vite build" }), [CI]: flow("npm ci") }],
    [
      "a local action that runs it",
      {
        "package.json": node({ build: "vite build" }),
        [CI]: flow("npm ci"),
        ".github/actions/x/action.yml": "runs: {using: composite, steps: [{run: npm run build, shell: bash}]}\n",
      },
    ],
  ])("on %s", (_, files) => {
    expect(placesOf(missingBuildJob, files)).toEqual([]);
  });
});

describe("missing-build-job reports", () => {
  it.each([
    [
      "a script that no job runs",
      { "package.json": node({ build: "vite build" }), [CI]: flow("npm ci") },
      ["package.json:1:13 medium"],
    ],
    [
      "one beside others that run",
      { "package.json": node({ start: "node .", build: "vite build" }), [CI]: flow("npm ci", "npm start") },
      ["package.json:1:30 medium"],
    ],
    [
      "a manifest with other jobs alone",
      { "package.json": node({ build: "vite build" }), [CI]: flow("npm ci", "npm publish") },
      ["package.json:1:13 medium"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingBuildJob, files)).toEqual(places);
  });
});
