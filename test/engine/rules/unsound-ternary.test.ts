import { describe, expect, it } from "vitest";
import { unsoundTernary } from "../../../worker/engine/rules/github/unsound-ternary.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const step = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - ${text}\n`;
const cond = (condition: string) => step(`run: make\n        if: ${condition}`);

describe("unsound-ternary stays silent", () => {
  it.each([
    ["a value that counts as true", step("run: echo ${{ github.ref == 'x' && 'a' || 'b' }}")],
    ["a value of a context", step("run: echo ${{ github.ref == 'x' && inputs.a || 'b' }}")],
    ["a false last value", step("run: echo ${{ github.ref == 'x' && 'a' || '' }}")],
    ["and alone", cond("github.ref == 'x' && false")],
    ["or alone", step("run: echo ${{ inputs.a || '' }}")],
    ["a choice by case", step("run: echo ${{ case(github.ref == 'x', '', 'b') }}")],
    ["shell operators", step("run: a && '' || b")],
    ["zero in a comparison", step("run: echo ${{ inputs.a == 0 && 'x' || 'y' }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(unsoundTernary, text)).toEqual([]);
  });
});

describe("unsound-ternary reports", () => {
  it.each([
    ["an empty text", step("run: echo ${{ github.ref == 'x' && '' || 'b' }}"), ["8:23 medium"]],
    ["false", step("run: echo ${{ github.ref == 'x' && false || true }}"), ["8:23 medium"]],
    ["zero", step("run: echo ${{ inputs.a && 0 || 1 }}"), ["8:23 medium"]],
    ["a longer chain", step("run: echo ${{ inputs.a && '' || inputs.b && 'x' || 'y' }}"), ["8:23 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unsoundTernary, text)).toEqual(places);
  });
});

describe("unsound-ternary fixes", () => {
  it("by negating the test and swapping the values", () => {
    expect(fixOf(unsoundTernary, step("run: echo ${{ github.ref == 'x' && '' || '--dry-run' }} # why")).text).toBe(
      step("run: echo ${{ !(github.ref == 'x') && '--dry-run' || '' }} # why"),
    );
  });
});

describe("unsound-ternary offers no fix", () => {
  it.each([
    ["where the other value may be false", step("run: echo ${{ inputs.a && false || inputs.b }}")],
    ["for a chain", step("run: echo ${{ inputs.a && '' || inputs.b && 'x' || 'y' }}")],
  ])("%s", (_, text) => {
    expect(fixOf(unsoundTernary, text).text).toBeNull();
  });
});
