import { describe, expect, it } from "vitest";
import { unexplainedSuppression } from "../../../worker/engine/rules/repo/unexplained-suppression.ts";
import { placesOf } from "../../support/engine.ts";

const step = (comment: string) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v5 ${comment}\n`;

describe("unexplained-suppression stays silent", () => {
  it.each([
    ["a comment with a reason", step("# autodevops: ignore[unpinned-action] mirrored, see ADR 12")],
    ["a reason behind a dash", step("# autodevops: ignore[unpinned-action] - mirrored")],
    ["a reason in zizmor's form", step("# zizmor: ignore[unpinned-uses] mirrored")],
    ["two rules with one reason", step("# autodevops: ignore[unpinned-action, checkout-persist-credentials] a mirror")],
    ["an actionlint comment, which has no place for a reason", step("# actionlint ignore=label is unknown")],
    ["a comment that only speaks of ignoring", step("# ignore[this] please")],
    ["no comment", step("")],
    ["an address that looks like one", step("").replace("actions/checkout@v5", "o/r#autodevops:ignore[x]@v1")],
  ])("on %s", (_, text) => {
    expect(placesOf(unexplainedSuppression, text)).toEqual([]);
  });
});

describe("unexplained-suppression reports", () => {
  it.each([
    ["ours without a reason", step("# autodevops: ignore[unpinned-action]"), ["6:35 low"]],
    ["zizmor's without a reason", step("# zizmor: ignore[unpinned-uses]"), ["6:35 low"]],
    ["ours that names no rule", step("# autodevops: ignore[] because"), ["6:35 low"]],
    ["one that stands alone", `# autodevops: ignore[missing-permissions]\n${step("")}`, ["1:1 low"]],
    ["dashes in place of a reason", step("# autodevops: ignore[unpinned-action] --"), ["6:35 low"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unexplainedSuppression, text)).toEqual(places);
  });

  it("comments in other files too", () => {
    const files = { Dockerfile: "# autodevops: ignore[dockerfile-unpinned-base-image]\nFROM alpine\n" };
    expect(placesOf(unexplainedSuppression, files)).toEqual(["Dockerfile:1:1 low"]);
  });
});
