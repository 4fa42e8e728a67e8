import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { firstOf, withAnswers } from "../../../worker/engine/lookups.ts";
import { missingSast } from "../../../worker/engine/rules/repo/missing-sast.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CI = ".github/workflows/ci.yml";
const flow = (step: string) => `on: push\njobs: {a: {runs-on: x, steps: [{${step}}]}}\n`;
const settings = (visibility: "public" | "private") => ({
  visibility,
  fullName: null,
  defaultTokenWrites: null,
  actionsMayApprove: null,
  allowedActions: null,
  forkApproval: null,
  forkSecrets: null,
  forkWriteToken: null,
});
const known = (visibility: "public" | "private") => ({
  lookups: firstOf(withAnswers({ settings: () => settings(visibility) }), tableLookups()),
});
const PUBLIC = known("public");

describe("missing-sast stays silent", () => {
  it.each([
    ["CodeQL", { "package.json": "{}", [CI]: flow("uses: github/codeql-action/analyze@v4") }],
    ["Semgrep", { "package.json": "{}", [CI]: flow("run: semgrep ci") }],
    [
      "a called workflow of a scanner",
      { "package.json": "{}", [CI]: "on: push\njobs: {a: {uses: o/r/.github/workflows/codeql.yml@v1}}\n" },
    ],
    ["a language that needs a build", { "go.mod": null, [CI]: flow("run: x") }],
    ["no code", { [CI]: flow("run: x") }],
    ["no workflows", { "package.json": "{}" }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingSast, files, PUBLIC)).toEqual([]);
  });
});

describe("missing-sast reports", () => {
  it.each([
    ["JavaScript", { "package.json": "{}", [CI]: flow("run: npm ci") }, [".github/workflows/codeql.yml:1:1 low"]],
    ["Python", { "pyproject.toml": "", [CI]: flow("run: pytest") }, [".github/workflows/codeql.yml:1:1 low"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingSast, files, PUBLIC)).toEqual(places);
  });
});

describe("missing-sast stays silent by visibility", () => {
  it.each([
    ["in a private repository", known("private")],
    ["where the visibility is unknown", {}],
  ])("%s", (_, options) => {
    expect(placesOf(missingSast, { "package.json": "{}", [CI]: flow("run: npm ci") }, options)).toEqual([]);
  });
});

describe("missing-sast fixes", () => {
  it("by CodeQL for the languages that are there", () => {
    const files = { "package.json": "{}", "pyproject.toml": "", [CI]: flow("run: npm ci") };
    const { text, reason } = fixOf(missingSast, files, PUBLIC);
    expect(reason).toBeNull();
    expect(text).toContain("language: [javascript-typescript, python]\n");
  });
});
