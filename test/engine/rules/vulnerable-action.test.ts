import { describe, expect, it } from "vitest";
import { ACTION_ADVISORIES, MALICIOUS_COMMITS } from "../../../worker/engine/data/action-advisories.ts";
import { tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { firstOf, withAnswers } from "../../../worker/engine/lookups.ts";
import { vulnerableAction } from "../../../worker/engine/rules/github/vulnerable-action.ts";
import { findingsOf, fixOf, placesOf } from "../../support/engine.ts";

const SHA = "0".repeat(40);
const job = (body: string) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${body}`;
const use = (uses: string) => job(`      - uses: ${uses}\n`);
const places = (text: string, options = {}) => placesOf(vulnerableAction, text, options);

/** A version in the range of a row: just at its lower end, or below its upper one. */
const inside = (range: string) => /(?:>=|<=) ([\d.]+)/.exec(range)?.[1] ?? "0.0.1";
const full = (version: string) => [...version.split("."), "0", "0"].slice(0, 3).join(".");
const published = (ranges: readonly string[], firstPatched: string | null) =>
  withAnswers({
    advisories: (action) =>
      action === "some/action" ? [{ id: "GHSA-x", severity: "medium", summary: "leaks", ranges, firstPatched }] : [],
  });

describe("vulnerable-action stays silent", () => {
  it.each([...new Set(ACTION_ADVISORIES.map(({ action }) => action))])("on %s after its last repair", (action) => {
    const rows = ACTION_ADVISORIES.filter((row) => row.action === action);
    const parts = rows.map(({ firstPatched }) =>
      full(firstPatched ?? "0")
        .split(".")
        .map(Number),
    );
    const last = parts.toSorted(
      (a, b) => (b[0] ?? 0) - (a[0] ?? 0) || (b[1] ?? 0) - (a[1] ?? 0) || (b[2] ?? 0) - (a[2] ?? 0),
    )[0];
    expect(places(use(`${action}@v${last?.join(".")}`))).toEqual([]);
  });

  it.each([
    ["a line that has its repair", use("actions/download-artifact@v4")],
    ["a minor line that has its repair", use("actions/download-artifact@v4.1")],
    ["a version before the fault", use("actions/download-artifact@v3.0.2")],
    ["a version between two faults", use("rlespinasse/github-slug-action@v1.2.0")],
    ["a branch", use("tj-actions/changed-files@main")],
    ["a commit that nothing names", use(`tj-actions/changed-files@${SHA}`)],
    ["a commit with another comment", use(`tj-actions/changed-files@${SHA} # see the docs`)],
    ["a commit whose line is affected in parts", use(`actions/download-artifact@${SHA} # v4`)],
    ["a commit of a repaired release", use(`actions/download-artifact@${SHA} # v4.1.7`)],
    ["an action of a like name", use("someone/changed-files@v35")],
    ["a local action", use("./tj-actions/changed-files")],
    ["a fork of it at the bad commit", use(`someone/changed-files@${MALICIOUS_COMMITS[0]?.sha}`)],
    ["words in a script", job("      - run: 'echo uses: tj-actions/changed-files@v35'\n")],
    ["a prerelease", use("tj-actions/changed-files@v40.0.0-rc.1")],
    ["a list where a text must stand", job("      - uses: [tj-actions/changed-files@v35]\n")],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on what GitHub says is affected no longer", () => {
    expect(places(use("tj-actions/changed-files@v35"), { lookups: published([], null) })).toEqual([]);
  });

  it("on a commit whose comment is wrong and whose tags say so", () => {
    const lookups = withAnswers({ commitTags: () => ["v46.0.5", "v46"] });
    expect(places(use(`tj-actions/changed-files@${SHA} # v40.0.0`), { lookups })).toEqual([]);
  });

  it.each(["< a.b", "~> 1.0", "", "= 1.2"])("on a range it cannot read or that names no line: %s", (range) => {
    expect(places(use("some/action@v1"), { lookups: published([range], null) })).toEqual([]);
  });
});

