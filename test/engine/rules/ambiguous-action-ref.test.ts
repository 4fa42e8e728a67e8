import { describe, expect, it } from "vitest";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { ambiguousActionRef } from "../../../worker/engine/rules/github/ambiguous-action-ref.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const SHA = "a".repeat(40);
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const lookups = withAnswers({
  refKinds: (action, ref) => {
    if (action !== "some/action") return "unknown";
    return { branch: ["v2", "main"].includes(ref), tag: ["v1", "v2"].includes(ref) };
  },
  actionCommit: (_, ref) => (ref === "refs/tags/v2" ? { sha: SHA, tag: "v2.3.4" } : { sha: "c".repeat(40), tag: null }),
});
const places = (text: string) => placesOf(ambiguousActionRef, text, { lookups });

describe("ambiguous-action-ref stays silent", () => {
  it.each([
    ["a tag", "some/action@v1"],
    ["a branch", "some/action@main"],
    ["a ref that is neither", "some/action@v9"],
    ["a commit", `some/action@${SHA}`],
    ["a tag written out", "some/action@refs/tags/v2"],
    ["a branch written out", "some/action@refs/heads/v2"],
    ["an action that nobody knows", "other/action@v2"],
    ["a local action", "./some/action"],
    ["an image", "docker://some/action:v2"],
  ])("on %s", (_, uses) => {
    expect(places(use(uses))).toEqual([]);
  });

  it("without GitHub", () => {
    expect(placesOf(ambiguousActionRef, use("some/action@v2"))).toEqual([]);
  });
});

describe("ambiguous-action-ref reports", () => {
  it.each([
    ["a name that is both", use("some/action@v2"), "8:15 medium"],
    ["one in quotes", use("'some/action@v2' # stable"), "8:15 medium"],
    ["a part of a repository, in braces", job('      - {uses: "some/action/sub@v2"}\n'), "8:16 medium"],
    ["capitals", use("Some/Action@v2"), "8:15 medium"],
    ["a called workflow", "on: push\njobs:\n  a:\n    uses: some/action/.github/workflows/x.yml@v2\n", "4:11 medium"],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("one ref once, in a composite action", () => {
    const line = "    - uses: some/action@v2\n";
    const action = `runs:\n  using: composite\n  steps:\n${line}${line}`;
    const found = findingsOf(ambiguousActionRef, { "action.yml": action }, { lookups });
    expect(found.map((finding) => finding.evidence.length)).toEqual([2]);
  });
});

describe("ambiguous-action-ref fixes", () => {
  it("with the commit of the tag", () => {
    const { text, remediation } = fixOf(ambiguousActionRef, use("some/action@v2 # stable"), { lookups });
    expect(text).toBe(use(`some/action@${SHA} # v2.3.4 # stable`));
    expect(remediation?.fixClass).toBe("lookup");
  });

  it("keeps Windows line ends", () => {
    const text = use("some/action@v2").replaceAll("\n", "\r\n");
    expect(fixOf(ambiguousActionRef, text, { lookups }).text).toBe(text.replace("v2", `${SHA} # v2.3.4`));
  });
});

describe("ambiguous-action-ref offers no fix", () => {
  it("where the tag's commit is not known", () => {
    const kinds = withAnswers({ refKinds: () => ({ branch: true, tag: true }) });
    expect(fixOf(ambiguousActionRef, use("some/action@v2"), { lookups: kinds }).reason).toContain("by hand");
  });
});
