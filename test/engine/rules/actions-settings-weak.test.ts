import { describe, expect, it } from "vitest";
import { actionsSettingsWeak } from "../../../worker/engine/rules/repo/actions-settings-weak.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";
import { withSettings } from "../../support/settings.ts";

const CI = "on: push\njobs: {}\n";

describe("actions-settings-weak stays silent", () => {
  it("when nobody answered", () => {
    expect(placesOf(actionsSettingsWeak, CI)).toEqual([]);
  });

  it.each([
    ["settings that say nothing", {}],
    ["a token that reads", { defaultTokenWrites: false, actionsMayApprove: false }],
    ["selected actions", { allowedActions: "selected" }],
    ["local actions", { allowedActions: "local_only" }],
    ["GitHub's default for forks", { visibility: "public", forkApproval: "first_time_new" }],
    ["approval for everybody", { visibility: "public", forkApproval: "all" }],
    ["a private repository's forks", { visibility: "private", forkApproval: "none" }],
  ] as const)("on %s", (_, settings) => {
    expect(placesOf(actionsSettingsWeak, CI, withSettings(settings))).toEqual([]);
  });

  it("on a repository without a workflow", () => {
    expect(placesOf(actionsSettingsWeak, { "a.js": "" }, withSettings({ defaultTokenWrites: true }))).toEqual([]);
  });
});

describe("actions-settings-weak reports", () => {
  it.each([
    ["a token that writes", { defaultTokenWrites: true }, "1:1 high"],
    ["approvals by workflows", { actionsMayApprove: true }, "1:1 high"],
    ["forks without approval", { visibility: "public", forkApproval: "none" }, "1:1 high"],
    ["every action", { allowedActions: "all" }, "1:1 low"],
    ["several once", { defaultTokenWrites: true, actionsMayApprove: true, allowedActions: "all" }, "1:1 high"],
  ] as const)("%s", (_, settings, place) => {
    expect(placesOf(actionsSettingsWeak, CI, withSettings(settings))).toEqual([place]);
  });

  it("each setting by its name", () => {
    const [found] = findingsOf(
      actionsSettingsWeak,
      CI,
      withSettings({ defaultTokenWrites: true, allowedActions: "all" }),
    );
    expect(found?.message).toContain("write by default; every action");
  });
});
