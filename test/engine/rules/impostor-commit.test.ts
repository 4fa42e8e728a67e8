import { describe, expect, it } from "vitest";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { IMPOSTOR_COMMITS } from "../../../worker/engine/data/impostor-commits.ts";
import { firstOf, withAnswers } from "../../../worker/engine/lookups.ts";
import { impostorCommit } from "../../../worker/engine/rules/github/impostor-commit.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const BAD = "b".repeat(40);
const GOOD = "a".repeat(40);
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const lookups = withAnswers({
  commitOrigin: (action, sha) => (action === "some/action" && sha === BAD ? "fork" : "repository"),
  actionCommit: (action, ref) =>
    action === "some/action" && ref === "v1.2.3" ? { sha: GOOD, tag: "v1.2.3" } : "unknown",
  actionRepository: () => ({
    archived: false,
    verifiedCreator: null,
    releases: [{ sha: "d".repeat(40), tag: "v2.0.0", at: null }],
  }),
});
const places = (text: string) => placesOf(impostorCommit, text, { lookups });

describe("impostor-commit stays silent", () => {
  it.each([
    ["a commit of the repository", `some/action@${GOOD}`],
    ["the same commit under the fork's own name", `someone/action@${BAD}`],
    ["a tag", "some/action@v1"],
    ["a shortened commit", "some/action@bbbbbbb"],
    ["a branch of that name", `some/action@refs/heads/${BAD}`],
    ["a local action", `./some/action@${BAD}`],
    ["an image", `docker://some/action@sha256:${BAD}`],
  ])("on %s", (_, uses) => {
    expect(places(use(uses))).toEqual([]);
  });

  it("on a commit about which nobody answers", () => {
    expect(placesOf(impostorCommit, use(`some/action@${BAD} # v1.2.3`))).toEqual([]);
  });

  it("on a commit of the table that GitHub says is the repository's", () => {
    expect(places(use(`actions/checkout@${IMPOSTOR_COMMITS[0]?.sha}`))).toEqual([]);
  });

  it("on words in a script", () => {
    expect(places(job(`      - run: 'echo uses: some/action@${BAD}'\n`))).toEqual([]);
  });
});

describe("impostor-commit reports", () => {
  it.each(IMPOSTOR_COMMITS)("$sha, which the table knows", ({ action, sha, source, seen }) => {
    expect(placesOf(impostorCommit, use(`${action}@${sha} # v6.0.2`))).toEqual(["8:15 critical"]);
    expect(placesOf(impostorCommit, use(`${action}-fork@${sha}`))).toEqual([]);
    expect(source).toMatch(/^https:/);
    expect(seen).toBe("2026-11-21");
  });

  it.each([
    ["a pin", use(`some/action@${BAD}`), "8:15 critical"],
    ["a pin with a comment", use(`some/action@${BAD} # v1.2.3`), "8:15 critical"],
    ["capitals", use(`Some/Action@${BAD.toUpperCase()}`), "8:15 critical"],
    ["a part of a repository", use(`some/action/sub@${BAD}`), "8:15 critical"],
    ["quotes in braces", job(`      - {uses: "some/action@${BAD}"}\n`), "8:16 critical"],
    [
      "a called workflow",
      `on: push\njobs:\n  a:\n    uses: some/action/.github/workflows/x.yml@${BAD}\n`,
      "4:11 critical",
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("one commit once, in a composite action", () => {
    const line = `    - uses: some/action@${BAD}\n`;
    const [finding, ...others] = findingsOf(
      impostorCommit,
      { "action.yml": `runs:\n  using: composite\n  steps:\n${line}${line}` },
      { lookups },
    );
    expect(others).toEqual([]);
    expect(finding?.evidence.map((item) => item.line)).toEqual([4, 5]);
  });
});

describe("impostor-commit fixes", () => {
  it("with the release that the comment names", () => {
    const { text, remediation } = fixOf(impostorCommit, use(`some/action@${BAD} # v1.2.3`), { lookups });
    expect(text).toBe(use(`some/action@${GOOD} # v1.2.3`));
    expect(remediation?.fixClass).toBe("review");
  });

  it("with the newest release where no comment helps", () => {
    const { text } = fixOf(impostorCommit, use(`some/action@${BAD}`), { lookups });
    expect(text).toBe(use(`some/action@${"d".repeat(40)} # v2.0.0`));
  });

  it("what the table knows, without GitHub", () => {
    const uses = `actions/checkout@${IMPOSTOR_COMMITS[1]?.sha} # v6.0.2`;
    const { text } = fixOf(impostorCommit, use(uses), { lookups: firstOf(tableLookups()) });
    expect(text).toBe(use("actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"));
  });
});

describe("impostor-commit offers no fix", () => {
  it("where no release is known", () => {
    const fork = withAnswers({ commitOrigin: () => "fork" });
    expect(fixOf(impostorCommit, use(`some/action@${BAD} # v1.2.3`), { lookups: fork }).reason).toContain("by hand");
  });
});
