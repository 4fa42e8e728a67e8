import { describe, expect, it } from "vitest";
import { matrixFailFast } from "../../../worker/engine/rules/github/matrix-fail-fast.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const matrix = (rows: string, more = "") =>
  job("      - run: npm test\n", `    strategy:\n${more}      matrix:\n${rows}`);
const SIX = "        node: [20, 22, 24]\n        os: [a, b]\n";

describe("matrix-fail-fast stays silent", () => {
  it.each([
    ["false", matrix(SIX, "      fail-fast: false\n")],
    ["true", matrix(SIX, "      fail-fast: true\n")],
    ["a small matrix", matrix("        node: [22, 24]\n")],
    ["a computed row", matrix("        node: ${{ fromJSON(vars.N) }}\n")],
    ["a computed value", matrix("        node: ['${{ vars.A }}', 2, 3, 4, 5, 6, 7]\n")],
    ["exclusions that make it small", matrix(`${SIX}        exclude: [{node: 20}, {node: 22, os: a}]\n`)],
    ["a job that does not test", matrix(SIX).replace("npm test", "npm run build")],
    ["no matrix", job("      - run: npm test\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(matrixFailFast, text)).toEqual([]);
  });
});

describe("matrix-fail-fast reports", () => {
  it.each([
    ["six cells", matrix(SIX), ["8:5 info"]],
    [
      "cells that are included",
      matrix("        include: [{a: 1}, {a: 2}, {a: 3}, {a: 4}, {a: 5}, {a: 6}]\n"),
      ["8:5 info"],
    ],
    ["one that only parallelism was said of", matrix(SIX, "      max-parallel: 2\n"), ["8:5 info"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(matrixFailFast, text)).toEqual(places);
  });
});

describe("matrix-fail-fast fixes", () => {
  it("in front of the matrix", () => {
    expect(fixOf(matrixFailFast, matrix(SIX)).text).toBe(matrix(SIX, "      fail-fast: false\n"));
  });
});
