import { describe, expect, it } from "vitest";
import { invalidGlobPattern } from "../../../worker/engine/rules/github/invalid-glob-pattern.ts";
import { placesOf } from "../../support/engine.ts";

const on = (filter: string, pattern: string) =>
  `on:\n  push:\n    ${filter}: ["${pattern}"]\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n`;

describe("invalid-glob-pattern stays silent", () => {
  it.each([
    ["! behind a pattern", "on: {push: {branches: ['**', '!main']}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"],
    ["a name", on("branches", "main")],
    ["stars", on("branches", "release/**")],
    ["a negated pattern to be left out", on("branches-ignore", "!wip/*")],
    ["a set", on("tags", "v[0-9]+.[0-9]+.[0-9]+")],
    ["an optional letter", on("tags", "v?1")],
    ["a path", on("paths", "src/**/*.ts")],
    ["a path with spaces inside", on("paths", "my docs/**")],
    ["a path with a dot", on("paths", ".github/workflows/ci.yml")],
    ["an escaped bracket", on("paths", "a\\\\[b")],
    ["a file of dots", on("paths", "a..b")],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidGlobPattern, text)).toEqual([]);
  });
});

describe("invalid-glob-pattern reports", () => {
  it.each([
    [
      "branches with ! alone",
      "on: {push: {branches: ['!main', '!dev']}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
      ["1:24 high"],
    ],
    ["a path with ./", on("paths", "./src/**"), ["3:13 high"]],
    ["a path from the root", on("paths-ignore", "/docs/**"), ["3:20 high"]],
    ["a path that climbs", on("paths", "../x"), ["3:13 high"]],
    ["a space in a branch", on("branches", "my branch"), ["3:16 high"]],
    ["a bracket that stays open", on("tags", "v[0-9"), ["3:12 high"]],
    ["a range that runs backwards", on("tags", "v[9-0]"), ["3:12 high"]],
    ["a plus behind nothing", on("branches", "+x"), ["3:16 high"]],
    ["the full name of a ref", on("branches", "refs/heads/main"), ["3:16 high"]],
    ["nothing", on("branches", ""), ["3:16 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidGlobPattern, text)).toEqual(places);
  });
});
