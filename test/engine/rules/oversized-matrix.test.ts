import { describe, expect, it } from "vitest";
import { oversizedMatrix } from "../../../worker/engine/rules/github/oversized-matrix.ts";
import { placesOf } from "../../support/engine.ts";

const job = (steps: string, more = "", on = "on: pull_request\n") =>
  `${on}permissions: {}\nconcurrency: {group: x, cancel-in-progress: true}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 9\n${more}    steps:\n${steps}`;
const matrix = (rows: string, on?: string) =>
  job("      - run: npm test\n", `    strategy:\n      fail-fast: false\n      matrix:\n${rows}`, on);
const NINE = "        os: [ubuntu-24.04, windows-2025, macos-15]\n        node: [20, 22, 24]\n";

describe("oversized-matrix stays silent", () => {
  it.each([
    ["Linux alone", matrix("        os: [ubuntu-22.04, ubuntu-24.04, ubuntu-26.04]\n        node: [20, 22, 24]\n")],
    ["fewer cells", matrix("        os: [ubuntu-24.04, windows-2025]\n        node: [20, 22, 24]\n")],
    ["one dimension", matrix("        os: [ubuntu-24.04, windows-2025, macos-15, a, b, c, d, e, f]\n")],
    ["no pull requests", matrix(NINE, "on: push\n")],
    ["a computed dimension", matrix("        os: ${{ fromJSON(vars.OS) }}\n        node: [20, 22, 24]\n")],
    ["a condition", matrix(NINE).replace("    strategy", "    if: github.event_name == 'push'\n    strategy")],
    ["exclusions that make it small", matrix(`${NINE}        exclude: [{os: macos-15, node: 20}]\n`)],
  ])("on %s", (_, text) => {
    expect(placesOf(oversizedMatrix, text)).toEqual([]);
  });
});

describe("oversized-matrix reports", () => {
  it.each([
    ["nine cells on three systems", matrix(NINE), ["5:3 medium"]],
    ["pushes and pull requests", matrix(NINE, "on: [push, pull_request]\n"), ["5:3 medium"]],
    [
      "three dimensions",
      matrix("        os: [ubuntu-24.04, windows-2025]\n        node: [20, 22, 24]\n        db: [a, b]\n"),
      ["5:3 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(oversizedMatrix, text)).toEqual(places);
  });
});
