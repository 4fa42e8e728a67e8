import { describe, expect, it } from "vitest";
import { obfuscatedSyntax } from "../../../worker/engine/rules/github/obfuscated-syntax.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const step = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - ${text}\n`;
const cond = (condition: string) => step(`run: make\n        if: ${condition}`);

describe("obfuscated-syntax stays silent", () => {
  it.each([
    ["contexts", step("run: echo ${{ github.sha }} ${{ inputs['a-b'] }}")],
    ["a function of a context", step("run: echo ${{ format('x{0}', github.sha) }} ${{ toJSON(github) }}")],
    ["a choice of literals", step("run: echo ${{ github.ref == 'x' && 'a' || 'b' }}")],
    [
      "a constant where GitHub evaluates nothing",
      "on: push\njobs:\n  a:\n    needs: ${{ 'b' }}\n    runs-on: x\n    steps: [{run: x}]\n",
    ],
    ["a constant in a condition", cond("${{ true }}")],
    ["escaped braces", step("run: echo ${{ '{{' }} x ${{ '}}' }}")],
    ["a list from JSON", step("run: x\n        env: {A: '${{ fromJSON(\"[1]\")[0] }}'}")],
    ["a plain use", step("uses: o/r/path@v1")],
    ["a local action", step("uses: ./.github/actions/x")],
    ["the repository itself", step("uses: ./")],
    ["a local action with a slash behind it", step("uses: ./actions/x/")],
    ["a computed index", step("run: echo ${{ matrix[inputs.key] }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(obfuscatedSyntax, text)).toEqual([]);
  });
});

describe("obfuscated-syntax reports", () => {
  it.each([
    ["a literal", step("run: echo ${{ 'hello' }}"), ["8:19 low"]],
    ["a number", step("run: sleep ${{ 5 }}"), ["8:20 low"]],
    ["a format of literals", step("run: echo ${{ format('cu{0}', 'rl') }}"), ["8:19 low"]],
    ["JSON of a literal", step(`run: echo \${{ fromJSON('"x"') }}`), ["8:19 low"]],
    ["a name that is put together", step("run: echo ${{ github[format('ev{0}', 'ent')].x }}"), ["8:19 low"]],
    ["dots in a path", step("uses: o/r/./x/../y@v1"), ["8:15 low"]],
    ["an empty segment", step("uses: ./actions//x"), ["8:15 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(obfuscatedSyntax, text)).toEqual(places);
  });
});

describe("obfuscated-syntax fixes", () => {
  it.each([
    ["run: echo ${{ 'hello' }} there", "run: echo hello there"],
    ["uses: ./actions/../x # mine", "uses: ./x # mine"],
    ["run: sleep ${{ 5 }}", "run: sleep 5"],
  ])("%s", (before, after) => {
    expect(fixOf(obfuscatedSyntax, step(before)).text).toBe(step(after));
  });
});
