import { describe, expect, it } from "vitest";
import { invalidReusableWorkflowCall } from "../../../worker/engine/rules/github/invalid-reusable-workflow-call.ts";
import { type Files, findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";

const CALLED = ".github/workflows/called.yml";
const call = (rest = "", uses = `./${CALLED}`) => `on: push\njobs:\n  a:\n    uses: ${uses}\n${rest}`;
const JOBS = "jobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n";
const reusable = (definition = "") => `on:\n  workflow_call:\n${definition}${JOBS}`;
const INPUTS = reusable(
  "    inputs:\n      target: {type: string, required: true}\n      dry: {type: boolean}\n      count: {type: number, required: true, default: 1}\n    secrets:\n      TOKEN: {required: true}\n      EXTRA: {required: false}\n",
);
const places = (text: string, called: string | null = INPUTS, files: Files = {}) =>
  placesOf(invalidReusableWorkflowCall, { [WORKFLOW]: text, [CALLED]: called, ...files });
const OK = "    with: {target: a}\n    secrets: {TOKEN: x}\n";

describe("invalid-reusable-workflow-call stays silent", () => {
  it.each([
    ["a fitting call", call(OK)],
    ["inherited secrets", call("    with: {target: a}\n    secrets: inherit\n")],
    ["other upper and lower case", call("    with: {Target: a}\n    secrets: {token: x}\n")],
    [
      "expressions as values",
      call(`    with: {target: a, dry: "\${{ inputs.dry }}", count: "\${{ 1 }}"}\n    secrets: {TOKEN: x}\n`),
    ],
    [
      "literals of the right type",
      call("    with:\n      target: 1\n      dry: false\n      count: 2.5\n    secrets: {TOKEN: x}\n"),
    ],
    [
      "a quoted boolean, whose type is not certain",
      call("    with: {target: a, dry: 'true', count: '3'}\n    secrets: {TOKEN: x}\n"),
    ],
    ["a workflow of another repository", call("    with: {anything: 1}\n", "o/r/.github/workflows/x.yml@v1")],
    ["a workflow of another repository of the same name", call("    with: {x: 1}\n", `o/r/${CALLED}@v1`)],
    ["inputs from an expression", call(`    with: \${{ fromJSON(vars.X) }}\n    secrets: inherit\n`)],
    ["a step's local action", "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{uses: ./nowhere}]\n"],
    ["a job without a call", `on: push\n${JOBS}`],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on a called workflow that was not read", () => {
    expect(places(call("    with: {x: 1}\n"), null)).toEqual([]);
  });

  it("on a called workflow that does not parse", () => {
    expect(places(call("    with: {x: 1}\n"), "on: [\n")).toEqual([]);
  });

  it("on triggers in a list and a bare call", () => {
    expect(places(call(), `on: [push, workflow_call]\n${JOBS}`)).toEqual([]);
  });

  it("on ten levels", () => {
    expect(places(call("", "./.github/workflows/l2.yml"), INPUTS, levels(10))).toEqual([]);
  });
});

/** Workflows `l2` to `l<last>`, each calling the next. */
function levels(last: number): Files {
  const files: Record<string, string> = {};
  for (let level = 2; level <= last; level++) {
    const jobs = level < last ? `jobs:\n  x:\n    uses: ./.github/workflows/l${level + 1}.yml\n` : JOBS;
    files[`.github/workflows/l${level}.yml`] = `on: workflow_call\n${jobs}`;
  }
  return files;
}

describe("invalid-reusable-workflow-call reports", () => {
  it.each([
    ["a missing file", call("", "./.github/workflows/nowhere.yml"), "4:11 high"],
    ["a file elsewhere", call("", "./ci/called.yml"), "4:11 high"],
    ["a file in a folder below", call("", "./.github/workflows/a/called.yml"), "4:11 high"],
    ["an action where a workflow belongs", call("", "actions/checkout@v4"), "4:11 high"],
    ["no ref", call("", "o/r/.github/workflows/x.yml"), "4:11 high"],
    ["a file without ./", call("", ".github/workflows/called.yml"), "4:11 high"],
    ["a ref on a local workflow", call(OK, `'./${CALLED}@main'`), "4:11 high"],
    ["a missing input", call("    secrets: inherit\n"), "4:11 high"],
    ["a missing secret", call("    with: {target: a}\n"), "4:11 high"],
    ["an unknown input", call("    with: {target: a, tarket: b}\n    secrets: inherit\n"), "5:23 high"],
    ["a needed input under a misspelt name, once", call("    with: {tarket: b}\n    secrets: inherit\n"), "5:12 high"],
    ["an unknown secret", call("    with: {target: a}\n    secrets: {TOKEN: x, OTHER: y}\n"), "6:25 high"],
    ["a text for a boolean", call("    with: {target: a, dry: yes}\n    secrets: inherit\n"), "5:28 high"],
    [
      "a text for a number, with CRLF",
      call("    with: {target: a, count: many}\n    secrets: inherit\n").replaceAll("\n", "\r\n"),
      "5:30 high",
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("a workflow that cannot be called", () => {
    expect(places(call(), `on: push\n${JOBS}`)).toEqual(["4:11 high"]);
  });

  it("the nearest name", () => {
    const files = { [WORKFLOW]: call("    with: {target: a, tagret: b}\n    secrets: inherit\n"), [CALLED]: INPUTS };
    expect(findingsOf(invalidReusableWorkflowCall, files)[0]?.message).toContain("write `target` if that is meant");
  });

  it("a circle, in each workflow of it", () => {
    const back = "on: workflow_call\njobs:\n  b:\n    uses: ./.github/workflows/ci.yml\n";
    const text = call().replace("on: push", "on: [push, workflow_call]");
    expect(places(text, back)).toEqual([`${CALLED}:4:11 high`, "4:11 high"]);
  });

  it("eleven levels, where they begin", () => {
    expect(places(call("", "./.github/workflows/l2.yml"), INPUTS, levels(11))).toEqual(["4:11 high"]);
  });
});
