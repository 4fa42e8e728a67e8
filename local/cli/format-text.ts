import type { AnalysisResult } from "../../worker/engine/analyze.ts";
import { type Finding, type Scores, SEVERITIES, type Severity } from "../../worker/engine/finding.ts";
import type { Audited } from "./audited.ts";

const COLOURS: Readonly<Record<Severity, number>> = { critical: 35, high: 31, medium: 33, low: 36, info: 90 };

/** For people: each finding with its line and a caret, then a summary. `withColours`: ANSI sequences. */
export function formatText(audits: readonly Audited[], withColours: boolean): string {
  const paint = (code: number, text: string) => (withColours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return audits.map((audit) => formatOne(audit, { paint, isOneOfMany: audits.length > 1 })).join("\n");
}

interface Style {
  readonly paint: (code: number, text: string) => string;
  readonly isOneOfMany: boolean;
}

function formatOne({ dir, result, fixed }: Audited, { paint, isOneOfMany }: Style): string {
  const head = isOneOfMany ? [paint(1, `${printable(dir)}:`), ""] : [];
  const findings = result.findings.flatMap((finding) => formatFinding(finding, paint));
  const notes = result.notes.map((note) => `Note: ${printable(note.detail)}`);
  const done = fixed ? [`Fixed ${count(fixed.findings, "finding")} in ${count(fixed.files.length, "file")}.`] : [];
  return [...head, ...findings, ...notes, ...done, summary(result), ""].join("\n");
}

function formatFinding(finding: Finding, paint: Style["paint"]): string[] {
  const { line, column } = finding.range;
  const severity = paint(COLOURS[finding.severity], finding.severity);
  const fixable = finding.fixable ? paint(32, " [fix available]") : "";
  const place = `${printable(finding.path)}:${line}:${column}:`;
  return [
    `${place} ${severity} ${paint(1, finding.rule)}: ${printable(finding.message)}${fixable}`,
    ...excerpt(finding, paint),
    "",
  ];
}

/** The finding's first line with a caret under its range. */
function excerpt({ range, evidence }: Finding, paint: Style["paint"]): string[] {
  const source = evidence[0]?.quote.split("\n")[0];
  if (!source) return [];
  const text = source.replaceAll("\t", " ");
  const end = range.endLine === range.line ? range.endColumn : text.length + 1;
  const width = Math.max(1, Math.min(end, text.length + 1) - range.column);
  const gutter = String(range.line);
  const caret = " ".repeat(range.column - 1) + paint(31, "^".repeat(width));
  return [`  ${gutter} | ${printable(text)}`, `  ${" ".repeat(gutter.length)} | ${caret}`];
}

function summary({ findings, scores, suppressed }: AnalysisResult): string {
  const counts = SEVERITIES.map(
    (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
  );
  const parts = counts.filter(([count]) => count > 0).map(([count, severity]) => `${count} ${severity}`);
  const fixable = findings.filter((finding) => finding.fixable).length;
  const found = count(findings.length, "finding");
  const line = findings.length === 0 ? "No findings." : `${found} (${parts.join(", ")}), ${fixable} with a proved fix.`;
  const ignored = suppressed.length > 0 ? `\n${suppressed.length} more ignored by comments or settings.` : "";
  return `${line}${ignored}\nHealth ${scores.overall}/100: ${axes(scores)}`;
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}

function axes({ security, ci_cd, performance, quality }: Scores): string {
  const rows = [
    ["security", security],
    ["ci/cd", ci_cd],
    ["performance", performance],
    ["quality", quality],
  ] as const;
  return rows.map(([name, value]) => `${name} ${value ?? "-"}`).join(", ");
}

/** Names and texts come from repositories: control characters in them must not reach a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
