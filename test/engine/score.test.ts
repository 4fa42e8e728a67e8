import { describe, expect, it } from "vitest";
import type { Category, Finding, Severity } from "../../worker/engine/finding.ts";
import { score } from "../../worker/engine/score.ts";

function finding(category: Category, severity: Severity, rule = "r"): Finding {
  const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { rule, category, severity, path: "p", range, message: "", evidence: [], fingerprint: "", fixable: false };
}

const times = (count: number, one: Finding) => Array.from({ length: count }, () => one);

describe("score", () => {
  it.each([
    ["nothing found", [], 100],
    ["info weighs nothing", times(9, finding("security", "info")), 100],
    ["a critical finding", [finding("security", "critical")], 75],
    ["one rule costs at most 30", times(50, finding("security", "high")), 70],
    ["two rules add up", [...times(3, finding("security", "high")), finding("security", "medium", "s")], 66],
    ["never below 0", ["a", "b", "c", "d"].flatMap((rule) => times(3, finding("security", "critical", rule))), 0],
  ])("of security: %s", (_, findings, expected) => {
    expect(score(findings, true).security).toBe(expected);
  });

  it("weighs the axes 35, 30, 20 and 15", () => {
    const findings = [finding("security", "critical"), finding("ci_cd", "high"), finding("quality", "medium")];
    expect(score(findings, true)).toEqual({ security: 75, ci_cd: 90, performance: 100, quality: 96, overall: 88 });
  });

  it("judges only ci_cd where there is no pipeline", () => {
    expect(score([finding("ci_cd", "high")], false)).toEqual({
      overall: 90,
      security: null,
      ci_cd: 90,
      performance: null,
      quality: null,
    });
  });
});
