import { describe, expect, it } from "vitest";
import { workflowInvalidValue } from "../../../worker/engine/rules/github/workflow-invalid-value.ts";
import { placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;

describe("workflow-invalid-value stays silent", () => {
  it.each([
    [
      "numbers, also as expressions",
      job(
        "    strategy: {max-parallel: 2, matrix: {x: [1]}}\n",
        "      - run: x\n        timeout-minutes: ${{ fromJSON(vars.T) }}\n",
      ),
    ],
    [
      "limits from expressions",
      job("    strategy: {max-parallel: '${{ fromJSON(inputs.n) }}', matrix: {x: [1]}}\n").replace(
        "minutes: 5",
        "minutes: ${{ inputs.m }}",
      ),
    ],
    ["a boolean from an expression", job("    continue-on-error: ${{ matrix.experimental }}\n")],
    ["a number where text belongs", job("    env: {A: 1, B: true, C: 1.5}\n")],
    ["a list or a word of needs", job("    needs: [b]\n")],
    ["an environment as a word", job("    environment: x\n")],
    ["a matrix from an expression", job("    strategy: {matrix: '${{ fromJSON(inputs.m) }}'}\n")],
    ["an empty list of rows", job("    strategy: {matrix: {x: []}}\n")],
    ["permissions of every form", `${job("    permissions: read-all\n")}`],
    ["triggers without settings", job("").replace("on: push", "on: {push: , workflow_dispatch: }")],
    ["steps that are absent, another rule's business", "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"],
    ["a job that says nothing, another rule's business", "on: push\njobs:\n  a:\n"],
    [
      "a negation in quotes or braces",
      job("    if: '!cancelled()'\n", "      - if: ${{ !cancelled() }}\n        run: x\n"),
    ],
    [
      "inputs beside their section, another rule's business",
      job("", "      - uses: o/r@v1\n        with:\n        path: x\n"),
    ],
    ["fractions of minutes", job("", "      - run: x\n        timeout-minutes: 0.5\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(workflowInvalidValue, text)).toEqual([]);
  });
});

describe("workflow-invalid-value reports", () => {
  it.each([
    ["a word where a number belongs", job("").replace("minutes: 5", "minutes: soon"), ["6:22 high"]],
    ["no minutes at all", job("").replace("minutes: 5", "minutes: 0"), ["6:22 high"]],
    ["minutes below zero", job("", "      - run: x\n        timeout-minutes: -1\n"), ["9:26 high"]],
    ["no job at a time", job("    strategy: {max-parallel: 0, matrix: {x: [1]}}\n"), ["7:30 high"]],
    ["half a job at a time", job("    strategy: {max-parallel: 1.5, matrix: {x: [1]}}\n"), ["7:30 high"]],
    [
      "no call at a time",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    strategy:\n      max-parallel: 0\n      matrix: {x: [1]}\n",
      ["6:21 high"],
    ],
    ["a list of permissions", job("    permissions: [contents]\n"), ["7:18 high"]],
    ["permissions without a word", job("    permissions:\n"), ["7:17 high"]],
    ["a permission without a level", job("    permissions:\n      contents:\n"), ["8:16 high"]],
    ["a condition that YAML takes for a tag", job("", "      - if: !cancelled()\n        run: x\n"), ["8:13 high"]],
    ["one of a job, with more behind it", job("    if: !cancelled() && github.ref\n"), ["7:9 high"]],
    ["an empty step", job("", "      -\n      - run: x\n"), ["8:8 high"]],
    ["an empty section", job("    env:\n"), ["7:9 high"]],
    ["a list where a mapping belongs", job("    env: [A]\n"), ["7:10 high"]],
    ["a word where a boolean belongs", job("    continue-on-error: sometimes\n"), ["7:24 high"]],
    [
      "a mapping where steps belong",
      job("").replace("    steps:\n      - run: make\n", "    steps: {run: make}\n"),
      ["7:12 high"],
    ],
    ["a mapping where text belongs", job("", "      - run: {a: b}\n"), ["8:14 high"]],
    ["an empty condition", job("", "      - run: x\n        shell:\n"), ["9:15 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(workflowInvalidValue, text)).toEqual(places);
  });
});
