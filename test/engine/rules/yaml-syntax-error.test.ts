import { describe, expect, it } from "vitest";
import { prepare } from "../../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { yamlSyntaxError } from "../../../worker/engine/rules/repo/yaml-syntax-error.ts";
import { findingsOf, NOW, placesOf, snapshot, WORKFLOW } from "../../support/engine.ts";

const GOOD = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: make\n";

describe("yaml-syntax-error stays silent", () => {
  it.each([
    ["a workflow", GOOD],
    ["Windows newlines and a byte order mark", `\ufeff${GOOD.replaceAll("\n", "\r\n")}`],
    ["brackets closed at the margin, as GitHub accepts", "on:\n  push:\n    branches: [\n  main\n]\njobs: {}\n"],
    ["an explicit document start and end", `---\n${GOOD}...\n`],
    ["a tag", GOOD.replace("make", "!!str make")],
    ["an empty file, which is another rule's", ""],
  ])("on %s", (_, text) => {
    expect(placesOf(yamlSyntaxError, text)).toEqual([]);
  });

  it("on YAML that belongs to no pipeline", () => {
    expect(placesOf(yamlSyntaxError, { [WORKFLOW]: GOOD, "config/app.yml": "a: [\n", "compose.yaml": "\t" })).toEqual(
      [],
    );
  });
});

describe("yaml-syntax-error reports", () => {
  it.each([
    ["a tab", "on: push\njobs:\n\ta: 1\n", "3:1 critical"],
    ["an open quote", "on: push\nname: 'x\njobs: {}\n", "2:7 critical"],
    ["a colon in a value", "on: push\nname: build: test\n", "2:12 critical"],
    ["several documents", `${GOOD}---\n${GOOD}`, "8:1 critical"],
    [
      "an alias bomb",
      `a0: &a0 [1, 1]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join("")}`,
      "11:22 critical",
    ],
    ["too many levels", `a: ${"[".repeat(20_000)}`, "1:1 critical"],
    ["too much YAML", `a: ${"x".repeat(256 * 1024)}`, "1:1 critical"],
    ["a control character", "on: push\nname: a\u0000b\n", "2:8 critical"],
  ])("%s, at its place", (_, text, place) => {
    expect(placesOf(yamlSyntaxError, text)).toEqual([place]);
  });

  it.each([".gitlab-ci.yml", ".circleci/config.yml", ".github/dependabot.yml", "action.yml"])("a broken %s", (path) => {
    expect(findingsOf(yamlSyntaxError, { [path]: "a: [\n" })).toEqual([
      expect.objectContaining({ path, severity: "critical" }),
    ]);
  });

  it.each(["file_too_large", "binary_file"] as const)("a workflow that was not read: %s", (code) => {
    const notes = [{ code, path: WORKFLOW, detail: "too large" }];
    const { located } = prepare(
      { ...snapshot({ [WORKFLOW]: null }), notes },
      { now: NOW, lookups: NO_LOOKUPS, rules: [yamlSyntaxError] },
    );
    expect(located.map(({ finding }) => [finding.path, finding.range.line])).toEqual([[WORKFLOW, 1]]);
  });

  it("one finding a file, the same while the error moves", () => {
    const prints = ["a: [\n", "# c\nb: 'x\n"].map((text) => findingsOf(yamlSyntaxError, text)[0]?.fingerprint);
    expect(prints[0]).toBe(prints[1]);
  });
});
