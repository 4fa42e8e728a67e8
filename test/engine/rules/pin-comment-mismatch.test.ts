import { describe, expect, it } from "vitest";
import { ACTION_PINS } from "../../../worker/engine/data/action-pins.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { pinCommentMismatch } from "../../../worker/engine/rules/github/pin-comment-mismatch.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683";
const OTHER = "c".repeat(40);
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const places = (text: string, options = {}) => placesOf(pinCommentMismatch, text, options);
const tagged = (...tags: string[]) => ({ lookups: withAnswers({ commitTags: () => tags }) });
const versions = ACTION_PINS.filter(({ tag }) => /^v?\d+\.\d+\.\d+$/.test(tag));

describe("pin-comment-mismatch stays silent", () => {
  it("on every pin of the table with its own version", () => {
    const lines = versions.map(({ action, tag, sha }) => `      - uses: ${action}@${sha} # ${tag}\n`);
    expect(places(job(lines.join("")))).toEqual([]);
  });

  it.each([
    ["the version", `${CHECKOUT} # v4.2.2`],
    ["the version without its letter", `${CHECKOUT} # 4.2.2`],
    ["the major version", `${CHECKOUT} # v4`],
    ["the minor version", `${CHECKOUT} # v4.2`],
    ["what pinning tools write", `${CHECKOUT} # tag=v4.2.2`],
    ["ratchet's form", `${CHECKOUT} # ratchet:actions/checkout@v4`],
    ["no comment", CHECKOUT],
    ["a comment on something else", `${CHECKOUT} # keep in step with release.yml`],
    ["a number of something else", `${CHECKOUT} # 3 retries`],
    ["a sentence on a version", `${CHECKOUT} # v4.1.0 is broken on Windows`],
    ["a prerelease", `${CHECKOUT} # v5.0.0-rc.1`],
    ["a day", `${CHECKOUT} # 2024-10-23`],
    ["a commit that nobody knows", `actions/checkout@${OTHER} # v4.9.9`],
    ["a commit that nobody knows and a line", `actions/checkout@${OTHER} # v4`],
    ["a commit of an unknown action", `some/thing@${OTHER} # v4.2.2`],
    ["the same commit in a fork", `${CHECKOUT.replace("actions/", "someone/")} # v3.0.0`],
    ["a tag with a comment", "actions/checkout@v4 # v3"],
    ["a comment within a quoted ref", "'actions/checkout@v4 # v3'"],
  ])("on %s", (_, uses) => {
    expect(places(use(uses))).toEqual([]);
  });

  it.each([
    ["the only tag", ["v1.2.3"], "v1.2.3"],
    ["a less precise tag of several", ["v1", "v1.2.3"], "v1"],
    ["a commit tagged with its major version only", ["v1"], "v1.2.3"],
    ["tags that are no versions", ["nightly"], "v1.2.3"],
    ["two releases of one commit", ["v1.2.3", "v1.2.4"], "v1.2.3"],
  ])("on %s, as GitHub says", (_, tags, version) => {
    expect(places(use(`some/thing@${OTHER} # ${version}`), tagged(...tags))).toEqual([]);
  });

  it("on a version that our table has at another commit, where GitHub says it is this one", () => {
    const lookups = withAnswers({ actionCommit: () => ({ sha: OTHER, tag: "v4.2.2" }) });
    expect(places(use(`actions/checkout@${OTHER} # v4.2.2`), { lookups })).toEqual([]);
  });

  it("on pins without a comment where the commit has no tag, in the strict profile", () => {
    expect(places(use(`some/thing@${OTHER}`), { ...tagged(), profile: "strict" })).toEqual([]);
  });
});

