import { describe, expect, it } from "vitest";
import { type Lookups, withAnswers } from "../../../worker/engine/lookups.ts";
import { untaggedActionPin } from "../../../worker/engine/rules/github/untagged-action-pin.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const LOOSE = "b".repeat(40);
const NAMED = "a".repeat(40);
const NEWEST = "d".repeat(40);
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const answers: Partial<Lookups> = {
  commitTags: (_, sha) => (sha === LOOSE ? [] : sha === NEWEST ? ["v2.0.0"] : ["v1.2.3", "v1"]),
  commitOrigin: () => "repository",
  actionCommit: (_, ref) => (ref === "v1.2.3" ? { sha: NAMED, tag: "v1.2.3" } : "unknown"),
  actionRepository: () => ({
    archived: false,
    verifiedCreator: null,
    releases: [{ sha: NEWEST, tag: "v2.0.0", at: null }],
  }),
};
const options = (more: Partial<Lookups> = {}) =>
  ({ profile: "strict", lookups: withAnswers({ ...answers, ...more }) }) as const;
const places = (text: string, more: Partial<Lookups> = {}) => placesOf(untaggedActionPin, text, options(more));

describe("untagged-action-pin stays silent", () => {
  it.each([
    ["a commit with a tag", `some/action@${NAMED}`],
    ["a tag", "some/action@v1"],
    ["a branch", "some/action@main"],
    ["a shortened commit", "some/action@bbbbbbb"],
    ["a local action", "./some/action"],
    ["an image", "docker://alpine:3.20"],
  ])("on %s", (_, uses) => {
    expect(places(use(uses))).toEqual([]);
  });

  it.each([
    ["nobody knows the tags", { commitTags: () => "unknown" }],
    [
      "there is no release at all",
      { actionRepository: () => ({ archived: false, verifiedCreator: null, releases: [] }) },
    ],
    ["the commit belongs to a fork, which is another rule's", { commitOrigin: () => "fork" }],
  ] satisfies [string, Partial<Lookups>][])("where %s", (_, more) => {
    expect(places(use(`some/action@${LOOSE}`), more)).toEqual([]);
  });

  it("in the default profile", () => {
    expect(placesOf(untaggedActionPin, use(`some/action@${LOOSE}`), { lookups: withAnswers(answers) })).toEqual([]);
  });
});

describe("untagged-action-pin reports", () => {
  it.each([
    ["a commit without a tag", use(`some/action@${LOOSE}`), "8:15 low"],
    ["one with a comment", use(`some/action@${LOOSE} # v1.2.3`), "8:15 low"],
    ["a part of a repository, in braces", job(`      - {uses: 'some/action/sub@${LOOSE}'}\n`), "8:16 low"],
    ["a called workflow", `on: push\njobs:\n  a:\n    uses: some/flows/.github/workflows/x.yml@${LOOSE}\n`, "4:11 low"],
    ["capitals", use(`some/action@${LOOSE.toUpperCase()}`), "8:15 low"],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("one commit once, in a composite action", () => {
    const line = `    - uses: some/action@${LOOSE}\n`;
    const action = `runs:\n  using: composite\n  steps:\n${line}${line}`;
    const found = findingsOf(untaggedActionPin, { "action.yml": action }, options());
    expect(found.map((finding) => finding.evidence.length)).toEqual([2]);
  });
});

describe("untagged-action-pin fixes", () => {
  it.each([
    ["with the version of the comment", `some/action@${LOOSE} # v1.2.3`, `some/action@${NAMED} # v1.2.3`],
    ["with the newest release", `some/action@${LOOSE}`, `some/action@${NEWEST} # v2.0.0`],
  ])("%s", (_, before, after) => {
    const { text, remediation } = fixOf(untaggedActionPin, use(before), options());
    expect(text).toBe(use(after));
    expect(remediation?.fixClass).toBe("review");
  });
});

describe("untagged-action-pin offers no fix", () => {
  it("where no release is known", () => {
    const { reason } = fixOf(
      untaggedActionPin,
      use(`some/action@${LOOSE}`),
      options({ actionRepository: () => "unknown" }),
    );
    expect(reason).toContain("by hand");
  });
});
