import { describe, expect, it } from "vitest";
import { APP_TOKEN_ACTIONS } from "../../../worker/engine/data/app-token-actions.ts";
import { appTokenOverscoped } from "../../../worker/engine/rules/github/app-token-overscoped.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const SHA = "d72941d797fd3113feb6b93fd0dec494b13a2547 # v1.12.0";
const ci = (uses: string, inputs: readonly string[], job = "") =>
  `name: ci\non: push\n\npermissions: {}\n\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${job}    steps:\n      - uses: ${uses}\n        id: app\n        with:\n${inputs.map((input) => `          ${input}\n`).join("")}`;
const GITHUB = `actions/create-github-app-token@${SHA}`;
const BASE = ["app-id: 1", "private-key: ${{ secrets.KEY }}"];
const NARROW = [...BASE, "permission-contents: read"];

describe("app-token-overscoped stays silent", () => {
  it.each([
    ["a token for this repository with its permissions", ci(GITHUB, NARROW)],
    ["one for named repositories", ci(GITHUB, [...NARROW, "owner: acme", "repositories: a,b"])],
    ["repositories in a block", ci(GITHUB, [...NARROW, "owner: acme", "repositories: |", "  a", "  b"])],
    ["repositories from an expression", ci(GITHUB, [...NARROW, "owner: acme", "repositories: ${{ inputs.repos }}"])],
    ["inputs in another case", ci(GITHUB, [...BASE, "Permission-Contents: read"])],
    ["revocation written out", ci(GITHUB, [...NARROW, "skip-token-revoke: false"])],
    ["revocation by an expression", ci(GITHUB, [...NARROW, "skip-token-revoke: ${{ inputs.keep }}"])],
    [
      "inputs that are one expression",
      ci("actions/create-github-app-token@v2", []).replace("with:\n", "with: ${{ fromJSON(inputs.all) }}\n"),
    ],
    [
      "the other action, narrowed",
      ci("tibdex/github-app-token@v2", [
        "app_id: 1",
        "repositories: '[\"a\"]'",
        'permissions: \'{"contents": "read"}\'',
      ]),
    ],
    ["another action", ci("acme/create-github-app-token@v1", BASE)],
  ])("on %s", (_, text) => {
    expect(placesOf(appTokenOverscoped, text)).toEqual([]);
  });
});

describe("app-token-overscoped reports", () => {
  it.each([
    ["every permission", ci(GITHUB, BASE), ["11:15 high"]],
    ["every repository", ci(GITHUB, [...NARROW, "owner: acme"]), ["17:11 high"]],
    ["both once", ci(GITHUB, [...BASE, "owner: acme"]), ["11:15 high"]],
    ["an empty list of repositories", ci(GITHUB, [...NARROW, "owner: acme", "repositories: ''"]), ["17:11 high"]],
    ["a token that is kept", ci(GITHUB, [...NARROW, "skip-token-revoke: true"]), ["17:11 high"]],
    ["the older spelling", ci(GITHUB, [...NARROW, "skip_token_revoke: 'TRUE'"]), ["17:11 high"]],
    ["both kinds", ci(GITHUB, [...BASE, "skip-token-revoke: true"]), ["11:15 high", "16:11 high"]],
    ["the action's name in another case", ci("Actions/Create-GitHub-App-Token@v2", BASE), ["11:15 high"]],
    ["the other action", ci("tibdex/github-app-token@v2", ["app_id: 1"]), ["11:15 high"]],
    [
      "the other action's kept token",
      ci("tibdex/github-app-token@v2", ["repositories: a", "permissions: b", "revoke: false"]),
      ["16:11 high"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(appTokenOverscoped, text)).toEqual(places);
  });

  it("a composite action's", () => {
    const text = `runs:\n  using: composite\n  steps:\n    - uses: actions/create-github-app-token@v2\n      with: {app-id: 1}\n`;
    expect(placesOf(appTokenOverscoped, { "action.yml": text })).toEqual(["action.yml:4:13 high"]);
  });
});

describe("app-token-overscoped fixes", () => {
  it("a token that is kept", () => {
    const before = ci(GITHUB, [...NARROW, "skip-token-revoke: true # why", "owner: acme", "repositories: a"]);
    const { text, reason, remediation } = fixOf(appTokenOverscoped, before);
    expect([text, reason]).toEqual([before.replace("          skip-token-revoke: true # why\n", ""), null]);
    expect(remediation?.fixClass).toBe("safe");
  });
});

describe("app-token-overscoped offers no fix", () => {
  it.each([
    ["the scope, which only its users know", ci(GITHUB, BASE), "no fix"],
    [
      "a token that another job gets",
      ci(GITHUB, [...NARROW, "skip-token-revoke: true"], "    outputs:\n      t: ${{ steps.app.outputs.token }}\n"),
      "handed on",
    ],
  ])("for %s", (_, text, words) => {
    expect(fixOf(appTokenOverscoped, text)).toMatchObject({ text: null, reason: expect.stringContaining(words) });
  });
});

describe("app token actions", () => {
  it.each(Object.entries(APP_TOKEN_ACTIONS))("%s has a source and a day", (_, { source, seen }) => {
    expect([source, seen]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^2026-/)]);
  });
});
