import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { POPULAR_OWNERS } from "../../../worker/engine/data/popular-actions.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { typosquatAction } from "../../../worker/engine/rules/github/typosquat-action.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const SHA = "11bd71901bbe5b1630ceea73d27597364c9af683";
const RELEASE = "a06a81a03ee405af7f2048a818ed3f03bbf83c7b";
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const places = (text: string) => placesOf(typosquatAction, text);
const popular = [...POPULAR_OWNERS].flatMap(([repo, owners]) => [...owners].map((owner) => ({ owner, repo })));

describe("typosquat-action stays silent", () => {
  it("on every popular action", () => {
    const lines = popular.map(({ owner, repo }) => `      - uses: ${owner}/${repo}@v1\n`);
    expect(places(job(lines.join("")))).toEqual([]);
  });

  it.each([
    ["a fork under another name", "my-team/checkout@v4"],
    ["a name two letters away", "actns/checkout@v4"],
    ["capitals", "Actions/Checkout@v4"],
    ["a slip in the repository of the right owner", "actions/chekout@v4"],
    ["an action of the near owner that is not popular", "action/deploy-our-thing@v1"],
    ["a local action", "./action/checkout"],
    ["an image", "docker://action/checkout:v4"],
    ["another popular owner of the same name", "reviewdog/action-setup@v1"],
    ["an expression", "${{ matrix.action }}/checkout@v4"],
  ])("on %s", (_, uses) => {
    expect(places(use(uses))).toEqual([]);
  });

  it("on a script that names it", () => {
    expect(places(job("      - run: 'echo uses: action/checkout@v4'\n"))).toEqual([]);
  });
});

describe("typosquat-action reports", () => {
  it("every popular action with a letter more", () => {
    const owners = [...new Set(popular.map(({ owner }) => owner))];
    const lines = owners.map((owner) => {
      const repo = popular.find((item) => item.owner === owner)?.repo;
      return `      - uses: ${owner}x/${repo}@v1\n`;
    });
    expect(places(job(lines.join("")))).toHaveLength(owners.length);
  });

  it.each([
    ["a letter left out", use("action/checkout@v4"), "8:15 high"],
    ["a letter added", use("actionss/setup-node@v4"), "8:15 high"],
    ["a letter replaced", use("act1ons/cache@v4"), "8:15 high"],
    ["letters swapped", use("acitons/checkout@v4"), "8:15 high"],
    ["a hyphen left out", use("awsactions/configure-aws-credentials@v4"), "8:15 high"],
    ["a part of a repository", use("gihub/codeql-action/init@v3"), "8:15 high"],
    ["a pin", use(`action/checkout@${SHA} # v4.2.2`), "8:15 high"],
    ["quotes, braces and capitals", job("      - {uses: 'Docke/Login-Action@v3'}\n"), "8:16 high"],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("one owner once, in a workflow and in a composite action", () => {
    const line = "    - uses: actons/checkout@v4\n    - uses: actons/cache@v4\n";
    const action = `runs:\n  using: composite\n  steps:\n${line}`;
    expect(placesOf(typosquatAction, { "action.yaml": action })).toEqual(["action.yaml:4:13 high"]);
    const [finding] = findingsOf(typosquatAction, { "action.yaml": action });
    expect(finding?.evidence.map((item) => item.line)).toEqual([4, 5]);
  });
});

describe("typosquat-action fixes", () => {
  const lookups = tableLookups();
  it.each([
    [use("action/checkout@v4"), use("actions/checkout@v4")],
    [use('"acitons/checkout@v4" # get it'), use('"actions/checkout@v4" # get it')],
    [use(`action/checkout@${SHA} # v4.2.2`), use(`actions/checkout@${SHA} # v4.2.2`)],
    [job("      - {uses: Action/Checkout@v4, id: a}\n"), job("      - {uses: actions/Checkout@v4, id: a}\n")],
    [use("softprop/action-gh-release@v2.5.0"), use(`softprops/action-gh-release@${RELEASE} # v2.5.0`)],
    [use("action/cache@v4").replaceAll("\n", "\r\n"), use("actions/cache@v4").replaceAll("\n", "\r\n")],
  ])("%#", (before, after) => {
    const { text, remediation } = fixOf(typosquatAction, before, { lookups });
    expect(text).toBe(after);
    expect(remediation?.fixClass).toBe("review");
  });

  it("a pin that GitHub knows as the popular action's", () => {
    const origin = withAnswers({ commitOrigin: (action) => (action === "actions/cache" ? "repository" : "fork") });
    const { text } = fixOf(typosquatAction, use(`action/cache@${SHA}`), { lookups: origin });
    expect(text).toBe(use(`actions/cache@${SHA}`));
  });
});

describe("typosquat-action offers no fix", () => {
  it.each([
    [
      "for a tag of a lesser known publisher, whose commit nobody knows",
      "softprop/action-gh-release@v2",
      "another finding",
    ],
    ["for a commit of the other repository", `action/checkout@${"b".repeat(40)}`, "by hand"],
  ])("%s", (_, uses, reason) => {
    expect(fixOf(typosquatAction, use(uses)).reason).toContain(reason);
  });
});
