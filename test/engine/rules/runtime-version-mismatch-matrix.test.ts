import { describe, expect, it } from "vitest";
import { runtimeVersionMismatch } from "../../../worker/engine/rules/github/runtime-version-mismatch.ts";
import { fixOf, WORKFLOW } from "../../support/engine.ts";

const matrix = (versions: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    strategy: {matrix: {n: ${versions}}}\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n    steps:\n      - uses: actions/setup-node@v6\n        with:\n          node-version: \${{ matrix.n }}\n`;

describe("runtime-version-mismatch fixes", () => {
  it.each([
    ["[16, 18, 20, 22]", "[20, 22]"],
    ["[20, 22, 18, 16]", "[20, 22]"],
    ["[16, 20, 18, 22, 14]", "[20, 22]"],
    ["[18, 20, 16]", "[20]"],
    ['["16", 20, "18"]', "[20]"],
  ])("all forbidden cells of %s", (before, after) => {
    const files = { [WORKFLOW]: matrix(before), "package.json": '{"engines": {"node": ">=20"}}' };
    expect(fixOf(runtimeVersionMismatch, files).text).toBe(matrix(after));
  });

  it("no matrix of which nothing would be left", () => {
    const files = { [WORKFLOW]: matrix("[16, 18]"), "package.json": '{"engines": {"node": ">=20"}}' };
    expect(fixOf(runtimeVersionMismatch, files)).toMatchObject({
      text: null,
      reason: expect.stringContaining("choice"),
    });
  });
});
