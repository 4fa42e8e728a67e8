import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { firstOf, withAnswers } from "../../../worker/engine/lookups.ts";
import { missingDependencyReview } from "../../../worker/engine/rules/repo/missing-dependency-review.ts";
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

describe("missing-dependency-review stays silent", () => {
  it.each([
    ["the review action", { "package.json": "{}", [CI]: flow("uses: actions/dependency-review-action@v4") }],
    ["an audit in a script", { "package.json": "{}", [CI]: flow("run: npm audit") }],
    ["another scanner", { "go.mod": null, [CI]: flow("uses: google/osv-scanner-action@v2") }],
    ["no packages", { [CI]: flow("run: x") }],
    ["images alone", { Dockerfile: "FROM x\n", [CI]: flow("run: x") }],
    ["no workflows", { "package.json": "{}" }],
  ])("on %s", (_, files) => {
    expect(placesOf(missingDependencyReview, files, PUBLIC)).toEqual([]);
  });
});

describe("missing-dependency-review reports", () => {
  it.each([
    [
      "a public repository with packages",
      { "package.json": "{}", [CI]: flow("run: npm ci") },
      [".github/workflows/dependency-review.yml:1:1 low"],
    ],
    [
      "another ecosystem",
      { "go.mod": null, [CI]: flow("run: go test ./...") },
      [".github/workflows/dependency-review.yml:1:1 low"],
    ],
  ])("%s", (_, files, places) => {
    expect(placesOf(missingDependencyReview, files, PUBLIC)).toEqual(places);
  });
});

describe("missing-dependency-review stays silent by visibility", () => {
  it.each([
    ["in a private repository", known("private")],
    ["where the visibility is unknown", {}],
  ])("%s", (_, options) => {
    expect(placesOf(missingDependencyReview, { "package.json": "{}", [CI]: flow("run: npm ci") }, options)).toEqual([]);
  });
});

describe("missing-dependency-review fixes", () => {
  it("by a workflow in which no rule finds anything", () => {
    const { text, reason } = fixOf(
      missingDependencyReview,
      { "package.json": "{}", [CI]: flow("run: npm ci") },
      PUBLIC,
    );
    expect(reason).toBeNull();
    expect(text).toMatch(/uses: actions\/dependency-review-action@[0-9a-f]{40} # v5/);
  });
});
