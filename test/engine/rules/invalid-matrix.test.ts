import { describe, expect, it } from "vitest";
import { invalidMatrix } from "../../../worker/engine/rules/github/invalid-matrix.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const matrix = (text: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    strategy:\n      matrix:\n${text}    steps:\n      - run: make\n`;

describe("invalid-matrix stays silent", () => {
  it.each([
    ["different values", matrix("        node: [22, 24]\n")],
    ["values of different types", matrix("        x: [1, '1']\n")],
    ["the same value in two dimensions", matrix("        a: [1]\n        b: [1]\n")],
    [
      "an exclusion that matches",
      matrix("        node: [22, 24]\n        os: [a, b]\n        exclude:\n          - {node: 22, os: a}\n"),
    ],
    [
      "an exclusion by some keys of a value",
      matrix("        os: [{name: a, cc: gcc}, {name: b, cc: clang}]\n        exclude: [{os: {cc: gcc}}]\n"),
    ],
    ["an exclusion in other quotes", matrix("        v: ['3.12', '3.13']\n        exclude: [{v: 3.13}]\n")],
    [
      "an exclusion of a list",
      matrix("        os: [[self-hosted, a], [b]]\n        exclude: [{os: [self-hosted, a]}]\n"),
    ],
    ["an exclusion of a whole value", matrix("        node: [22, 24]\n        exclude: [{node: 24}]\n")],
    ["a computed dimension", matrix("        node: ${{ fromJSON(vars.N) }}\n        exclude: [{node: 18}]\n")],
    ["a computed value", matrix("        node: ['${{ vars.A }}', '${{ vars.A }}']\n        exclude: [{node: 18}]\n")],
    [
      "an include that adds",
      matrix("        node: [22]\n        include: [{node: 18, extra: 1}, {node: 18, extra: 1}]\n"),
    ],
    ["objects that differ", matrix("        t: [{a: 1}, {a: 2}]\n")],
    ["no matrix", "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidMatrix, text)).toEqual([]);
  });
});

describe("invalid-matrix reports", () => {
  it.each([
    ["a value twice", matrix("        node: [22, 24, 22]\n"), ["9:24 medium"]],
    ["an object twice", matrix("        t: [{a: 1, b: 2}, {b: 2, a: 1}]\n"), ["9:27 medium"]],
    [
      "an exclusion of a value that is not there",
      matrix("        node: [22]\n        exclude: [{node: 18}]\n"),
      ["10:19 medium"],
    ],
    [
      "an exclusion by a key that no value has",
      matrix("        os: [{name: a}]\n        exclude: [{os: {cc: gcc}}]\n"),
      ["10:19 medium"],
    ],
    [
      "an exclusion of a dimension that is not there",
      matrix("        node: [22]\n        exclude: [{os: x}]\n"),
      ["10:19 medium"],
    ],
    ["a version in other quotes", matrix("        v: ['3.10']\n        exclude: [{v: 3.1}]\n"), ["10:19 medium"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidMatrix, text)).toEqual(places);
  });
});

describe("invalid-matrix fixes", () => {
  it("by removing the duplicate", () => {
    expect(fixOf(invalidMatrix, matrix("        os: [a, b, a] # all\n")).text).toBe(
      matrix("        os: [a, b] # all\n"),
    );
  });

  it("by removing the dead exclusion", () => {
    const text = matrix("        os: [a, b]\n        exclude:\n          - os: a\n          - os: c # gone\n");
    expect(fixOf(invalidMatrix, text).text).toBe(text.replace("          - os: c # gone\n", ""));
  });
});
