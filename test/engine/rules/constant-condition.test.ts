import { describe, expect, it } from "vitest";
import { constantCondition } from "../../../worker/engine/rules/github/constant-condition.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const step = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - ${text}\n`;
const cond = (condition: string) => step(`run: make\n        if: ${condition}`);

describe("constant-condition stays silent", () => {
  it.each([
    ["a context", cond("github.ref == 'refs/heads/main'")],
    ["always()", cond("always()")],
    ["a short name beside the full one", cond("github.ref == 'main' || github.ref == 'refs/heads/main'")],
    ["a short name of the short name", cond("github.ref_name == 'main'")],
    ["a tag in full", cond("github.ref != 'refs/tags/v1'")],
    ["no ref at all", cond("github.ref == ''")],
    ["true beside a condition", cond("github.sha == 'x' && true")],
    ["false as one of two", cond("false || github.sha == 'x'")],
    ["a literal as a value", cond("(github.ref == 'x' && 'a' || 'b') == 'a'")],
    ["cancelled()", cond("${{ !cancelled() }}")],
    ["text around braces, another rule's business", cond("${{ false }} x")],
    ["no condition", step("run: make")],
    ["an input named if", step("uses: o/r@v1\n        with: {if: true}")],
    ["a variable named if", step("run: make\n        env: {if: 'true'}")],
    ["an expression that does not parse", cond("(true")],
  ])("on %s", (_, text) => {
    expect(placesOf(constantCondition, text)).toEqual([]);
  });
});

describe("constant-condition reports", () => {
  it.each([
    ["true", cond("true"), ["9:13 low"]],
    ["false in braces", cond("${{ false }}"), ["9:13 low"]],
    ["a comparison of literals", cond("1 == 1"), ["9:13 low"]],
    ["false before a condition", cond("false && github.ref == 'x'"), ["9:13 low"]],
    ["true as one of two", cond("${{ github.ref == 'x' || true }}"), ["9:13 low"]],
    ["a short name of a branch", cond("github.ref == 'main'"), ["9:13 low"]],
    ["one beside another condition", cond("${{ github.event_name == 'push' && 'main' == github.ref }}"), ["9:13 low"]],
    ["a negated literal", cond("'!false'"), ["9:13 low"]],
    ["a job that never runs", step("run: x").replace("    steps", "    if: false\n    steps"), ["7:9 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(constantCondition, text)).toEqual(places);
  });
});

describe("constant-condition fixes", () => {
  it("by removing a condition that always holds", () => {
    expect(fixOf(constantCondition, cond("${{ true }} # always")).text).toBe(step("run: make"));
  });
});

describe("constant-condition offers no fix", () => {
  it("where a status function may be meant", () => {
    expect(fixOf(constantCondition, cond("true || always()")).text).toBeNull();
  });

  it("for what never runs", () => {
    expect(fixOf(constantCondition, cond("false"))).toMatchObject({
      text: null,
      reason: expect.stringContaining("by hand"),
    });
  });
});
