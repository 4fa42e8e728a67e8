import type { Category, Recommendation, Remediation, Severity } from "../../api-types.ts";

export const SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export const CATEGORIES = ["security", "ci_cd", "performance", "quality"] as const;

export const ORIGINS = ["rule", "ai"] as const;
export type Origin = (typeof ORIGINS)[number];

export type FindingFilter = {
  readonly severity: Severity | "all";
  readonly category: Category | "all";
  readonly origin: Origin | "all";
};

/** All hits of one rule, or what a model claims under one title; worst first. */
export type FindingGroup = {
  readonly origin: Origin;
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

/** Claims on one topic can say different things, so their titles part them. */
function groupKey({ origin, rule, title }: Recommendation): string {
  return origin === "ai" ? `ai ${rule} ${title}` : rule;
}

function groupOf(findings: readonly Recommendation[]): FindingGroup | undefined {
  const [first] = findings;
  if (!first) return undefined;
  const { rule, origin, title, why, category } = first;
  return { rule, origin, title, why, category, severity: worst(findings), findings: [...findings].sort(byPlace) };
}

/** Groups of the findings that pass the filter: by severity, those of rules first, then by number of places and title. */
export function groupFindings(findings: readonly Recommendation[], filter: FindingFilter): FindingGroup[] {
  const groups = Map.groupBy(
    findings.filter(
      (finding) =>
        (filter.severity === "all" || finding.severity === filter.severity) &&
        (filter.category === "all" || finding.category === filter.category) &&
        (filter.origin === "all" || finding.origin === filter.origin),
    ),
    groupKey,
  );
  return [...groups.values()]
    .flatMap((hits) => groupOf(hits) ?? [])
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        ORIGINS.indexOf(a.origin) - ORIGINS.indexOf(b.origin) ||
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

/** How many findings each origin has. */
export function originCounts(findings: readonly Recommendation[]): Readonly<Record<Origin, number>> {
  const ai = findings.filter(({ origin }) => origin === "ai").length;
  return { rule: findings.length - ai, ai };
}

/** Fixes by their id and by the findings that they resolve. */
export type Fixes = ReadonlyMap<string, Remediation>;

export function fixesById(fixes: readonly Remediation[]): Fixes {
  return new Map(fixes.flatMap((fix) => [fix.id, ...fix.resolves].map((id) => [id, fix] as const)));
}

/** The proved fix of a finding, if it has one and the finding is not set aside. */
export function fixOf(finding: Recommendation, fixes: Fixes): Remediation | undefined {
  return finding.state === "waived" ? undefined : fixes.get(finding.remediation_id ?? finding.id);
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
