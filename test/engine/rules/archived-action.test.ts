import { describe, expect, it } from "vitest";
import { ARCHIVED_REPOSITORIES } from "../../../worker/engine/data/archived-actions.ts";
import { withAnswers } from "../../../worker/engine/lookups.ts";
import { archivedAction } from "../../../worker/engine/rules/github/archived-action.ts";
import { findingsOf, placesOf } from "../../support/engine.ts";

const steps = (body: string) => `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${body}`;
const CONFIG = ".pre-commit-config.yaml";

function asked(archived: boolean) {
  return { lookups: withAnswers({ actionRepository: () => ({ archived, verifiedCreator: null, releases: [] }) }) };
}

describe("archived-action stays silent", () => {
  it.each([
    ["a maintained action", steps("      - uses: actions/checkout@v5\n")],
    ["a maintained fork", steps("      - uses: dtolnay/rust-toolchain@stable\n")],
    ["another repository of the owner", steps("      - uses: actions-rs/example@v1\n")],
    ["another owner's repository of the name", steps("      - uses: someone/create-release@v1\n")],
    ["the action that took its place", steps("      - uses: gradle/actions/setup-gradle@v5\n")],
    ["a local action", steps("      - uses: ./actions/create-release\n")],
    ["an image", steps("      - uses: docker://actions/create-release:v1\n")],
    ["a use without a ref", steps("      - uses: actions/create-release\n")],
    ["a script that mentions it", steps("      - run: echo actions/create-release@v1\n")],
    ["a comment", steps("      # - uses: actions/create-release@v1\n      - run: make\n")],
  ])("on %s", (_, text) => {
    expect(placesOf(archivedAction, text)).toEqual([]);
  });

  it("on a repository that GitHub says is maintained again", () => {
    expect(placesOf(archivedAction, steps("      - uses: actions/create-release@v1\n"), asked(false))).toEqual([]);
  });

  it.each([
    ["hooks of the repository itself", "repos:\n  - repo: local\n    hooks: []\n  - repo: meta\n"],
    ["hooks of a maintained repository", "repos:\n  - repo: https://github.com/psf/black\n    rev: 25.1.0\n"],
    ["hooks elsewhere", "repos:\n  - repo: https://gitlab.com/facebook/pyre-check\n"],
    ["a list where a map belongs", "- repo: https://github.com/facebook/pyre-check\n"],
    ["nothing", ""],
    ["broken YAML", "repos: [\n"],
  ])("on %s", (_, text) => {
    expect(placesOf(archivedAction, { [CONFIG]: text })).toEqual([]);
  });
});

describe("each archived repository of the table", () => {
  it.each(ARCHIVED_REPOSITORIES)("$repository", ({ repository, instead }) => {
    const [finding] = findingsOf(archivedAction, steps(`      - uses: ${repository}@v1\n`));
    expect(finding?.severity).toBe("medium");
    expect(finding?.message).toContain(instead ?? "maintained");
    expect(placesOf(archivedAction, steps(`      - uses: ${repository}-fork@v1\n`))).toEqual([]);
  });
});

describe("archived-action reports", () => {
  it.each([
    ["a pinned use", steps(`      - uses: actions/create-release@${"a".repeat(40)} # v1.1.4\n`), ["6:15 medium"]],
    ["a name in another case", steps("      - uses: SonarSource/SonarCloud-GitHub-Action@v5\n"), ["6:15 medium"]],
    ["quotes", steps('      - uses: "actions-rs/toolchain@v1"\n'), ["6:15 medium"]],
    ["a folder of it", steps("      - uses: marvinpinto/actions/packages/x@v1\n"), ["6:15 medium"]],
    [
      "a call of a workflow there",
      "on: push\njobs:\n  a:\n    uses: repo-sync/repo-sync/.github/workflows/x.yml@v1\n",
      ["4:11 medium"],
    ],
    ["flow style and CRLF", "on: push\r\njobs: {a: {steps: [{uses: actions/setup-ruby@v1}]}}\r\n", ["2:27 medium"]],
    [
      "each repository once",
      steps(
        "      - uses: actions-rs/toolchain@v1\n      - uses: actions-rs/cargo@v1\n      - uses: actions-rs/cargo@v1\n",
      ),
      ["6:15 medium", "7:15 medium"],
    ],
  ])("%s", (_, text, places) => {
    expect(placesOf(archivedAction, text)).toEqual(places);
  });

  it("what GitHub says is archived", () => {
    expect(placesOf(archivedAction, steps("      - uses: o/r@v1\n"), asked(true))).toEqual(["6:15 medium"]);
  });

  it("a composite action", () => {
    const text = "name: x\nruns:\n  using: composite\n  steps:\n    - uses: tibdex/github-app-token@v2\n";
    expect(placesOf(archivedAction, { "action.yml": text })).toEqual(["action.yml:5:13 medium"]);
  });

  it.each([
    ["a hook", "repos:\n  - repo: https://github.com/facebook/pyre-check\n    rev: v0.9.0\n", "2:11"],
    ["a hook over ssh", "repos:\n  - repo: git@github.com:Facebook/pyre-check.git\n", "2:11"],
    ["a hook in flow style", "repos: [{repo: 'https://github.com/facebook/pyre-check/'}]\n", "1:16"],
  ])("%s", (_, text, place) => {
    expect(placesOf(archivedAction, { [CONFIG]: text })).toEqual([`${CONFIG}:${place} medium`]);
  });
});
