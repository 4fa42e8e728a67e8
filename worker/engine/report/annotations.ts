import type { AnalysisResult } from "../analyze.ts";
import type { Finding, Severity } from "../finding.ts";

const COMMANDS: Readonly<Record<Severity, "error" | "warning" | "notice">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  info: "notice",
};

/**
 * One workflow command a finding, which GitHub shows beside the line in a pull request. Form and escapes: docs.github.com,
 * "Workflow commands for GitHub Actions".
 */
export function toAnnotations(results: readonly Pick<AnalysisResult, "findings">[]): string {
  return results.flatMap(({ findings }) => findings.map((finding) => `${annotation(finding)}\n`)).join("");
}

function annotation({ severity, rule, path, range, message }: Finding): string {
  const { line, column, endLine, endColumn } = range;
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
  const place = `file=${property(path)},line=${line},endLine=${endLine}${columns}`;
  return `::${COMMANDS[severity]} ${place},title=${property(`${rule} (${severity})`)}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
