import { describe, expect, it } from "vitest";
import { forkSecretExposure } from "../../../worker/engine/rules/repo/fork-secret-exposure.ts";
import { findingsOf, placesOf, WORKFLOW } from "../../support/engine.ts";
import { withSettings } from "../../support/settings.ts";

const CI = "on: [push, pull_request]\njobs: {}\n";

describe("fork-secret-exposure stays silent", () => {
  it("when nobody answered", () => {
    expect(placesOf(forkSecretExposure, CI)).toEqual([]);
  });

  it.each([
    ["settings that say nothing", {}],
    ["settings that send neither", { visibility: "private", forkSecrets: false, forkWriteToken: false }],
    ["a public repository", { visibility: "public", forkSecrets: true }],
    ["other weak settings", { visibility: "private", defaultTokenWrites: true }],
    ["forks without approval", { visibility: "private", forkApproval: "none" }],
    ["a half-known repository", { visibility: "private", forkSecrets: null, forkWriteToken: false }],
  ] as const)("on %s", (_, settings) => {
    expect(placesOf(forkSecretExposure, CI, withSettings(settings))).toEqual([]);
  });

  it("on a repository without a workflow", () => {
    expect(placesOf(forkSecretExposure, { "a.js": "" }, withSettings({ forkSecrets: true }))).toEqual([]);
  });
});

describe("fork-secret-exposure reports", () => {
  it.each([
    ["secrets", { visibility: "private", forkSecrets: true }, CI, "1:12 high"],
    ["a token that writes", { visibility: "internal", forkWriteToken: true }, CI, "1:12 high"],
    ["both once", { forkSecrets: true, forkWriteToken: true }, CI, "1:12 high"],
    ["them before any workflow runs for pull requests", { forkSecrets: true }, "on: push\njobs: {}\n", "1:1 high"],
  ] as const)("%s", (_, settings, text, place) => {
    expect(placesOf(forkSecretExposure, text, withSettings(settings))).toEqual([place]);
  });

  it("at the workflow that runs for pull requests", () => {
    const files = { ".github/workflows/a.yml": "on: push\njobs: {}\n", [WORKFLOW]: CI };
    expect(findingsOf(forkSecretExposure, files, withSettings({ forkSecrets: true })).map(({ path }) => path)).toEqual([
      WORKFLOW,
    ]);
  });
});
