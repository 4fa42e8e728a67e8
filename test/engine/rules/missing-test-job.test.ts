import { describe, expect, it } from "vitest";
import { missingTestJob } from "../../../worker/engine/rules/repo/missing-test-job.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (...runs: string[]) =>
  `on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n${runs.map((run) => `      - run: ${run}\n`).join("")}`;
const node = (scripts: Record<string, string>) => JSON.stringify({ scripts });

describe("missing-test-job stays silent", () => {
  it.each([
    ["a job that runs it", { "package.json": node({ test: "vitest run" }), [CI]: flow("npm run test") }],
    ["a job that runs the tool", { "package.json": node({ test: "vitest run" }), [CI]: flow("npx vitest run") }],
    [
      "a script that calls it",
      { "package.json": node({ test: "vitest run", all: "npm run test" }), [CI]: flow("npm run all") },
    ],
    [
      "a matrix that names it",
      {
        "package.json": node({ test: "vitest run", lint: "eslint ." }),
        [CI]: "on: pull_request\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix:\n        task: [lint, test]\n    steps:\n      - run: npm run ${{ matrix.task }}\n",
      },
    ],
    [
      "a computed name that may be it",
      { "package.json": node({ test: "vitest run" }), [CI]: flow("npm run ${{ inputs.task }}") },
    ],
    ["no such script", { "package.json": node({ start: "node ." }), [CI]: flow("npm start") }],
    ["a script file that may do it", { "package.json": node({ test: "vitest run" }), [CI]: flow("./ci.sh") }],
    ["a task runner that may do it", { "package.json": node({ test: "vitest run" }), [CI]: flow("make") }],
    ["no workflow", { "package.json": node({ test: "vitest run" }) }],
    [
      "another CI system",
      { "package.json": node({ test: "vitest run" }), [CI]: flow("npm ci"), ".gitlab-ci.yml": "a: {script: x}\n" },
    ],
    [
      "a reusable workflow elsewhere",
      {
        "package.json": node({ test: "vitest run" }),
        [CI]: "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\n",
      },
    ],
    ["a manifest below the root", { "web/package.json": node({ test: "vitest run" }), [CI]: flow("npm ci") }],
    [
      "a local action that runs it",
      {
        "package.json": node({ test: "vitest run" }),
        [CI]: flow("npm ci"),
        ".github/actions/x/action.yml": "runs: {using: composite, steps: [{run: npm run test, shell: bash}]}\n",
      },
    ],
    [
      "what npm init writes",
      { "package.json": node({ test: 'echo "Error: no test specified" && exit 1' }), [CI]: flow("npm ci") },
    ],
    [
      "a script that only says so",
      { "package.json": node({ test: 'echo "Nothing to test yet"' }), [CI]: flow("npm ci") },
    ],
    ["a Python tool that runs", { "pyproject.toml": "[tool.pytest.ini_options]\n", [CI]: flow("uv run pytest -q") }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingTestJob, files)).toEqual([]);
  });
});

describe("missing-test-job reports", () => {
  it.each([
    [
      "a script that no job runs",
      { "package.json": node({ test: "vitest run" }), [CI]: flow("npm ci") },
      ["package.json:1:13 high"],
    ],
    [
      "one beside others that run",
      { "package.json": node({ start: "node .", test: "vitest run" }), [CI]: flow("npm ci", "npm start") },
      ["package.json:1:30 high"],
    ],
    [
      "a manifest with other jobs alone",
      { "package.json": node({ test: "vitest run" }), [CI]: flow("npm ci", "npm publish") },
      ["package.json:1:13 high"],
    ],
    [
      "a Python tool",
      { "pyproject.toml": "[tool.pytest.ini_options]\n", [CI]: flow("pip install .") },
      ["pyproject.toml:1:1 high"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingTestJob, files)).toEqual(places);
  });
});
