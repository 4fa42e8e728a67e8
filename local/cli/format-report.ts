import { toAnnotations } from "../../worker/engine/report/annotations.ts";
import { toMarkdown } from "../../worker/engine/report/markdown.ts";
import { type SarifRun, toSarif } from "../../worker/engine/report/sarif.ts";
import type { AuditCommand } from "./audit-command.ts";
import type { Audited } from "./audited.ts";
import { formatText } from "./format-text.ts";

interface Style {
  readonly version: string;
  readonly withColours: boolean;
}

/** The whole report in the format of the command; only the diff with `--diff`. */
export function formatReport(command: AuditCommand, audits: readonly Audited[], style: Style): string {
  if (command.fixes === "diff") return audits.map(({ diff }) => diff).join("");
  switch (command.format) {
    case "text":
      return formatText(audits, style.withColours);
    case "json":
      return audits.map((audit) => `${JSON.stringify(toJson(audit))}\n`).join("");
    case "markdown":
      return toMarkdown(audits.map(({ dir, result }) => ({ name: dir, result })));
    case "github":
      return toAnnotations(audits.map(({ result }) => result));
    case "sarif":
      return `${JSON.stringify(toSarif(audits.map(toRun), style.version), null, 2)}\n`;
  }
}

function toRun({ result }: Audited): SarifRun {
  const ignored = result.suppressed.map(({ finding, reason }) => ({ ...finding, ignored: reason }));
  return { ...result, findings: [...result.findings, ...ignored] };
}

function toJson({ dir, result, fixed }: Audited): object {
  const findings = result.findings.map(
    ({ rule, category, path, range, severity, message, fixable, fingerprint, evidence }) => {
      const { line, endLine, column, endColumn } = range;
      const place = { path, line, endLine, column, endColumn };
      return { rule, category, ...place, severity, message, fixable, fingerprint, evidence };
    },
  );
  const suppressed = result.suppressed.map(({ finding, reason }) => {
    const { rule, path, range, fingerprint } = finding;
    return { rule, path, line: range.line, fingerprint, reason };
  });
  const { scores, notes, ruleSetVersion, unknown, remediations, dropped } = result;
  const fixes = remediations.map(({ rule, fixClass, title, explanation, resolves, edits, diff, receipt }) => {
    return { rule, fixClass, title, explanation, resolves, edits, diff, receipt };
  });
  const rest = { suppressed, unknown, remediations: fixes, dropped };
  return { dir, findings, scores, notes, ruleSetVersion, ...(fixed ? { fixed } : {}), ...rest };
}
