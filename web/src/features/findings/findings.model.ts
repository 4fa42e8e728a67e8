import type { Category, Recommendation, Remediation, Severity } from "../../api-types.ts";

export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export const CATEGORIES = ["security", "ci_cd", "performance", "quality"] as const;

export type FindingFilter = { readonly severity: Severity | "all"; readonly category: Category | "all" };

/** All hits of one rule, worst rules first. */
export type FindingGroup = {
  readonly rule: string;
  readonly title: string;
  readonly why: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly findings: readonly Recommendation[];
};

function worst(findings: readonly Recommendation[]): Severity {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? "info";
}

function byPlace(a: Recommendation, b: Recommendation): number {
  return a.path.localeCompare(b.path) || a.line - b.line || a.column - b.column;
}

function groupOf(rule: string, findings: readonly Recommendation[]): FindingGroup | undefined {
  const [first] = findings;
  if (!first) return undefined;
  const { title, why, category } = first;
  return { rule, title, why, category, severity: worst(findings), findings: [...findings].sort(byPlace) };
}

/** Groups of the findings that pass the filter: by severity, then by number of places, then by title. */
export function groupFindings(findings: readonly Recommendation[], filter: FindingFilter): FindingGroup[] {
  const byRule = Map.groupBy(
    findings.filter(
      (finding) =>
        (filter.severity === "all" || finding.severity === filter.severity) &&
        (filter.category === "all" || finding.category === filter.category),
    ),
    (finding) => finding.rule,
  );
  return [...byRule]
    .flatMap(([rule, hits]) => groupOf(rule, hits) ?? [])
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.findings.length - a.findings.length ||
        a.title.localeCompare(b.title),
    );
}

/** How many findings each severity has. */
export function severityCounts(findings: readonly Recommendation[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    critical: count("critical"),
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    info: count("info"),
  };
}

export type Fixes = ReadonlyMap<string, Remediation>;

/** The proved fix of a finding, if it has one and the finding is not set aside. */
export function fixOf(finding: Recommendation, fixes: Fixes): Remediation | undefined {
  return finding.remediation_id === null || finding.state === "waived" ? undefined : fixes.get(finding.remediation_id);
}

/** Ids of the fixes of these findings that are in no pull request yet; each once. */
export function openFixIds(findings: readonly Recommendation[], fixes: Fixes): string[] {
  const open = findings.flatMap((finding) => fixOf(finding, fixes) ?? []).filter((fix) => fix.pull_request === null);
  return [...new Set(open.map((fix) => fix.id))];
}

/** The selection after all of `ids` were switched on or off. */
export function withSelection(chosen: ReadonlySet<string>, ids: readonly string[], on: boolean): Set<string> {
  const next = new Set(chosen);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}
