import { describe, expect, it } from "vitest";
import { workflowCodeownersMissing } from "../../../worker/engine/rules/repo/workflow-codeowners-missing.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const files = (owners: string, path = ".github/CODEOWNERS") => ({
  ".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n",
  [path]: owners,
});

describe("workflow-codeowners-missing stays silent", () => {
  it.each([
    ["everything", files("* @acme/web\n")],
    ["the folder", files("/src @a\n/.github/ @acme/platform\n")],
    ["the workflows", files(".github/workflows @a\n")],
    ["a pattern", files("**/*.yml @a\n")],
    ["files of a kind", files("*.yml @a # pipelines\n")],
    ["no CODEOWNERS file", { ".github/workflows/ci.yml": "on: push\njobs: {}\n" }],
    ["no workflows", { CODEOWNERS: "/src @a\n" }],
    ["a file that was not read", { ...files("* @a"), CODEOWNERS: null }],
  ])("on %s", (_, files) => {
    expect(placesOf(workflowCodeownersMissing, files)).toEqual([]);
  });
});

describe("workflow-codeowners-missing reports", () => {
  it.each([
    ["other folders alone", files("/src/ @acme/web\n"), [".github/CODEOWNERS:1:1 low"]],
    ["an entry that takes the owner away", files("* @a\n/.github/\n"), [".github/CODEOWNERS:1:1 low"]],
    ["a comment", files("# .github/ @a\n/src @b\n", "CODEOWNERS"), ["CODEOWNERS:1:1 low"]],
    ["an empty file", files("", "docs/CODEOWNERS"), ["docs/CODEOWNERS:1:1 low"]],
  ])("%s", (_, files, places) => {
    expect(placesOf(workflowCodeownersMissing, files)).toEqual(places);
  });
});

describe("workflow-codeowners-missing fixes", () => {
  it.each([
    ["# who\n/src/ @acme/web\n/docs/ @acme/web\n", "/.github/ @acme/web\n"],
    ["/src/ @a @b", "\n/.github/ @a @b\n"],
    ["/src/ @a\r\n", "/.github/ @a\r\n"],
  ])("%j", (text, added) => {
    expect(fixOf(workflowCodeownersMissing, files(text)).text).toBe(text + added);
  });
});

describe("workflow-codeowners-missing offers no fix", () => {
  it.each([
    ["several owners", "/src/ @a\n/docs/ @b\n"],
    ["an entry that takes the owner away", "* @a\n/.github/\n"],
    ["an empty file", ""],
  ])("for %s", (_, text) => {
    expect(fixOf(workflowCodeownersMissing, files(text)).reason).toContain("yours to say");
  });
});