describe("vulnerable-action reports", () => {
  it.each(ACTION_ADVISORIES)("$action $id", ({ action, id, ranges, severity, source, seen }) => {
    const text = use(`${action}@v${full(inside(ranges[0] ?? ""))}`);
    const lookups = withAnswers({
      advisories: () => ACTION_ADVISORIES.filter((row) => row.id === id && row.action === action),
    });
    expect(places(text, { lookups })).toEqual([`8:15 ${severity}`]);
    expect(findingsOf(vulnerableAction, text)).toHaveLength(1);
    expect(source).toBe(`https://github.com/advisories/${id}`);
    expect(seen).toBe("2026-11-21");
  });

  it.each(MALICIOUS_COMMITS)("the commit of $id", ({ action, sha }) => {
    expect(places(use(`${action}@${sha} # v1`))).toEqual(["8:15 critical"]);
  });

  it.each([
    ["a line without a repair", use("tj-actions/changed-files@v44"), "8:15 high"],
    ["the last line before it", use("tj-actions/changed-files@v45"), "8:15 high"],
    ["a minor line", use("actions/download-artifact@v4.0"), "8:15 high"],
    ["a version without its letter", use("aquasecurity/trivy-action@0.28.0"), "8:15 critical"],
    ["a commit by its comment", use(`actions/download-artifact@${SHA} # v4.1.0`), "8:15 high"],
    ["a commit by a comment with words", use(`tj-actions/changed-files@${SHA} # tag=v40.1.0`), "8:15 high"],
    ["an action in a folder", use("github/codeql-action/init@v3.28.0"), "8:15 high"],
    ["quotes and braces", job("      - {name: x, uses: 'tj-actions/changed-files@v35'}\n"), "8:25 high"],
    ["a key in quotes", job('      - "uses": tj-actions/changed-files@v35\n'), "8:17 high"],
    ["capitals", use("TJ-Actions/Changed-Files@v35"), "8:15 high"],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual([expected]);
  });

  it("what GitHub says", () => {
    expect(places(use("some/action@v1.3.0"), { lookups: published([">= 1.0.0, < 1.4.0"], "1.4.0") })).toEqual([
      "8:15 medium",
    ]);
    expect(places(use("some/action@v1"), { lookups: published(["> 1.0.0, < 3.0"], null) })).toEqual(["8:15 medium"]);
  });

  it("a commit by its tags", () => {
    const lookups = withAnswers({ commitTags: () => ["v40", "v40.1.0"] });
    expect(places(use(`tj-actions/changed-files@${SHA}`), { lookups })).toEqual(["8:15 high"]);
  });

  it("all uses of one ref once, with the advice", () => {
    const line = "      - uses: tj-actions/changed-files@v35.9.2\n";
    const [finding, ...others] = findingsOf(vulnerableAction, job(line + line));
    expect(others).toEqual([]);
    expect(finding?.evidence).toHaveLength(2);
    expect(finding?.message).toBe(
      "`tj-actions/changed-files@v35.9.2` has a published vulnerability (GHSA-mcph-m25j-8j63: runs code from file names, and 1 more); move to 46.0.1 or later.",
    );
  });

  it("a composite action and a called workflow", () => {
    const action = "runs:\n  using: composite\n  steps:\n    - uses: tj-actions/branch-names@v6\n";
    expect(placesOf(vulnerableAction, { "action.yml": action })).toEqual(["action.yml:4:13 critical"]);
    const call =
      "on: push\njobs:\n  a:\n    uses: kartverket/github-workflows/.github/workflows/run-terraform.yml@v2.7.1\n";
    expect(places(call)).toEqual(["4:11 high"]);
  });
});

describe("vulnerable-action fixes", () => {
  const lookups = tableLookups();
  const fix = (text: string, answers = lookups) => fixOf(vulnerableAction, text, { lookups: answers });

  it("to the newest known release of the same major version", () => {
    const { text, remediation } = fix(use("actions/download-artifact@v4.1.0 # results"));
    expect(text).toBe(use("actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0 # results"));
    expect(remediation?.fixClass).toBe("lookup");
  });

  it("a commit, with its comment", () => {
    const { text } = fix(use(`actions/download-artifact@${SHA} # v4.1.0`));
    expect(text).toBe(use("actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0"));
  });

  it("to the first repaired release where its commit is known, for review in another major version", () => {
    const known = firstOf(
      withAnswers({ actionCommit: (_, ref) => (ref === "v46.0.1" ? { sha: "a".repeat(40), tag: null } : "unknown") }),
      lookups,
    );
    const { text, remediation } = fix(use("tj-actions/changed-files@v35"), known);
    expect(text).toBe(use(`tj-actions/changed-files@${"a".repeat(40)} # v46.0.1`));
    expect(remediation?.fixClass).toBe("review");
  });

  it("to a later major version where GitHub retires the repaired one", () => {
    const { text } = fix(use("github/codeql-action/init@v2"));
    expect(text).toBe(use("github/codeql-action/init@db488ddef3bf6cb639b32c2e9a7c0a7ea8271d28 # v4.37.8"));
  });

  it.each([
    ["tj-actions/changed-files@v44", "tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c # v46.0.5"],
    ["aquasecurity/trivy-action@0.28.0", "aquasecurity/trivy-action@57a97c7e7821a5776cebc9bb87c984fa69cba8f1 # 0.35.0"],
    [
      "dawidd6/action-download-artifact@v3",
      "dawidd6/action-download-artifact@bf251b5aa9c2f7eeb574a96ee720e24f801b7c11 # v6",
    ],
    [
      `tj-actions/changed-files@${SHA} # v40.0.0`,
      "tj-actions/changed-files@ed68ef82c095e0d48ec87eccea555d944a631a4c # v46.0.5",
    ],
  ])("%s to a pin of the table", (before, after) => {
    expect(fix(use(before)).text).toBe(use(after));
  });

  it.each([
    ["tj-actions/changed-files@v44", "tj-actions/changed-files@v46"],
    ["'tj-actions/changed-files@v44.5.1'", "'tj-actions/changed-files@v46.0.1'"],
    ["aquasecurity/trivy-action@0.28.0", "aquasecurity/trivy-action@0.35.0"],
    ["dawidd6/action-download-artifact@v3.1.4", "dawidd6/action-download-artifact@v6"],
  ])("%s to a tag of the same form where no commit is known", (before, after) => {
    expect(fixOf(vulnerableAction, use(before)).text).toBe(use(after));
  });

  it("keeps Windows line ends", () => {
    const text = use("tj-actions/changed-files@v44").replaceAll("\n", "\r\n");
    expect(fixOf(vulnerableAction, text).text).toBe(text.replace("v44", "v46"));
  });
});

describe("vulnerable-action offers no fix", () => {
  it("for a commit when no other is known", () => {
    const { text, reason } = fixOf(vulnerableAction, use(`tj-actions/changed-files@${SHA} # v40.0.0`));
    expect(text).toBeNull();
    expect(reason).toContain("pin it by hand");
  });

  it("where nothing repairs it", () => {
    const { reason } = fixOf(vulnerableAction, use("some/action@v1.0.0"), { lookups: published(["< 2.0.0"], null) });
    expect(reason).toContain("use another action");
  });
});
