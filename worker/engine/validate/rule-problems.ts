import { prepare } from "../analyze.ts";
import type { Finding } from "../finding.ts";
import type { Lookups } from "../lookups.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ConfigurationProblem } from "./configuration-problem.ts";

/** Rules that say what the platform itself would refuse or silently ignore. */
const SCHEMA =
  /^(?:workflow-(?:unknown-key|missing-key|invalid-value|duplicate-key)|invalid-|missing-needs-output|yaml-anchor-misuse|conflicting-trigger-filters|unknown-runner-label)/;

/** What our rules find in one file, and what they find elsewhere only because of it. */
export function ruleProblems(
  snapshots: { readonly before: Snapshot; readonly after: Snapshot },
  path: string,
  facts: { readonly now: number; readonly lookups: Lookups },
): ConfigurationProblem[] {
  const found = prepare(snapshots.after, facts).located.map(({ finding }) => finding);
  const known = new Set(prepare(snapshots.before, facts).located.map(({ finding }) => finding.fingerprint));
  return found
    .filter((finding) => finding.path === path || !known.has(finding.fingerprint))
    .map((finding) => toProblem(finding, path));
}

function toProblem(finding: Finding, path: string): ConfigurationProblem {
  const isHere = finding.path === path;
  const source = sourceOf(finding.rule);
  const isError = source !== "rule" || finding.severity === "critical" || finding.severity === "high";
  const range = isHere ? finding.range : { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return {
    severity: isHere && isError ? "error" : "warning",
    source,
    rule: finding.rule,
    message: isHere ? finding.message : `In ${finding.path}: ${finding.message}`,
    ...range,
  };
}

function sourceOf(rule: string): ConfigurationProblem["source"] {
  if (rule === "yaml-syntax-error") return "syntax";
  if (rule.startsWith("expression-")) return "expression";
  return SCHEMA.test(rule) ? "schema" : "rule";
}
