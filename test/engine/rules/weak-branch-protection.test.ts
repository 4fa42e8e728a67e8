import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { weakBranchProtection } from "../../../worker/engine/rules/repo/weak-branch-protection.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const CI = "on: push\njobs: {}\n";
const rules = (requiredReviews: number, requiredChecks: readonly string[], branch = "main") => ({
  lookups: withAnswers({
    branchRules: (asked) => (asked === branch ? { requiredReviews, requiredChecks } : "unknown"),
  }),
});

describe("weak-branch-protection stays silent", () => {
  it.each([
    ["when nobody answered", CI, {}],
    ["on a review and a check", CI, rules(1, ["test"])],
    ["on several", CI, rules(2, ["test", "lint"])],
    ["on rules of another branch only", CI, rules(0, [], "develop")],
    ["on an unknown default branch", CI, { ...rules(0, []), defaultBranch: null }],
    ["on a repository without a workflow", { "a.js": "" }, rules(0, [])],
  ])("%s", (_, files, options) => {
    expect(placesOf(weakBranchProtection, files, options)).toEqual([]);
  });
});

describe("weak-branch-protection reports", () => {
  it.each([
    ["neither", rules(0, []), "no review and no check"],
    ["no review", rules(0, ["test"]), "no review before"],
    ["no check", rules(1, []), "no check before"],
    ["the branch by its name", { ...rules(0, [], "trunk"), defaultBranch: "trunk" }, "`trunk`"],
  ])("%s", (_, options, words) => {
    const found = findingsOf(weakBranchProtection, CI, options);
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ["medium", expect.stringContaining(words)],
    ]);
  });
});
