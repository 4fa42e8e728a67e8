import { describe, expect, it } from "vitest";
import { workflowMissingKey } from "../../../worker/engine/rules/github/workflow-missing-key.ts";
import { placesOf, WORKFLOW } from "../../support/engine.ts";

const JOBS = "jobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n";

describe("workflow-missing-key stays silent", () => {
  it.each([
    ["a whole workflow", `on: push\n${JOBS}`],
    ["a quoted key", `"on": push\n${JOBS}`],
    ["a call of a reusable workflow", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
    [
      "steps behind an alias",
      "on: push\njobs:\n  a:\n    runs-on: x\n    steps: &s [{run: a}]\n  b:\n    runs-on: x\n    steps: *s\n",
    ],
    ["a file that is no YAML, which is another rule's", "on: [\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(workflowMissingKey, text)).toEqual([]);
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
    ["a job without steps", "on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n", ["3:3 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(workflowMissingKey, text)).toEqual(places);
  });
});
