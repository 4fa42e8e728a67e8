import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { unverifiedActionCreator } from "../../../worker/engine/rules/github/unverified-action-creator.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (...uses: string[]) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${uses.map((each) => `      - uses: ${each}\n`).join("")}`;

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

function answers(verifiedCreator: boolean | null, fullName: string | null = "Acme/app") {
  const lookups = withAnswers({
    settings: () => ({ ...SETTINGS, fullName }),
    actionRepository: () => ({ archived: false, verifiedCreator, releases: [] }),
    policy: () => ({
      allowedActions: null,
      deniedActions: [],
      trustedOwners: ["Partner"],
      runnerLabels: null,
      runnerReplacements: {},
    }),
  });
  return { profile: "strict", lookups } as const;
}

describe("unverified-action-creator stays silent", () => {
  it.each([
    ["a verified creator", "o/r@v1", answers(true)],
    ["an owner nobody asked about", "o/r@v1", answers(null)],
    ["the repository's own owner", "acme/deploy@v1", answers(false)],
    ["the own owner in another case", "ACME/deploy@v1", answers(false)],
    ["an owner whom the policy trusts", "partner/deploy@v1", answers(false)],
    ["GitHub", "actions/checkout@v5", answers(false)],
    ["a vendor of the table", "docker/login-action@v3", answers(false)],
    ["a local action", "./deploy", answers(false)],
    ["an image", "docker://o/r:1", answers(false)],
    ["any owner while the own one is unknown", "o/r@v1", answers(false, null)],
    ["any owner without answers", "o/r@v1", { profile: "strict" } as const],
  ])("on %s", (_, uses, options) => {
    expect(placesOf(unverifiedActionCreator, steps(uses), options)).toEqual([]);
  });

  it("outside the strict profile", () => {
    const { lookups } = answers(false);
    expect(placesOf(unverifiedActionCreator, steps("o/r@v1"), { lookups })).toEqual([]);
  });
});

describe("unverified-action-creator reports", () => {
  it.each([
    ["an unverified owner", steps("o/r@v1"), ["6:15 info"]],
    ["a pinned use", steps(`o/r@${"a".repeat(40)}`), ["6:15 info"]],
    ["a folder", steps('"o/r/sub@v1"'), ["6:15 info"]],
    ["each owner once", steps("o/r@v1", "p/r@v1", "o/s@v1"), ["6:15 info", "7:15 info"]],
    ["a call of a workflow", "on: push\r\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\r\n", ["2:18 info"]],
  ])("%s", (_, text, places) => {
    expect(placesOf(unverifiedActionCreator, text, answers(false))).toEqual(places);
  });

  it("a composite action, with all places of the owner", () => {
    const text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: o/r@v1\n    - uses: o/s@v1\n";
    const [finding] = findingsOf(unverifiedActionCreator, { "action.yml": text }, answers(false));
    expect(finding?.evidence.map(({ line }) => line)).toEqual([5, 6]);
  });
});