describe("pin-comment-mismatch reports", () => {
  it("every pin of the table with another version", () => {
    const lines = versions.map(({ action, sha }) => `      - uses: ${action}@${sha} # v99.0.0\n`);
    expect(places(job(lines.join("")))).toHaveLength(versions.length);
  });

  it.each([
    ["another major version", use(`${CHECKOUT} # v3`), "8:75 medium"],
    ["another version of the same line", use(`${CHECKOUT} # v4.2.1`), "8:75 medium"],
    ["a wrong version in brackets", job(`      - {uses: ${CHECKOUT}} # v4.1\n`), "8:77 medium"],
    ["a wrong version behind quotes", use(`"${CHECKOUT}"   #   v3.1.0`), "8:81 medium"],
    ["a wrong version in a tool's form", use(`${CHECKOUT} # tag=v3`), "8:79 medium"],
    ["a wrong version with a note for a tool", use(`${CHECKOUT} # v3 # zizmor: ignore[x]`), "8:75 medium"],
    ["a version whose commit is another", use(`actions/checkout@${OTHER} # v4.2.2`), "8:75 medium"],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("what GitHub says", () => {
    expect(places(use(`some/thing@${OTHER} # v1.2.3`), tagged("v1", "v1.2.4"))).toEqual(["8:69 medium"]);
    expect(places(use(`some/thing@${OTHER} # v1.2.3`), tagged())).toEqual(["8:69 medium"]);
  });

  it("one commit once, in workflows and composite actions", () => {
    const line = `    - uses: ${CHECKOUT} # v3\n`;
    const action = `runs:\n  using: composite\n  steps:\n${line}${line}`;
    expect(placesOf(pinCommentMismatch, { "action.yml": action })).toEqual(["action.yml:4:73 medium"]);
    const [finding] = findingsOf(pinCommentMismatch, { "action.yml": action });
    expect(finding?.message).toBe(
      "The comment behind `actions/checkout` says `v3`, and the commit is `v4.2.2`; correct the comment, or the pin.",
    );
  });

  it("pins without a version, in the strict profile", () => {
    expect(places(use(`some/thing@${OTHER}`), { profile: "strict" })).toEqual(["8:15 low"]);
    expect(places(use(`some/thing@${OTHER} # handy`), { profile: "strict" })).toEqual(["8:15 low"]);
  });
});

describe("pin-comment-mismatch fixes", () => {
  it.each([
    [use(`${CHECKOUT} # v3`), use(`${CHECKOUT} # v4.2.2`)],
    [use(`${CHECKOUT} # tag=v4.1.0, see docs`), use(`${CHECKOUT} # tag=v4.2.2, see docs`)],
    [use(`'${CHECKOUT}'  #v3`), use(`'${CHECKOUT}'  #v4.2.2`)],
    [use(`${CHECKOUT} # v3`).replaceAll("\n", "\r\n"), use(`${CHECKOUT} # v4.2.2`).replaceAll("\n", "\r\n")],
    [job(`      - uses: ${CHECKOUT} # v3\n`.repeat(2)), job(`      - uses: ${CHECKOUT} # v4.2.2\n`.repeat(2))],
  ])("%#", (before, after) => {
    expect(fixOf(pinCommentMismatch, before).text).toBe(after);
  });

  it("with the most precise tag that GitHub names", () => {
    const { text } = fixOf(pinCommentMismatch, use(`some/thing@${OTHER} # v1.2.3`), tagged("v2", "v2.0.1", "v2.0"));
    expect(text).toBe(use(`some/thing@${OTHER} # v2.0.1`));
  });

  it("a missing comment, in front of one that is there", () => {
    expect(fixOf(pinCommentMismatch, use(CHECKOUT), { profile: "strict" }).text).toBe(use(`${CHECKOUT} # v4.2.2`));
    expect(fixOf(pinCommentMismatch, use(`${CHECKOUT} # first`), { profile: "strict" }).text).toBe(
      use(`${CHECKOUT} # v4.2.2 # first`),
    );
  });
});

describe("pin-comment-mismatch offers no fix", () => {
  it.each([
    ["where the tags of the commit are not known", `actions/checkout@${OTHER} # v4.2.2`, {}],
    ["where the commit has no tag", `some/thing@${OTHER} # v1.2.3`, tagged()],
  ])("%s", (_, uses, options) => {
    expect(fixOf(pinCommentMismatch, use(uses), options).reason).toContain("look it up");
  });
});
