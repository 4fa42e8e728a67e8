import type { AnalysisResult } from "../analyze.ts";
import { type Finding, type Remediation, SEVERITIES } from "../finding.ts";

/** One audited folder or repository under the name that the report gives it. */
export interface Reported {
  readonly name: string;
  readonly result: AnalysisResult;
}

/** A report for pull requests, job summaries and wikis: GitHub-flavoured Markdown. */
export function toMarkdown(reports: readonly Reported[]): string {
  return `${["# CI/CD audit", ...reports.map((report) => section(report, reports.length > 1))].join("\n\n")}\n`;
}

function section({ name, result }: Reported, isOneOfMany: boolean): string {
  const { findings, remediations, scores, suppressed, notes } = result;
  const parts = [
    isOneOfMany ? `## ${text(name)}` : null,
    `**Health ${scores.overall}/100**: security ${shown(scores.security)}, CI/CD ${shown(scores.ci_cd)}, performance ${shown(scores.performance)}, quality ${shown(scores.quality)}. ${counted(findings)}`,
    findings.length > 0 ? table(findings) : null,
    suppressed.length > 0 ? `${suppressed.length} more ignored by comments or settings in the repository.` : null,
    ...notes.map(({ detail }) => `> ${text(detail)}`),
    remediations.length > 0 ? fixes(remediations) : null,
  ];
  return parts.filter((part) => part !== null).join("\n\n");
}

function shown(score: number | null): string {
  return score === null ? "–" : String(score);
}

function counted(findings: readonly Finding[]): string {
  if (findings.length === 0) return "No findings.";
  const counts = SEVERITIES.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? "" : `${count} ${severity}`;
  });
  const words = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  return `${words}: ${counts.filter(Boolean).join(", ")}.`;
}

function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ severity, rule, path, range, message, fixable }) =>
    [severity, `\`${rule}\``, `${code(path)}:${range.line}`, text(message), fixable ? "yes" : ""].join(" | "),
  );
  const head = ["| Severity | Rule | Place | Finding | Proved fix |", "| --- | --- | --- | --- | --- |"];
  return [...head, ...rows.map((row) => `| ${row} |`)].join("\n");
}

function fixes(remediations: readonly Remediation[]): string {
  const blocks = remediations.map(({ title, fixClass, explanation, diff }) => {
    const fence = "`".repeat(Math.max(3, longestRun(diff) + 1));
    return `<details><summary>${html(title)} (${fixClass})</summary>\n\n${explanation}\n\n${fence}diff\n${diff.trimEnd()}\n${fence}\n\n</details>`;
  });
  return ["### Proved fixes", ...blocks].join("\n\n");
}

function longestRun(source: string): number {
  return Math.max(0, ...[...source.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Texts of a repository must not become markup: line breaks, pipes and tags are made harmless. */
function text(source: string): string {
  return html(source).replace(/\s+/g, " ").replaceAll("|", "\\|");
}

function html(source: string): string {
  return source.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function code(path: string): string {
  return `\`${path.replace(/[`|\s]/g, "\ufffd")}\``;
}
