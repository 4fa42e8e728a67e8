import { describe, expect, it } from "vitest";
import { workflowDuplicateKey } from "../../../worker/engine/rules/github/workflow-duplicate-key.ts";
import { placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;

describe("workflow-duplicate-key stays silent", () => {
  it.each([
    ["the same key in two steps", job("", "      - name: a\n        run: x\n      - name: a\n        run: y\n")],
    [
      "names that look alike",
      "on: push\njobs: {build: {runs-on: x, steps: [{run: x}]}, build-2: {runs-on: x, steps: [{run: x}]}}\n",
    ],
    ["a key at two levels", job("    env: {A: 1}\n").replace("permissions", "env: {A: 2}\npermissions")],
    ["the same value twice", job("    strategy: {matrix: {x: [1, 1]}}\n")],
    ["a key that is a word of a script", job("", "      - run: |\n          name: a\n          name: b\n")],
    ["a variable in other case at two levels", job("    env: {A: 1}\n", "      - run: make\n        env: {a: 2}\n")],
    ["names of events, which another rule judges", job("").replace("on: push", "on: {push: , PUSH: }")],
    ["a file of another tool", { "docker-compose.yml": "a: 1\na: 2\n" }],
  ])("on %s", (_, text) => {
    expect(placesOf(workflowDuplicateKey, text)).toEqual([]);
  });
});

describe("workflow-duplicate-key reports", () => {
  it.each([
    ["a key of a job", job("    env: {A: 1}\n    env: {B: 1}\n"), ["8:5 high"]],
    ["a variable", job("    env:\n      A: 1\n      A: 2\n"), ["9:7 high"]],
    [
      "a job",
      "on: push\njobs:\n  a: {runs-on: x, steps: [{run: x}]}\n  a: {runs-on: x, steps: [{run: x}]}\n",
      ["4:3 high"],
    ],
    [
      "a job in other case",
      "on: push\njobs:\n  a: {runs-on: x, steps: [{run: x}]}\n  A: {runs-on: x, steps: [{run: x}]}\n",
      ["4:3 high"],
    ],
    ["a variable in other case", job("    env:\n      http_proxy: a\n      HTTP_PROXY: b\n"), ["9:7 high"]],
    [
      "an input of an action in other case",
      job("", "      - uses: o/r@v1\n        with: {Path: a, path: b}\n"),
      ["9:25 high"],
    ],
    ["a dimension in other case", job("    strategy: {matrix: {os: [a], OS: [b]}}\n"), ["7:34 high"]],
    ["a key in quotes", job('    "env": {A: 1}\n    env: {B: 1}\n'), ["8:5 high"]],
    [
      "a key of an action",
      { "action.yml": "name: a\nname: b\nruns: {using: composite, steps: []}\n" },
      ["action.yml:2:1 high"],
    ],
    [
      "an input of an action of the repository in other case",
      { "action.yml": "name: a\ninputs:\n  path: {}\n  Path: {}\nruns: {using: composite, steps: []}\n" },
      ["action.yml:4:3 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(workflowDuplicateKey, text)).toEqual(places);
  });
});
