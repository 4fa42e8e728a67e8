import { describe, expect, it } from "vitest";
import { invalidId } from "../../../worker/engine/rules/github/invalid-id.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (body: string, steps = "      - run: make\n") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${body}    steps:\n${steps}`;

describe("invalid-id stays silent", () => {
  it.each([
    ["letters, digits, dashes", job("", "      - {run: x, id: a-b_2}\n")],
    ["an underscore first", "on: push\njobs: {_a: {runs-on: x, steps: [{run: x}]}}\n"],
    [
      "the same id in two jobs",
      "on: push\njobs: {a: {runs-on: x, steps: [{run: x, id: s}]}, b: {runs-on: x, steps: [{run: x, id: s}]}}\n",
    ],
    ["names with anything in them", job("    name: Build & test (1)\n", "      - {run: x, name: 'a b'}\n")],
    ["an id that is computed", job("", "      - {run: x, id: '${{ matrix.x }}'}\n")],
    ["no ids", job("")],
    ["an action's steps", { "action.yml": "runs: {using: composite, steps: [{run: x, id: a, shell: bash}]}\n" }],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidId, text)).toEqual([]);
  });
});

describe("invalid-id reports", () => {
  it.each([
    ["a job that begins with a digit", job("").replace("  a:", "  1a:"), ["4:3 high"]],
    ["a job with a dot", job("").replace("  a:", "  a.b:"), ["4:3 high"]],
    ["a step with a space", job("", "      - {run: x, id: a b}\n"), ["8:22 high"]],
    ["a step id twice", job("", "      - {run: x, id: s}\n      - {run: x, id: S}\n"), ["9:22 high"]],
    [
      "a step of an action",
      { "action.yml": "runs: {using: composite, steps: [{run: x, id: 1, shell: bash}]}\n" },
      ["action.yml:1:47 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidId, text)).toEqual(places);
  });
});

describe("invalid-id fixes", () => {
  it("a job together with those that need it", () => {
    const text =
      "on: push\npermissions: {}\njobs:\n  a.b: # first\n    runs-on: x\n    timeout-minutes: 5\n    steps: [{run: x}]\n  c:\n    needs: [a.b]\n    runs-on: x\n    timeout-minutes: 5\n    steps: [{run: x}]\n";
    expect(fixOf(invalidId, text).text).toBe(text.replaceAll("a.b", "a-b"));
  });
});

describe("invalid-id offers no fix", () => {
  it("where the new name is taken", () => {
    const text = "on: push\njobs: {a.b: {runs-on: x, steps: [{run: x}]}, a-b: {runs-on: x, steps: [{run: x}]}}\n";
    expect(fixOf(invalidId, text).text).toBeNull();
  });
});
