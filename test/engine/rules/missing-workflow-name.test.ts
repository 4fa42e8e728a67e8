import { describe, expect, it } from "vitest";
import { missingWorkflowName } from "../../../worker/engine/rules/github/missing-workflow-name.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;
const strict = { profile: "strict" as const };

describe("missing-workflow-name stays silent", () => {
  it.each([
    ["a name", `name: CI\n${job("")}`],
    ["a computed name", `name: \${{ github.ref }}\n${job("")}`],
    ["a name in quotes", `"name": "CI"\n${job("")}`],
    ["an action with a name", { "action.yml": "name: a\nruns: {using: composite, steps: []}\n" }],
    ["a file of another tool", { ".gitlab-ci.yml": "a: {script: x}\n" }],
    ["a name at the end", `${job("")}name: CI\n`],
  ])("on %s", (_, text) => {
    expect(placesOf(missingWorkflowName, text, strict)).toEqual([]);
  });
});

describe("missing-workflow-name reports", () => {
  it.each([
    ["a workflow", job(""), ["1:1 info"]],
    ["an action", { "action.yml": "runs: {using: composite, steps: []}\n" }, ["action.yml:1:1 info"]],
    ["one that names its jobs alone", job("    name: x\n"), ["1:1 info"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(missingWorkflowName, text, strict)).toEqual(places);
  });
});

describe("missing-workflow-name fixes", () => {
  it.each([
    [".github/workflows/release-notes.yml", "name: Release notes\n"],
    [".github/workflows/ci.yaml", "name: CI\n"],
  ])("%s", (path, line) => {
    const text = `# top\n${job("")}`;
    expect(fixOf(missingWorkflowName, { [path]: text }, strict).text).toBe(text.replace("on: push", `${line}on: push`));
  });
});

it("missing-workflow-name is silent outside the strict profile", () => {
  expect(placesOf(missingWorkflowName, job(""))).toEqual([]);
});
