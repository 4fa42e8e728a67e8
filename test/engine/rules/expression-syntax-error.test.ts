import { describe, expect, it } from "vitest";
import { expressionSyntaxError as rule } from "../../../worker/engine/rules/github/expression-syntax-error.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const condition = (text: string) =>
  `on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - if: ${text}\n        run: make\n`;
const script = (text: string) => `on: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - run: ${text}\n`;
const BROKEN = "${{ github.ref == }}";

describe("expression-syntax-error stays silent", () => {
  it.each([
    [
      "comparisons and calls",
      condition("github.ref == 'refs/heads/main' && !contains(github.event.head_commit.message, 'x')"),
    ],
    ["a quote inside a text", script("echo ${{ format('it''s {0}', github.ref) }}")],
    ["closing braces inside a text", script("echo ${{ format('}}{0}', github.ref) }}")],
    ["numbers, filters and indexes", script("echo ${{ github.event.labels.*.name[0] || -1.5e3 || 0xff || .5 }}")],
    ["the braces themselves as text", script("echo \"${{ '${{' }}\"")],
    [
      "several lines",
      "on: push\njobs:\n  a:\n    runs-on: x\n    if: |\n      github.ref == 'a' ||\n      github.ref == 'b'\n    steps: [{run: make}]\n",
    ],
    ["an empty condition", condition("''")],
    ["a boolean condition", condition("True")],
    ["the name of the workflow", `name: ${BROKEN}\non: push\njobs: {}\n`],
    [
      "the description of an input",
      `on:\n  workflow_dispatch:\n    inputs:\n      a:\n        description: "${BROKEN}"\njobs: {}\n`,
    ],
    ["a comment", `# ${BROKEN}\non: push\njobs: {}\n`],
    ["a name that does not exist, which another rule reports", condition("foo.bar")],
    ["braces of a shell", script("echo ${A:-{{b}}}")],
    ["text beside the braces", condition("${{ github.ref }} == 'a\"b'")],
  ])("on %s", (_, text) => {
    expect(placesOf(rule, text)).toEqual([]);
  });

  it("on descriptions of an action", () => {
    const text = `name: a\ninputs:\n  b:\n    description: use ${BROKEN}\nruns:\n  using: composite\n  steps: []\n`;
    expect(placesOf(rule, { "action.yml": text })).toEqual([]);
  });
});

describe("expression-syntax-error reports", () => {
  it.each([
    ["double quotes in a condition", condition('github.ref == "main"'), "6:13", "single quotes"],
    ["double quotes in braces", script("echo '${{ github.ref == \"main\" }}'"), "6:20", "single quotes"],
    ["one equals sign", condition("github.ref = 'main'"), "6:13", "compare with `==`"],
    ["three equals signs", condition("github.ref === 'main'"), "6:13", "unexpected"],
    ["a single ampersand", condition("github.ref & github.sha"), "6:13", "write `&&`"],
    ["a sum", script("echo ${{ github.run_number + 1 }}"), "6:19", "format()"],
    ["joined texts", script("echo ${{ 'a' + 'b' }}"), "6:19", "format()"],
    ["a choice with a question mark", script("echo ${{ github.ref ?'a':'b' }}"), "6:19", "case("],
    ["no closing braces", script("echo ${{ github.ref"), "6:19", "never closed"],
    ["an open quote", script("echo ${{ 'a }}"), "6:19", "quote"],
    ["nothing", script("echo ${{ }}"), "6:19", "no expression"],
    [
      "nothing in a comment of a script",
      script("|\n          # about ${{ }}\n          make"),
      "7:19",
      "no expression",
    ],
    ["a missing bracket", script("echo ${{ contains(github.ref, 'a' }}"), "6:19", "ends too early"],
    ["a missing operand", condition("github.ref == 'a' &&"), "6:13", "ends too early"],
    ["braces in braces", script("echo ${{ contains(${{ github.ref }}, 'a') }}"), "6:19", "inner expression"],
    ["CRLF", condition('github.ref == "main"').replaceAll("\n", "\r\n"), "6:13", "single quotes"],
    ["flow style", `on: push\njobs: {a: {runs-on: x, steps: [{run: "echo ${BROKEN}"}]}}\n`, "2:44", "too early"],
    [
      "a default of a called workflow",
      `on:\n  workflow_call:\n    inputs:\n      a:\n        type: string\n        default: ${BROKEN}\njobs: {}\n`,
      "6:18",
      "too early",
    ],
  ])("%s", (_, text, place, message) => {
    expect(findingsOf(rule, text).map(({ range }) => `${range.line}:${range.column}`)).toEqual([place]);
    expect(findingsOf(rule, text)[0]?.message).toContain(message);
    expect(findingsOf(rule, text)[0]?.severity).toBe("high");
  });

  it("each broken expression of a key for itself", () => {
    expect(placesOf(rule, script(`echo ${BROKEN} ${BROKEN}`))).toEqual(["6:19 high", "6:40 high"]);
  });

  it("a step and an output of an action", () => {
    const text = `name: a\noutputs:\n  o:\n    value: ${BROKEN}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${BROKEN}\n`;
    expect(placesOf(rule, { "action.yml": text })).toEqual(["action.yml:4:12 high", "action.yml:9:17 high"]);
  });
});
