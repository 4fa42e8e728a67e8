import { describe, expect, it } from "vitest";
import { workflowMissingKey } from "../../../worker/engine/rules/github/workflow-missing-key.ts";
import { placesOf, WORKFLOW } from "../../support/engine.ts";

const JOBS = "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n";

describe("workflow-missing-key stays silent", () => {
  it.each([
    ["a whole workflow", `on: push\n${JOBS}`],
    ["a step that is there for its name", `on: push\n${JOBS}      - name: done\n        run: ""\n`],
    ["a quoted key", `"on": push\n${JOBS}`],
    ["a call of a reusable workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
    [
      "steps behind an alias",
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps: &s [{run: a}]\n  b:\n    runs-on: x\n    steps: *s\n",
    ],
    ["a misspelt runner, another rule's business", `on: push\n${JOBS.replace("runs-on", "runs_on")}`],
    ["misspelt steps", `on: push\n${JOBS.replace("steps", "step")}`],
    ["a misspelt call", "on: push\njobs:\n  a:\n    use: ./.github/workflows/b.yml\n"],
    ["misspelt jobs", `on: push\n${JOBS.replace("jobs", "job")}`],
    ["a misspelt action", `on: push\n${JOBS.replace("run: make", "use: o/r@v1")}`],
    ["a misspelt script", `on: push\n${JOBS.replace("run: make", "rum: make")}`],
    ["a script that is written as an empty text", `on: push\n${JOBS}      - run: ""\n`],
    ["steps without a shell", `on: push\n${JOBS}`],
    ["a misspelt group", `on: push\nconcurrency: {grup: x}\n${JOBS}`],
    ["a step behind an alias", `on: push\n${JOBS.replace("- run: make", "- &m {run: make}\n      - *m")}`],
    ["steps that wait or run beside others", `on: push\n${JOBS}      - wait: x\n      - wait-all:\n`],
    ["jobs that are a list, another rule's business", "on: push\njobs: [a]\n"],
    ["a job that is a text", "on: push\njobs: {a: make}\n"],
    ["steps that are a mapping", "on: push\njobs: {a: {runs-on: x, steps: {run: make}}}\n"],
    ["a file that is no YAML, which is another rule's", "on: [\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(workflowMissingKey, text)).toEqual([]);
  });

  it.each([
    ["scripts with a shell", "- run: make\n      shell: bash\n    - {shell: pwsh, run: x}"],
    ["an action", "- uses: o/r@v1"],
    ["a misspelt shell", "- run: make\n      shel: bash"],
  ])("on %s of a composite action", (_, steps) => {
    const text = `name: x\nruns:\n  using: composite\n  steps:\n    ${steps}\n`;
    expect(placesOf(workflowMissingKey, { "action.yml": text })).toEqual([]);
  });

  it("on files that GitHub does not read as workflows", () => {
    const files = {
      ".github/workflows/sub/x.yml": "a: 1\n",
      ".github/labels.yml": "a: 1\n",
      [WORKFLOW]: `on: push\n${JOBS}`,
    };
    expect(placesOf(workflowMissingKey, files)).toEqual([]);
  });
});

describe("workflow-missing-key reports", () => {
  it.each([
    ["a file that is no workflow", "# labels\nbug: red\n", ["2:1 high"]],
    ["an empty file", "# nothing\n", ["1:1 high"]],
    ["a list", "- a\n", ["1:1 high"]],
    ["a missing trigger", JOBS, ["1:1 high"]],
    ["a trigger that a YAML 1.1 tool turned into true", `name: x\ntrue: push\n${JOBS}`, ["2:1 high"]],
    ["missing jobs", "on: push\n", ["1:1 high"]],
    ["empty jobs", "on: push\njobs:\n", ["2:1 high"]],
    ["a job without a runner", "on: push\njobs:\n  a:\n    steps:\n      - run: make\n", ["3:3 high"]],
    ["a job that says nothing", "on: push\njobs:\n  a:\n", ["3:3 high"]],
    ["a concurrency without a group", `on: push\nconcurrency: {cancel-in-progress: true}\n${JOBS}`, ["2:15 high"]],
    [
      "an environment without a name",
      `on: push\n${JOBS.replace("runs-on: x", "runs-on: x\n    environment: {url: y}")}`,
      ["5:19 high"],
    ],
    ["a step with a name alone", `on: push\n${JOBS}      - name: x\n        env: {A: b}\n`, ["7:9 high"]],
    [
      "two steps that do nothing",
      `on: push\n${JOBS}      - {if: always()}\n      - name: x\n`,
      ["7:10 high", "8:9 high"],
    ],
    ["a script without a word", `on: push\n${JOBS}      - name: x\n        run:\n`, ["8:9 high"]],
    ["an empty script", `on: push\n${JOBS}      - run:\n`, ["7:9 high"]],
    ["an action without a name", `on: push\n${JOBS}      - uses:\n`, ["7:9 high"]],
    ["a runner without a name", `on: push\n${JOBS.replace("runs-on: x", "runs-on:")}`, ["3:3 high"]],
    ["an empty list of events", `on: []\n${JOBS}`, ["1:1 high"]],
    ["no label of a runner", `on: push\n${JOBS.replace("runs-on: x", "runs-on: []")}`, ["3:3 high"]],
    ["a trigger without an event", `on:\n${JOBS}`, ["1:1 high"]],
    ["inputs without an action", `on: push\n${JOBS}      - name: x\n        with: {a: b}\n`, ["7:9 high"]],
    ["a job without steps", "on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n", ["3:3 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(workflowMissingKey, text)).toEqual(places);
  });

  it.each([
    ["a script without a shell", "- run: make", ["action.yml:5:7 high"]],
    [
      "one of several",
      "- {run: make, shell: bash}\n    - name: x\n      run: |\n        make",
      ["action.yml:6:7 high"],
    ],
    ["a step that does nothing, once", "- name: x", ["action.yml:5:7 high"]],
    ["a shell without a script", "- shell: bash\n      name: x", ["action.yml:5:7 high"]],
  ])("%s in a composite action", (_, steps, places) => {
    const text = `name: x\nruns:\n  using: composite\n  steps:\n    ${steps}\n`;
    expect(placesOf(workflowMissingKey, { "action.yml": text })).toEqual(places);
  });
});
