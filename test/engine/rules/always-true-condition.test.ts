import { expect, it } from "vitest";
import { alwaysTrueCondition } from "../../../worker/engine/rules/github/always-true-condition.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const jobIf = (condition: string) =>
  `on: push\njobs:\n  build:\n    ${condition}\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make # build\n`;
const stepIf = (condition: string) =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${condition}\n        run: make # build\n`;
const places = (text: string) => placesOf(alwaysTrueCondition, text);
const fixed = (text: string) => fixOf(alwaysTrueCondition, text).text;

it.each([
  ["no braces", "if: github.ref == 'refs/heads/main'"],
  ["no braces over lines", "if: |\n      github.ref == 'a' &&\n      github.event_name == 'push'"],
  ["one expression", "if: ${{ github.ref == 'refs/heads/main' }}"],
  ["one expression in quotes", 'if: "${{ always() }}"'],
  ["one expression without a final break", "if: >-\n      ${{ github.ref == 'a'\n      || github.ref == 'b' }}"],
  ["one literal expression without a final break", "if: |-\n      ${{ always() }}"],
  ["braces inside a literal", "if: \"${{ contains(github.event.head_commit.message, '}} x') }}\""],
  ["a boolean", "if: true"],
  ["an empty condition", "if:"],
  ["text in a format inside the braces", "if: ${{ format('{0} x', github.ref) == 'a x' }}"],
  ["an expression that is never closed, which GitHub refuses", "if: ${{ always()"],
  ["two values that may both be empty", 'if: "${{ inputs.a }}${{ inputs.b }}"'],
  ["a comment behind it", "if: ${{ always() }} # && nothing"],
])("stays silent on %s", (_name, condition) => {
  expect([...places(jobIf(condition)), ...places(stepIf(condition.replaceAll("\n  ", "\n      ")))]).toEqual([]);
});

it("stays silent on the same text elsewhere", () => {
  const text =
    "on: push\njobs:\n  a:\n    name: ${{ github.ref }} build\n    runs-on: x\n    steps:\n      - run: ${{ a }} b\n";
  expect(places(text)).toEqual([]);
});

it.each([
  ["text behind", "if: ${{ github.ref }} == 'refs/heads/main'"],
  ["text in front", "if: github.ref == ${{ 'refs/heads/main' }}"],
  ["two expressions", "if: ${{ github.ref == 'a' }} && ${{ always() }}"],
  ["a negation outside", "if: '!${{ github.ref }}'"],
  ["a blank in quotes", 'if: " ${{ always() }}"'],
  ["a literal block", "if: |\n      ${{ always() }}"],
  ["a folded block", "if: >\n      ${{ always() }}"],
  ["a block that keeps its breaks", "if: |+\n      ${{ always() }}\n"],
  ["comparisons side by side", 'if: "${{ 1 == 2 }}${{ 1 == 2 }}"'],
])("reports %s", (_name, condition) => {
  expect(places(jobIf(condition))).toEqual(["4:9 high"]);
});

it("reports steps of workflows and of composite actions", () => {
  expect(places(stepIf("if: ${{ github.ref }} == 'a'"))).toEqual(["6:13 high"]);
  const action =
    "runs:\n  using: composite\n  steps:\n    - if: ${{ inputs.a }} == 'b'\n      run: x\n      shell: bash\n";
  expect(placesOf(alwaysTrueCondition, { "action.yml": action })).toEqual(["action.yml:4:11 high"]);
});

it("says which of the two mistakes it is", () => {
  const messages = ["if: ${{ always() }} && true", "if: |\n      ${{ always() }}"].map(
    (condition) => findingsOf(alwaysTrueCondition, jobIf(condition))[0]?.message,
  );
  expect(messages).toEqual([expect.stringContaining("one expression"), expect.stringContaining("`|-`")]);
});

it.each([
  ["if: ${{ github.ref }} == 'refs/heads/main'", "if: github.ref == 'refs/heads/main'"],
  ["if: ${{ github.ref == 'a' }} && ${{ always() }}", "if: github.ref == 'a' && always()"],
  ["if: ${{ github.ref == 'a' || inputs.b }} && always()", "if: (github.ref == 'a' || inputs.b) && always()"],
  ["if: ${{ github.ref == 'a' && inputs.b }} || always()", "if: github.ref == 'a' && inputs.b || always()"],
  ["if: ${{ !inputs.a }} && always()", "if: ${{ !inputs.a && always() }}"],
  ["if: '!${{ inputs.a || inputs.b }}'", "if: '!(inputs.a || inputs.b)'"],
  ['if: "${{ inputs.a }} || ${{ inputs.b }}"', 'if: "inputs.a || inputs.b"'],
  ['if: ${{ github.ref }} == "refs/heads/main"', "if: github.ref == 'refs/heads/main'"],
  ["if: github.ref == '${{ inputs.ref }}'", "if: github.ref == inputs.ref"],
  ['if: " ${{ always() }} "', 'if: "always()"'],
  ["if: |\n      ${{ always() }}", "if: |-\n      ${{ always() }}"],
  ["if: >\n      ${{ always()\n      || failure() }}", "if: >-\n      ${{ always()\n      || failure() }}"],
  ["if: |+ # why\n      ${{ always() }}\n", "if: |- # why\n      ${{ always() }}\n"],
  ["if: |\n      ${{ inputs.a }} &&\n      ${{ inputs.b }}", "if: |\n      inputs.a &&\n      inputs.b"],
])("turns `%s` into `%s`", (before, after) => {
  expect(fixed(jobIf(before))).toBe(jobIf(after));
});

it.each([
  ["a bare word", "if: ${{ github.event.action }} == published"],
  ["another language", "if: ${{ github.ref == 'a' }} and ${{ always() }}"],
  ["an expression in a longer literal", "if: github.ref == 'refs/${{ inputs.ref }}'"],
  ["expressions side by side", 'if: "${{ 1 == 2 }}${{ 1 == 2 }}"'],
])("does not guess what %s means", (_name, condition) => {
  const result = fixOf(alwaysTrueCondition, jobIf(condition));
  expect([result.text, result.reason]).toEqual([null, expect.stringContaining("by hand")]);
});

it("keeps CRLF and what stands around the condition", () => {
  const before = jobIf("if: ${{ github.ref == 'a' }} && ${{ always() }} # guard").replaceAll("\n", "\r\n");
  expect(fixed(before)).toBe(
    before.replace("${{ github.ref == 'a' }} && ${{ always() }}", "github.ref == 'a' && always()"),
  );
});

it("fixes a step in flow style", () => {
  const text = "on: push\njobs: { a: { runs-on: x, steps: [ { if: \"${{ inputs.a }} == 'b'\", run: x } ] } }\n";
  expect(fixed(text)).toBe(text.replace("${{ inputs.a }}", "inputs.a"));
});
