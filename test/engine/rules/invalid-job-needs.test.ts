import { describe, expect, it } from "vitest";
import { invalidJobNeeds } from "../../../worker/engine/rules/github/invalid-job-needs.ts";
import { placesOf } from "../../support/engine.ts";

const jobs = (needs: Record<string, string>) =>
  `on: push\njobs:\n${Object.entries(needs)
    .map(([id, need]) => `  ${id}: {needs: ${need}, runs-on: x, steps: [{run: x}]}\n`)
    .join("")}`;

describe("invalid-job-needs stays silent", () => {
  it.each([
    ["a job that exists", jobs({ a: "[]", b: "a" })],
    ["a name in other case", jobs({ Build: "[]", b: "build" })],
    ["a chain", jobs({ a: "[]", b: "[a]", c: "[a, b]" })],
    ["a diamond", jobs({ a: "[]", b: "a", c: "a", d: "[b, c]" })],
    [
      "a call of a workflow",
      "on: push\njobs:\n  a: {uses: ./.github/workflows/x.yml}\n  b: {needs: a, uses: ./.github/workflows/y.yml}\n",
    ],
    ["no needs", "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"],
    ["a need in quotes", jobs({ a: "[]", b: "['a']" })],
  ])("on %s", (_, text) => {
    expect(placesOf(invalidJobNeeds, text)).toEqual([]);
  });
});

describe("invalid-job-needs reports", () => {
  it.each([
    ["a job that does not exist", jobs({ build: "[]", b: "biuld" }), ["4:14 high"]],
    ["a job twice", jobs({ a: "[]", b: "[a, a]" }), ["4:18 high"]],
    ["a job that needs itself", jobs({ a: "a" }), ["3:14 high"]],
    ["a circle once", jobs({ a: "c", b: "a", c: "b" }), ["3:14 high"]],
    ["two missing ones", jobs({ a: "[x, y]" }), ["3:15 high", "3:18 high"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(invalidJobNeeds, text)).toEqual(places);
  });
});
