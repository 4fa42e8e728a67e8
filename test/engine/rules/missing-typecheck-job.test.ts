import { describe, expect, it } from "vitest";
import { missingTypecheckJob } from "../../../worker/engine/rules/repo/missing-typecheck-job.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (...runs: string[]) =>
  `on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n${runs.map((run) => `      - run: ${run}\n`).join("")}`;
const node = (scripts: Record<string, string>) => JSON.stringify({ scripts });

describe("missing-typecheck-job stays silent", () => {
  it.each([
    ["a job that runs it", { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("npm run typecheck") }],
    [
      "a job that runs the tool",
      { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("npx tsc --noEmit") },
    ],
    [
      "a script that calls it",
      { "package.json": node({ typecheck: "tsc --noEmit", all: "npm run typecheck" }), [CI]: flow("npm run all") },
    ],
    ["no such script", { "package.json": node({ start: "node ." }), [CI]: flow("npm start") }],
    ["a script file that may do it", { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("./ci.sh") }],
    ["a task runner that may do it", { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("make") }],
    ["no workflow", { "package.json": node({ typecheck: "tsc --noEmit" }) }],
    [
      "another CI system",
      {
        "package.json": node({ typecheck: "tsc --noEmit" }),
        [CI]: flow("npm ci"),
        ".gitlab-ci.yml": "a: {script: x}\n",
      },
    ],
    [
      "a reusable workflow elsewhere",
      {
        "package.json": node({ typecheck: "tsc --noEmit" }),
        [CI]: "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\n",
      },
    ],
    ["a manifest below the root", { "web/package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("npm ci") }],
    [
      "a local action that runs it",
      {
        "package.json": node({ typecheck: "tsc --noEmit" }),
        [CI]: flow("npm ci"),
        ".github/actions/x/action.yml": "runs: {using: composite, steps: [{run: npm run typecheck, shell: bash}]}\n",
      },
    ],
    ["a Python tool that runs", { "pyproject.toml": "[tool.mypy]\n", [CI]: flow("uv run mypy .") }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingTypecheckJob, files)).toEqual([]);
  });
});

describe("missing-typecheck-job reports", () => {
  it.each([
    [
      "a script that no job runs",
      { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("npm ci") },
      ["package.json:1:13 low"],
    ],
    [
      "one beside others that run",
      { "package.json": node({ start: "node .", typecheck: "tsc --noEmit" }), [CI]: flow("npm ci", "npm start") },
      ["package.json:1:30 low"],
    ],
    [
      "a manifest with other jobs alone",
      { "package.json": node({ typecheck: "tsc --noEmit" }), [CI]: flow("npm ci", "npm publish") },
      ["package.json:1:13 low"],
    ],
    ["a Python tool", { "pyproject.toml": "[tool.mypy]\n", [CI]: flow("pip install .") }, ["pyproject.toml:1:1 low"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingTypecheckJob, files)).toEqual(places);
  });
});
