import { describe, expect, it } from "vitest";
import { missingLintJob } from "../../../worker/engine/rules/repo/missing-lint-job.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (...runs: string[]) =>
  `on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n${runs.map((run) => `      - run: ${run}\n`).join("")}`;
const node = (scripts: Record<string, string>) => JSON.stringify({ scripts });

describe("missing-lint-job stays silent", () => {
  it.each([
    ["a job that runs it", { "package.json": node({ lint: "eslint ." }), [CI]: flow("npm run lint") }],
    ["a job that runs the tool", { "package.json": node({ lint: "eslint ." }), [CI]: flow("npx eslint .") }],
    [
      "a script that calls it",
      { "package.json": node({ lint: "eslint .", all: "npm run lint" }), [CI]: flow("npm run all") },
    ],
    [
      "a runner that names it among others",
      {
        "package.json": node({
          lint: "eslint .",
          both: "npm run lint",
          go: 'concurrently "npm:both" "npm run build"',
        }),
        [CI]: flow("npm run go"),
      },
    ],
    [
      "a runner that names it by a pattern",
      {
        "package.json": node({ lint: "npm run lint:js", "lint:js": "eslint .", go: "run-p 'lint:*'" }),
        [CI]: flow("npm run go"),
      },
    ],
    [
      "a script of the project's own that is given its name in a list",
      {
        "package.json": node({ lint: "eslint .", go: 'node tools/run.mjs "lint types" test' }),
        [CI]: flow("npm run go"),
      },
    ],
    [
      "a script file behind a script",
      { "package.json": node({ lint: "eslint .", go: "bash tools/ci.sh" }), [CI]: flow("npm run go") },
    ],
    ["no such script", { "package.json": node({ start: "node ." }), [CI]: flow("npm start") }],
    ["a script file that may do it", { "package.json": node({ lint: "eslint ." }), [CI]: flow("./ci.sh") }],
    ["a task runner that may do it", { "package.json": node({ lint: "eslint ." }), [CI]: flow("make") }],
    ["no workflow", { "package.json": node({ lint: "eslint ." }) }],
    [
      "another CI system",
      { "package.json": node({ lint: "eslint ." }), [CI]: flow("npm ci"), ".gitlab-ci.yml": "a: {script: x}\n" },
    ],
    [
      "a reusable workflow elsewhere",
      {
        "package.json": node({ lint: "eslint ." }),
        [CI]: "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\n",
      },
    ],
    ["a manifest below the root", { "web/package.json": node({ lint: "eslint ." }), [CI]: flow("npm ci") }],
    [
      "a local action that runs it",
      {
        "package.json": node({ lint: "eslint ." }),
        [CI]: flow("npm ci"),
        ".github/actions/x/action.yml": "runs: {using: composite, steps: [{run: npm run lint, shell: bash}]}\n",
      },
    ],
  ])("on %s", (_, files) => {
    expect(placesOf(missingLintJob, files)).toEqual([]);
  });
});

describe("missing-lint-job reports", () => {
  it.each([
    [
      "a script that no job runs",
      { "package.json": node({ lint: "eslint ." }), [CI]: flow("npm ci") },
      ["package.json:1:13 low"],
    ],
    [
      "one beside others that run",
      { "package.json": node({ start: "node .", lint: "eslint ." }), [CI]: flow("npm ci", "npm start") },
      ["package.json:1:30 low"],
    ],
    [
      "one whose runner names others",
      {
        "package.json": node({ lint: "eslint .", a: "x", b: "./node_modules/.bin/y", go: "run-p a b" }),
        [CI]: flow("npm run go"),
      },
      ["package.json:1:13 low"],
    ],
    [
      "a manifest with other jobs alone",
      { "package.json": node({ lint: "eslint ." }), [CI]: flow("npm ci", "npm publish") },
      ["package.json:1:13 low"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingLintJob, files)).toEqual(places);
  });
});
