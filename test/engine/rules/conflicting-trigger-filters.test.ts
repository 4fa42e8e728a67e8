import { describe, expect, it } from "vitest";
import { conflictingTriggerFilters } from "../../../worker/engine/rules/github/conflicting-trigger-filters.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const on = (text: string) =>
  `on:\n  push:\n${text}permissions: {}\njobs: {a: {runs-on: x, timeout-minutes: 5, steps: [{run: x}]}}\n`;

describe("conflicting-trigger-filters stays silent", () => {
  it.each([
    ["one filter", on("    branches: [main]\n")],
    ["its opposite alone", on("    branches-ignore: [wip]\n")],
    ["filters of different kinds", on("    branches: [main]\n    paths-ignore: [docs/**]\n")],
    ["a filter with ! patterns", on("    branches: ['**', '!wip']\n")],
    [
      "the two on different events",
      "on: {push: {branches: [main]}, pull_request: {branches-ignore: [wip]}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
    ],
    ["branches with tags-ignore", on("    branches: [main]\n    tags-ignore: [x]\n")],
    ["no filter", "on: push\njobs: {}\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(conflictingTriggerFilters, text)).toEqual([]);
  });
});

describe("conflicting-trigger-filters reports", () => {
  it.each([
    ["branches", on("    branches: [main]\n    branches-ignore: [wip]\n"), ["4:5 high"]],
    ["tags", on("    tags-ignore: [x]\n    tags: ['v*']\n"), ["3:5 high"]],
    ["paths", on("    paths: [a]\n    paths-ignore: [b]\n"), ["4:5 high"]],
    [
      "several kinds",
      on("    paths: [a]\n    paths-ignore: [b]\n    tags: [a]\n    tags-ignore: [b]\n"),
      ["4:5 high", "6:5 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(conflictingTriggerFilters, text)).toEqual(places);
  });
});

describe("conflicting-trigger-filters fixes", () => {
  it.each([
    [
      "lists in brackets",
      "    branches: [main]\n    branches-ignore: [wip, old]\n",
      "    branches: [main, '!wip', '!old']\n",
    ],
    [
      "lists in lines",
      "    paths:\n      - a # mine\n    paths-ignore:\n      - b\n",
      "    paths:\n      - a # mine\n      - '!b'\n",
    ],
  ])("%s", (_, before, after) => {
    expect(fixOf(conflictingTriggerFilters, on(before)).text).toBe(on(after));
  });
});
