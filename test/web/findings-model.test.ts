import { describe, expect, it } from "vitest";
import type { Recommendation } from "../../web/src/api-types.ts";
import {
  fixesById,
  fixOf,
  groupFindings,
  openFixIds,
  originCounts,
  severityCounts,
  withSelection,
} from "../../web/src/features/findings/findings.model.ts";
import { CLAIMS } from "../support/web-mock/ai.ts";
import { FINDINGS, FIXES, planOf } from "../support/web-mock/findings.ts";

const ALL = { severity: "all", category: "all", origin: "all" } as const;
const fixes = fixesById(FIXES);
const [first] = FINDINGS;
if (!first) throw new Error("The fixtures have no finding.");

function finding(change: Partial<Recommendation>): Recommendation {
  return { ...(first as Recommendation), ...change };
}

describe("groups of findings", () => {
  it("are by rule, worst severity first", () => {
    expect(groupFindings(FINDINGS, ALL).map((group) => group.rule)).toEqual([
      "template-injection",
      "missing-permissions",
      "unpinned-action",
      "missing-dependency-cache",
      "missing-job-timeout",
    ]);
  });

  it("list places by file and line", () => {
    const hits = [
      finding({ path: "b.yml", line: 1 }),
      finding({ path: "a.yml", line: 20 }),
      finding({ path: "a.yml", line: 3 }),
    ];
    expect(groupFindings(hits, ALL)[0]?.findings.map((hit) => `${hit.path}:${hit.line}`)).toEqual([
      "a.yml:3",
      "a.yml:20",
      "b.yml:1",
    ]);
  });

  it("have the worst severity of their hits", () => {
    const hits = [finding({ severity: "low" }), finding({ severity: "high" })];
    expect(groupFindings(hits, ALL)[0]?.severity).toBe("high");
  });

  it("follow both filters together", () => {
    expect(groupFindings(FINDINGS, { ...ALL, severity: "low", category: "ci_cd" }).map((group) => group.rule)).toEqual([
      "missing-job-timeout",
    ]);
    expect(groupFindings(FINDINGS, { ...ALL, severity: "critical", category: "quality" })).toEqual([]);
  });
});

describe("claims of a model", () => {
  it("stand after rules of the same severity, and never in their groups", () => {
    const [claim] = CLAIMS;
    const same = finding({ ...claim, rule: "unpinned-action", title: "Another title" });
    const origins = groupFindings([same, ...FINDINGS], { ...ALL, severity: "medium" }).map(({ origin }) => origin);
    expect(origins).toEqual(["rule", "ai"]);
  });

  it("on one topic are parted by what they say", () => {
    const [claim] = CLAIMS;
    const both = [finding({ ...claim }), finding({ ...claim, title: "Something else" })];
    expect(groupFindings(both, ALL)).toHaveLength(2);
  });

  it("can be looked at alone, or left out", () => {
    const all = [...FINDINGS, ...CLAIMS];
    const origins = (origin: "rule" | "ai") => new Set(groupFindings(all, { ...ALL, origin }).map((it) => it.origin));
    expect([...origins("ai")]).toEqual(["ai"]);
    expect([...origins("rule")]).toEqual(["rule"]);
    expect(originCounts(all)).toEqual({ rule: FINDINGS.length, ai: CLAIMS.length });
  });
});

describe("fixes of findings", () => {
  it("are found for a finding that was listed before its fix was asked for", () => {
    const late = finding({ id: "late", remediation_id: null });
    const [fix] = FIXES;
    if (!fix) throw new Error("The fixtures have no fix.");
    expect(fixOf(late, fixes)).toBeUndefined();
    expect(fixOf(late, fixesById([...FIXES, { ...fix, id: "asked", resolves: ["late"] }]))?.id).toBe("asked");
  });

  it("are found by their id", () => {
    expect(fixOf(finding({}), fixes)?.id).toBe(FIXES[0]?.id);
  });

  it("are not offered for a waived finding", () => {
    expect(fixOf(finding({ state: "waived" }), fixes)).toBeUndefined();
  });

  it("are chosen once, though they solve two findings", () => {
    expect(openFixIds([finding({}), finding({ line: 99 })], fixes)).toHaveLength(1);
  });

  it("are not chosen when they are in a pull request already", () => {
    const pull = { ...planOf([]).pull_request, number: 1 };
    const taken = fixesById(FIXES.map((fix) => ({ ...fix, pull_request: pull as never })));
    expect(openFixIds(FINDINGS, taken)).toEqual([]);
  });

  it("are counted by severity", () => {
    expect(severityCounts(FINDINGS)).toEqual({ critical: 1, high: 1, medium: 3, low: 2, info: 0 });
  });

  it("are switched on and off together", () => {
    const some = withSelection(new Set(["a"]), ["b", "c"], true);
    expect([...withSelection(some, ["a", "b"], false)]).toEqual(["c"]);
  });
});
