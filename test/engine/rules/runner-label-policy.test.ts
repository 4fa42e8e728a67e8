import { describe, expect, it } from "vitest";
import type { Policy } from "../../../worker/engine/lookups/answers.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { runnerLabelPolicy } from "../../../worker/engine/rules/github/runner-label-policy.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const OPEN: Policy = {
  allowedActions: null,
  deniedActions: [],
  trustedOwners: [],
  runnerLabels: null,
  runnerReplacements: {},
};
const MAPPED: Policy = {
  ...OPEN,
  runnerLabels: ["acme-*", "ubuntu-24.04"],
  runnerReplacements: { "ubuntu-latest": "acme-linux", "windows-latest": "acme-windows" },
};
const options = (policy: Policy) => ({ lookups: withAnswers({ policy: () => policy }) });
const job = (runsOn: string, extra = "") =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ${runsOn}\n    timeout-minutes: 5\n${extra}    steps:\n      - run: make\n`;
const places = (text: string, policy: Policy = MAPPED) => placesOf(runnerLabelPolicy, text, options(policy));
const fixed = (text: string) => fixOf(runnerLabelPolicy, text, options(MAPPED));

describe("runner-label-policy stays silent", () => {
  it.each([
    ["an allowed label", job("ubuntu-24.04")],
    ["a label that matches a pattern", job("acme-arm")],
    ["a label in another case", job("ACME-Linux")],
    ["an expression", job("${{ inputs.runner }}")],
    ["a matrix of allowed labels", job("${{ matrix.os }}", "    strategy: { matrix: { os: [acme-a, acme-b] } }\n")],
    ["a group alone", job("{ group: x }")],
    ["a job without a runner", "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"],
    ["a matrix that is no runner", job("acme-a", "    strategy: { matrix: { os: [ubuntu-latest] } }\n")],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("where no policy is known, or it names nothing", () => {
    expect(placesOf(runnerLabelPolicy, job("ubuntu-latest"))).toEqual([]);
    expect(places(job("ubuntu-latest"), OPEN)).toEqual([]);
  });
});

describe("runner-label-policy reports", () => {
  it.each([
    ["a label that is not allowed", job("macos-15"), ["5:14 medium"]],
    ["a label with a successor", job("ubuntu-latest"), ["5:14 medium"]],
    ["one of a list", job("[acme-linux, gpu]"), ["5:27 medium"]],
    ["several of a job once", job("[gpu, arm]"), ["5:15 medium"]],
    [
      "a cell of a matrix",
      job("${{ matrix.os }}", "    strategy: { matrix: { os: [acme-a, ubuntu-latest] } }\n"),
      ["7:40 medium"],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("labels to replace where every label is allowed", () => {
    expect(places(job("ubuntu-latest"), { ...MAPPED, runnerLabels: null })).toEqual(["5:14 medium"]);
    expect(places(job("macos-15"), { ...MAPPED, runnerLabels: null })).toEqual([]);
  });
});

describe("runner-label-policy fixes", () => {
  it.each([
    ["a plain label", job("ubuntu-latest # old"), job("acme-linux # old")],
    ["a quoted one in a list", job("['ubuntu-latest']"), job("['acme-linux']")],
    [
      "cells of a matrix",
      job("${{ matrix.os }}", "    strategy:\n      matrix:\n        os: [ubuntu-latest, windows-latest]\n"),
      job("${{ matrix.os }}", "    strategy:\n      matrix:\n        os: [acme-linux, acme-windows]\n"),
    ],
  ])("%s", (_, before, after) => {
    expect(fixed(before).text).toBe(after);
  });
});

describe("runner-label-policy offers no fix", () => {
  it("where the policy names no successor", () => {
    expect(fixed(job("macos-15")).reason).toContain("by hand");
  });
});
