import { describe, expect, it } from "vitest";
import type { Policy } from "../../../worker/engine/lookups/answers.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { actionPolicyViolation } from "../../../worker/engine/rules/github/action-policy-violation.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (...uses: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;

const EMPTY: Policy = {
  allowedActions: null,
  deniedActions: [],
  trustedOwners: [],
  runnerLabels: null,
  runnerReplacements: {},
};
const SETTINGS = {
  visibility: null,
  fullName: "Acme/app",
  defaultTokenWrites: null,
  actionsMayApprove: null,
  allowedActions: null,
  forkApproval: null,
  forkSecrets: null,
  forkWriteToken: null,
};

function policy(part: Partial<Policy>) {
  return { lookups: withAnswers({ policy: () => ({ ...EMPTY, ...part }), settings: () => SETTINGS }) };
}
const allow = (...allowedActions: string[]) => policy({ allowedActions });
const deny = (...deniedActions: string[]) => policy({ deniedActions });

describe("action-policy-violation stays silent", () => {
  it.each([
    ["an allowed owner", "actions/checkout@v5", allow("actions/*")],
    ["an owner without a star", "actions/checkout@v5", allow("actions")],
    ["an allowed repository", "actions/checkout@v5", allow("actions/checkout")],
    ["a folder of an allowed repository", "actions/cache/restore@v4", allow("actions/cache")],
    ["an allowed folder", "actions/cache/restore@v4", allow("actions/cache/restore")],
    ["an allowed ref", "o/r@v1.2", allow("o/r@v1*")],
    ["any ref", "o/r/sub@v1", allow("o/r@*")],
    ["another case", "Actions/Checkout@v5", allow("ACTIONS/checkout")],
    ["everything", "o/r@v1", allow("*")],
    ["no lists", "o/r@v1", policy({})],
    ["the repository's own owner", "acme/deploy@v1", allow("actions/*")],
    ["a local action", "./deploy", allow("actions/*")],
    ["an image", "docker://alpine:3.22", allow("actions/*")],
    ["an action that the deny list does not name", "o/r@v1", deny("o/s", "o/rr", "x/*")],
    ["another ref than the denied one", "o/r@v2", deny("o/r@v1")],
    ["a dot in a pattern that is no wildcard", "oxr/r@v1", deny("o.r/r")],
    ["a broken use", "o/r", allow("actions/*")],
  ])("on %s", (_, uses, options) => {
    expect(placesOf(actionPolicyViolation, steps(uses), options)).toEqual([]);
  });

  it("where no policy is known", () => {
    expect(placesOf(actionPolicyViolation, steps("o/r@v1"))).toEqual([]);
  });

  it("on hooks outside the list of allowed actions", () => {
    const files = { ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/psf/black\n" };
    expect(placesOf(actionPolicyViolation, files, allow("actions/*"))).toEqual([]);
  });
});

describe("action-policy-violation reports", () => {
  it.each([
    ["an owner who is not allowed", "o/r@v1", allow("actions/*")],
    ["everything under an empty list", "actions/checkout@v5", allow()],
    ["a repository that begins alike", "actions/checkout-x@v1", allow("actions/checkout")],
    ["another folder", "actions/cache/save@v4", allow("actions/cache/restore")],
    ["another ref", "o/r@v2", allow("o/r@v1")],
    ["what is taken out of the list", "actions/cache@v4", allow("actions/*", "!actions/cache")],
    ["a denied owner", "o/r@v1", deny("o/*")],
    ["a denied repository in another case", "Tj-Actions/Changed-Files@v45", deny("tj-actions/changed-files")],
    ["a denied folder's repository", "o/r/sub@v1", deny("o/r")],
    ["a denied ref", "o/r@v1", deny("o/r@v1")],
    ["what is allowed and denied", "o/r@v1", policy({ allowedActions: ["o/*"], deniedActions: ["o/r"] })],
    ["a denied action of the own owner", "acme/old@v1", deny("acme/old")],
  ])("%s", (_, uses, options) => {
    expect(placesOf(actionPolicyViolation, steps(uses), options)).toEqual(["6:15 high"]);
  });

  it("a call of a reusable workflow", () => {
    const text = "on: push\njobs: {a: {uses: 'o/r/.github/workflows/x.yml@v1'}}\r\n";
    expect(placesOf(actionPolicyViolation, text, allow("actions/*"))).toEqual(["2:18 high"]);
  });

  it("a composite action", () => {
    const text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: o/r@v1\n";
    expect(placesOf(actionPolicyViolation, { "action.yml": text }, deny("o/r"))).toEqual(["action.yml:5:13 high"]);
  });

  it("a denied hook", () => {
    const files = { ".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/O/r.git\n    rev: v1\n" };
    expect(placesOf(actionPolicyViolation, files, deny("o/r@v1"))).toEqual([".pre-commit-config.yaml:2:11 high"]);
  });

  it("a repository once, with all its places", () => {
    const [finding, ...others] = findingsOf(actionPolicyViolation, steps("o/r@v1", "o/r/sub@v2"), deny("o/r"));
    expect(others).toEqual([]);
    expect(finding?.evidence.map(({ line }) => line)).toEqual([6, 7]);
  });
});
