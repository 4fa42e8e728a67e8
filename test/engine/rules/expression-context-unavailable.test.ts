import { describe, expect, it } from "vitest";
import { expressionContextUnavailable as rule } from "../../../worker/engine/rules/github/expression-context-unavailable.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const job = (key: string) => `on: push\njobs:\n  a:\n    ${key}\n    runs-on: x\n    steps:\n      - run: make\n`;
const step = (key: string) => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n        ${key}\n`;
const top = (key: string) => `on: push\n${key}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n`;

describe("expression-context-unavailable stays silent", () => {
  it.each([
    [
      "contexts of a job's condition",
      job("if: github.ref == 'a' && needs.b.result == 'x' && inputs.c && vars.D && always()"),
    ],
    [
      "env and steps in a step's condition",
      step("if: env.A && steps.b.outputs.c && failure() && hashFiles('x') != ''"),
    ],
    ["secrets in env of a step", step("env: {A: '${{ secrets.B }}'}")],
    ["secrets in env of a job", job("env: {A: '${{ secrets.B }}'}")],
    ["matrix in the name of a job", job("name: ${{ matrix.os }}")],
    ["steps in outputs of a job", job("outputs: {a: '${{ steps.b.outputs.c }}'}")],
    ["steps in the address of an environment", job("environment: {name: p, url: '${{ steps.b.outputs.c }}'}")],
    [
      "env in credentials of a container",
      job("container: {image: i, credentials: {username: '${{ env.U }}', password: '${{ secrets.P }}'}}"),
    ],
    ["matrix in the shell of defaults", job("defaults: {run: {shell: '${{ matrix.shell }}'}}")],
    ["secrets of the whole workflow's env", top("env: {A: '${{ secrets.B }}'}")],
    [
      "a concurrency group",
      top("concurrency: {group: '${{ github.ref }}', cancel-in-progress: \"${{ github.ref != 'x' }}\"}"),
    ],
    ["general functions", job("if: contains(fromJSON('[1]'), 1) && startsWith(github.ref, 'a')")],
    ["the name of the workflow, which is plain text", top("name: about ${{ matrix.os }}")],
    ["a key that GitHub does not know", job("nothing: ${{ steps.a.outputs.b }}")],
    ["a context that GitHub does not have, which another rule reports", job("if: foo.bar")],
    [
      "jobs in outputs of a called workflow",
      "on:\n  workflow_call:\n    outputs:\n      a: {value: '${{ jobs.b.outputs.c }}'}\njobs: {}\n",
    ],
    [
      "secrets passed to a called workflow",
      "on: push\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    secrets: {T: '${{ secrets.T }}'}\n",
    ],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });
});

const action = (key: string) => ({
  "action.yml": `name: x\ninputs: {a: {}}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: make\n      ${key}\n`,
});

describe("expression-context-unavailable judges composite actions", () => {
  it.each([
    ["what steps have", 'env: {A: "${{ inputs.a }} ${{ github.ref }} ${{ steps.b.outputs.c }} ${{ env.X }}"}', []],
    ["functions of a condition", "if: always() && hashFiles('x') != ''", []],
    ["a description of an input", "name: plain", []],
    ["secrets", 'env: {A: "${{ secrets.B }}"}', ["action.yml:8:21 high"]],
    ["variables", "if: vars.X == '1'", ["action.yml:8:11 high"]],
  ])("%s", (_, key, places) => {
    expect(placesOf(rule, action(key))).toEqual(places);
  });
});

describe("expression-context-unavailable reports", () => {
  it.each([
    ["secrets in a job's condition", job("if: secrets.A != ''"), "4:9", "env"],
    ["env in a job's condition", job("if: ${{ env.A == 'b' }}"), "4:13", "vars"],
    ["matrix in a job's condition", job("if: matrix.os == 'x'"), "4:9", "matrix"],
    ["secrets in a step's condition", step("if: github.ref && secrets.A"), "7:27", "secrets"],
    ["env in runs-on", job("name: x").replace("runs-on: x", "runs-on: ${{ env.R }}"), "5:18", "runs-on"],
    ["env in env of a job", job("env: {A: '${{ env.B }}'}"), "4:19", "env"],
    ["env in env of the workflow", top("env: {A: '${{ env.B }}'}"), "2:15", "env"],
    ["runner in env of a job", job("env: {A: '${{ runner.temp }}'}"), "4:19", "runner"],
    ["steps in the name of a job", job("name: ${{ steps.a.outputs.b }}"), "4:15", "needs"],
    ["matrix in its own strategy", job("strategy: {max-parallel: '${{ matrix.n }}'}"), "4:35", "matrix"],
    ["always in env", step("env: {A: '${{ always() }}'}"), "7:19", "if:"],
    ["hashFiles in env of a job", job("env: {A: \"${{ hashFiles('x') }}\"}"), "4:15", "step"],
    [
      "an expression in the name of an action",
      step("name: x").replace("run: make", "uses: a/b@${{ matrix.v }}"),
      "6:19",
      "uses",
    ],
    ["an expression in the shell of a step", step("shell: ${{ matrix.shell }}"), "7:16", "shell"],
    ["CRLF", job("if: secrets.A != ''").replaceAll("\n", "\r\n"), "4:9", "env"],
  ])("%s", (_, text, place, message) => {
    expect(findingsOf(rule, text).map(({ range }) => `${range.line}:${range.column}`)).toEqual([place]);
    expect(findingsOf(rule, text)[0]?.message).toContain(message);
  });

  it("one finding for a key with several", () => {
    expect(placesOf(rule, job("if: env.A && secrets.B && matrix.c"))).toEqual(["4:9 high"]);
  });
});
