import { describe, expect, it } from "vitest";
import { unredactedSecret } from "../../../worker/engine/rules/github/unredacted-secret.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (...lines: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const use = (value: string) => steps("- run: make", "  env:", `    KEY: ${value}`);
const MASKING = ['- run: echo "::add-mask::$F"', "  env:", "    F: ${{ fromJSON(secrets.DB).password }}"];

describe("unredacted-secret stays silent", () => {
  it.each([
    ["a secret as it is", use("${{ secrets.DB }}")],
    ["a field of something else", use("${{ fromJSON(steps.a.outputs.json).secrets }}")],
    ["a field of another context named beside it", use("${{ fromJSON(vars.X).a }}${{ secrets.DB }}")],
    ["a decision", use("${{ fromJSON(secrets.DB).kind == 'postgres' }}")],
    ["a test", use("${{ contains(fromJSON(secrets.DB).tags, 'x') }}")],
    ["a number read from a secret", use("${{ fromJSON(secrets.COUNT) }}")],
    ["a field that this step masks", steps(...MASKING)],
    [
      "a field that a step before masks",
      steps(...MASKING, "- run: make", "  env: {P: '${{ fromJSON(secrets.DB).password }}'}"),
    ],
    ["the words in a text", use("fromJSON(secrets.DB).password")],
    ["the words in a literal", use("${{ format('fromJSON(secrets.DB).a') }}")],
    ["a secret that is an index", use("${{ fromJSON(vars.MAP)[secrets.DB] }}")],
  ])("on %s", (_, text) => {
    expect(placesOf(unredactedSecret, text)).toEqual([]);
  });
});

describe("unredacted-secret reports", () => {
  it.each([
    ["a field", use("${{ fromJSON(secrets.DB).password }}"), ["8:20 medium"]],
    ["a field in brackets, in another case", use("${{ FROMJSON(Secrets.db)['password'] }}"), ["8:20 medium"]],
    ["a field below a field", use("${{ fromJSON(secrets.DB).a.b[0] }}"), ["8:20 medium"]],
    ["a field with a default", use("${{ fromJSON(secrets.DB).a || 'x' }}"), ["8:20 medium"]],
    ["the JSON written anew", use("${{ toJSON(fromJSON(secrets.DB)) }}"), ["8:20 medium"]],
    ["a field inside a function", use("${{ format('{0}', fromJSON(secrets.DB).a) }}"), ["8:34 medium"]],
    ["an action's input", steps("- uses: o/a@v1", '  with: {token: "${{ fromJSON(secrets.T).t }}"}'), ["7:28 medium"]],
    [
      "a field that only a later step masks",
      steps("- run: make", "  env: {P: '${{ fromJSON(secrets.DB).a }}'}", ...MASKING),
      ["7:23 medium"],
    ],
    ["one of the workflow's env", "on: push\nenv:\n  A: ${{ fromJSON(secrets.DB).a }}\njobs: {}\n", ["3:10 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unredactedSecret, text)).toEqual(places);
  });

  it("once per secret", () => {
    const text = steps(
      "- run: a",
      "  env:",
      "    A: ${{ fromJSON(secrets.DB).a }}",
      "    B: ${{ fromJSON(secrets.DB).b }}",
      "    C: ${{ fromJSON(secrets.C).c }}",
    );
    expect(findingsOf(unredactedSecret, text).map(({ evidence }) => evidence.length)).toEqual([2, 1]);
  });

  it("a composite action", () => {
    const text =
      "runs:\n  using: composite\n  steps:\n    - run: echo '${{ fromJSON(secrets.A).b }}'\n      shell: bash\n";
    expect(placesOf(unredactedSecret, { "action.yml": text })).toEqual(["action.yml:4:22 medium"]);
  });
});
