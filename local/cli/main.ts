import { type AnalysisResult, analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import type { Severity } from "../../worker/engine/finding.ts";
import { toSarif } from "../../worker/engine/report/sarif.ts";
import { type AuditCommand, HELP, readCommandLine, UsageError } from "./command-line.ts";
import { type Audited, formatText } from "./format-text.ts";
import { FolderError, readFolder, requireFolder } from "./read-folder.ts";

/** What the command may touch of the outside, so that tests can run it in their own process. */
export interface Terminal {
  readonly version: string;
  readonly withColours: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const RANKS: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 };

/** Runs one command line and returns its exit code: 0 fine, 1 findings at or above the limit, 2 wrong usage or unreadable folder. */
export async function main(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const command = readCommandLine(args);
    if (command.kind === "audit") return await audit(command, terminal);
    terminal.out(command.kind === "help" ? HELP : `${terminal.version}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof FolderError)) throw error;
    terminal.error(`autodevops: ${error.message}\n`);
    return 2;
  }
}

/** Folders are checked first: with one that is wrong nothing is printed. */
async function audit(command: AuditCommand, terminal: Terminal): Promise<0 | 1> {
  for (const dir of command.dirs) await requireFolder(dir);
  const lookups = tableLookups();
  const audits: Audited[] = [];
  for (const dir of command.dirs) {
    audits.push({ dir, result: analyze(await readFolder(dir), { now: terminal.now, lookups }) });
  }
  terminal.out(format(command, audits, terminal));
  const worst = Math.max(-1, ...audits.map(({ result }) => worstOf(result)));
  return command.failOn !== "never" && worst >= RANKS[command.failOn] ? 1 : 0;
}

function worstOf(result: AnalysisResult): number {
  return Math.max(-1, ...result.findings.map((finding) => RANKS[finding.severity]));
}

function format({ format: kind }: AuditCommand, audits: readonly Audited[], terminal: Terminal): string {
  if (kind === "text") return formatText(audits, terminal.withColours);
  if (kind === "json") return audits.map((audit) => `${JSON.stringify(toJson(audit))}\n`).join("");
  return `${JSON.stringify(
    toSarif(
      audits.map(({ result }) => result),
      terminal.version,
    ),
    null,
    2,
  )}\n`;
}

function toJson({ dir, result }: Audited): object {
  const findings = result.findings.map(({ rule, path, range, severity, message, fixable }) => {
    const { line, endLine, column } = range;
    return { rule, path, line, endLine, column, severity, message, fixable };
  });
  return { dir, findings, scores: result.scores, notes: result.notes };
}
