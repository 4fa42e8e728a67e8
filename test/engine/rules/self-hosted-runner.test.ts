import { describe, expect, it } from "vitest";
import { selfHostedRunner } from "../../../worker/engine/rules/github/self-hosted-runner.ts";
import { placesOf } from "../../support/engine.ts";

const job = (runsOn: string, extra = "") =>
  `on: push\njobs:\n  a:\n    runs-on: ${runsOn}\n${extra}    steps:\n      - run: make\n`;
const places = (text: string, profile: "strict" | "default" = "strict") =>
  placesOf(selfHostedRunner, text, { profile });

describe("self-hosted-runner stays silent", () => {
  it.each([
    ["a hosted runner", job("ubuntu-24.04")],
    ["a hosted runner for Windows", job("windows-2025")],
    ["another label", job("acme-gpu")],
    ["a group", job("{ group: large }")],
    ["an expression", job("${{ vars.RUNNER }}")],
    ["a matrix that is computed", job("${{ matrix.os }}", "    strategy: { matrix: ${{ fromJSON(inputs.m) }} }\n")],
    ["a call of a reusable workflow", "on: push\njobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@v1\n"],
    ["a label in a comment", job("ubuntu-24.04 # was self-hosted")],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on everything in the default profile", () => {
    expect(places(job("self-hosted"), "default")).toEqual([]);
  });
});

describe("self-hosted-runner reports", () => {
  it.each([
    ["the label", job("self-hosted"), ["4:14 info"]],
    ["the label in quotes", job('"self-hosted"'), ["4:14 info"]],
    ["a list", job("[self-hosted, macOS]"), ["4:15 info"]],
    ["a default label alone", job("linux"), ["4:14 info"]],
    [
      "an included cell",
      job("${{ matrix.os }}", "    strategy:\n      matrix:\n        include:\n          - os: self-hosted\n"),
      ["8:17 info"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});
