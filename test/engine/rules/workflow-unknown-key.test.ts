import { describe, expect, it } from "vitest";
import { workflowUnknownKey } from "../../../worker/engine/rules/github/workflow-unknown-key.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;

describe("workflow-unknown-key stays silent", () => {
  it.each([
    [
      "every key of a job",
      job("    env: {A: 1}\n    defaults: {run: {shell: bash}}\n    continue-on-error: true\n    outputs: {x: y}\n"),
    ],
    [
      "every key of a step",
      job(
        "",
        "      - run: make\n        id: x\n        if: always()\n        working-directory: w\n        env: {}\n",
      ),
    ],
    [
      "a call with its keys",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    with: {anything: 1}\n    secrets: inherit\n    strategy: {matrix: {x: [1]}}\n",
    ],
    [
      "names that the author chooses",
      job("    strategy: {matrix: {os: [a], include: [{os: b, extra: 1}]}}\n    services: {db: {image: x}}\n"),
    ],
    ["inputs of actions", job("", "      - uses: o/r@v1\n        with: {what-ever: 1, Any_Thing: 2}\n")],
    ["events and their filters", "on: {push: {branch: [x]}, nosuch: {}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"],
    ["scopes of permissions", job("    permissions: {nosuch: read}\n")],
    ["a job behind an alias", "on: push\njobs:\n  a: &a\n    runs-on: x\n    steps: [{run: x}]\n  b: *a\n"],
    [
      "options of a choice in a call, another rule's business",
      "on: {workflow_call: {inputs: {a: {type: choice, options: [x]}}}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
    ],
    ["a merge key", job("    <<: {}\n")],
    ["an environment with its address", job("    environment: {name: x, url: y}\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(workflowUnknownKey, text)).toEqual([]);
  });
});

describe("workflow-unknown-key reports", () => {
  it.each([
    ["a letter too few", job("").replace("runs-on", "run-on"), ["5:5 high"]],
    ["wrong case", job("", "      - Run: make\n"), ["8:9 high"]],
    ["an underscore", job("    continue_on_error: true\n"), ["7:5 high"]],
    ["a key of another level", `runs-on: x\n${job("")}`, ["1:1 high"]],
    [
      "a key that a call may not have",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    timeout-minutes: 5\n",
      ["5:5 high"],
    ],
    [
      "a job that calls and runs",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    runs-on: y\n    steps: [{run: x}]\n",
      ["4:5 high"],
    ],
    [
      "inputs beside their section, once",
      job("", "      - uses: o/r@v1\n        with:\n        path: x\n        key: y\n"),
      ["10:9 high"],
    ],
    ["a key in a nested section", job("    concurrency: {group: x, cancel: true}\n"), ["7:29 high"]],
    ["a key of a container", job("    container: {image: x, volume: [a]}\n"), ["7:27 high"]],
    ["a key in flow style", "{on: push, job: {}}\n", ["1:12 high"]],
    [
      "a step with script and action, once",
      job("", "      - {run: a, shell: bash, uses: o/r@v1, with: {a: b}}\n"),
      ["8:31 high"],
    ],
    ["a shell of an action", job("", "      - {uses: o/r@v1, shell: bash}\n"), ["8:24 high"]],
    ["inputs of a script", job("", "      - {run: a, with: {a: b}}\n"), ["8:18 high"]],
    ["a misspelt call", "on: push\njobs:\n  a:\n    use: ./.github/workflows/x.yml\n", ["4:5 high"]],
    ["a key of defaults", job("    defaults: {run: {dir: x}}\n"), ["7:22 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(workflowUnknownKey, text)).toEqual(places);
  });
});

describe("workflow-unknown-key fixes", () => {
  it.each([
    ["run-on", "runs-on"],
    ["timeout_minutes", "timeout-minutes"],
    ["runs_on", "runs-on"],
    ["job", "jobs"],
    ["step", "steps"],
  ])("%s", (wrong, right) => {
    const text = job("# kept\n").replace(right, wrong);
    expect(fixOf(workflowUnknownKey, text).text).toBe(text.replace(new RegExp(`\\b${wrong}\\b`), right));
  });
});

describe("workflow-unknown-key fixes a runner", () => {
  it.each(["ubuntu-latest", "ubuntu-22.04"])("though %s is another finding", (label) => {
    const text = job("").replace("runs-on: ubuntu-24.04", `runs_on: ${label}`);
    expect(fixOf(workflowUnknownKey, text).text).toBe(text.replace("runs_on", "runs-on"));
  });
});

describe("workflow-unknown-key offers no fix", () => {
  it.each([
    ["for a key that is near to none", job("    banana: 1\n")],
    ["for one that stands there already", job("    step: []\n")],
  ])("%s", (_, text) => {
    expect(fixOf(workflowUnknownKey, text).text).toBeNull();
  });
});
