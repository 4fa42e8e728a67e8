import type { Edit, Finding, Range, Remediation, Scores, Severity } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { RULES } from "../rules/index.ts";

/** What the log says of a finding. Without `endColumn` its region ends with the end of its last line. */
export type SarifFinding = Pick<
  Finding,
  "rule" | "category" | "severity" | "message" | "path" | "fingerprint" | "fixable"
> & {
  readonly range: Omit<Range, "endColumn"> & { readonly endColumn?: number };
  /** Set aside with a reason: the log keeps it, marked as suppressed. */
  readonly waived?: boolean;
  /** Ignored by a comment in the file, with what the comment says. */
  readonly ignored?: string;
};

/** The results of one analysis; an `AnalysisResult` is one. */
export interface SarifRun {
  readonly ruleSetVersion: string;
  readonly scores: Scores;
  readonly findings: readonly SarifFinding[];
  /** Proved fixes; each goes to the findings that it resolves. */
  readonly remediations?: readonly Pick<Remediation, "title" | "resolves" | "edits">[];
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/** GitHub's code scanning sorts alerts by this number, CVSS-like. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.5",
  info: "0.0",
};

/** A SARIF 2.1.0 log with one run for each result. Paths are relative to the repository's root. */
export function toSarif(results: readonly SarifRun[], toolVersion: string): object {
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: results.map((result) => toRun(result, toolVersion)),
  };
}

function toRun(result: SarifRun, toolVersion: string): object {
  const used = new Set(result.findings.map((finding) => finding.rule));
  const rules = RULES.filter((rule) => used.has(rule.meta.id));
  const indexes = new Map(rules.map((rule, index) => [rule.meta.id, index]));
  return {
    tool: {
      driver: {
        name: "AutoDevOps",
        version: toolVersion,
        semanticVersion: toolVersion,
        rules: rules.map(toDescriptor),
      },
    },
    columnKind: "utf16CodeUnits",
    properties: { ruleSetVersion: result.ruleSetVersion, scores: result.scores },
    results: result.findings.map((finding) => ({
      ...toResult(finding, indexes.get(finding.rule)),
      ...fixesOf(finding, result.remediations ?? []),
    })),
  };
}

/** Regions by offset: UTF-16 units from the start of the file, as `columnKind` says. */
function fixesOf({ fingerprint }: SarifFinding, remediations: NonNullable<SarifRun["remediations"]>): object {
  const fixes = remediations
    .filter(({ resolves }) => resolves.includes(fingerprint))
    .map(({ title, edits }) => ({ description: { text: title }, artifactChanges: changesOf(edits) }));
  return fixes.length === 0 ? {} : { fixes };
}

function changesOf(edits: readonly Edit[]): object[] {
  return [...new Set(edits.map(({ path }) => path))].map((path) => ({
    artifactLocation: locationOf(path),
    replacements: edits
      .filter((edit) => edit.path === path)
      .map(({ start, end, text }) => ({
        deletedRegion: { charOffset: start, charLength: end - start },
        insertedContent: { text },
      })),
  }));
}

function locationOf(path: string): object {
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

function toDescriptor({ meta }: Rule): object {
  return {
    id: meta.id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.docs.what },
    help: { text: meta.docs.fix, markdown: `${meta.docs.why}\n\n${meta.docs.fix}` },
    defaultConfiguration: { level: LEVELS[meta.severity] },
    properties: {
      tags: [meta.category],
      ...(meta.category === "security" ? { "security-severity": SECURITY_SEVERITY[meta.severity] } : {}),
    },
  };
}

function toResult(finding: SarifFinding, ruleIndex: number | undefined): object {
  const { line, column, endLine, endColumn } = finding.range;
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(finding.path),
          region: { startLine: line, startColumn: column, endLine, ...(endColumn === undefined ? {} : { endColumn }) },
        },
      },
    ],
    ...suppressionsFor(finding),
    fingerprints: { "autodevops/v1": finding.fingerprint },
    partialFingerprints: { "autodevops/v1": finding.fingerprint },
    properties: { severity: finding.severity, category: finding.category, fixable: finding.fixable },
  };
}

function suppressionsFor({ waived, ignored }: SarifFinding): object {
  if (waived) return { suppressions: [{ kind: "external" }] };
  if (ignored === undefined) return {};
  return { suppressions: [{ kind: "inSource", ...(ignored === "" ? {} : { justification: ignored }) }] };
}
