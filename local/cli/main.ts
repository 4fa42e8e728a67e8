import { type AnalyzeOptions, analyze } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import { SEVERITIES, type Severity } from "../../worker/engine/finding.ts";
import { firstOf, type Lookups } from "../../worker/engine/lookups.ts";
import { planFixes, writeFixes } from "./apply-fixes.ts";
import type { AuditCommand } from "./audit-command.ts";
import type { Audited } from "./audited.ts";
import { type Baseline, readBaseline } from "./baseline.ts";
import { HELP, readCommandLine } from "./command-line.ts";
import { formatReport } from "./format-report.ts";
import { readLookups } from "./lookups-file.ts";
import { FolderError, readFolder, requireFolder } from "./read-folder.ts";
import { runGenerate } from "./run-generate.ts";
import { runProfile } from "./run-profile.ts";
import { UsageError } from "./usage.ts";

/** What the command may touch of the outside, so that tests can run it in their own process. */
export interface Terminal {
  readonly version: string;
  readonly withColours: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** A fix can make room for another: so many times the folder is audited again at most. */
const MAX_ROUNDS = 4;

/** Runs one command line and returns its exit code: 0 fine, 1 findings at or above the limit, 2 wrong usage or unreadable folder. */
export async function main(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    return await run(readCommandLine(args), terminal);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof FolderError)) throw error;
    terminal.error(`autodevops: ${error.message}\n`);
    return 2;
  }
}

async function run(command: ReturnType<typeof readCommandLine>, terminal: Terminal): Promise<0 | 1> {
  switch (command.kind) {
    case "audit":
      return audit(command, terminal);
    case "profile":
      await runProfile(command, terminal.out);
      return 0;
    case "generate":
      return runGenerate(command, terminal);
    case "help":
      terminal.out(HELP);
      return 0;
    case "version":
      terminal.out(`${terminal.version}\n`);
      return 0;
  }
}

/** Files and folders are checked first: with one that is wrong nothing is printed or written. */
async function audit(command: AuditCommand, terminal: Terminal): Promise<0 | 1> {
  for (const dir of command.dirs) await requireFolder(dir);
  const lookups: Lookups = command.lookups
    ? firstOf(await readLookups(command.lookups), tableLookups())
    : tableLookups();
  const baseline = command.baseline ? await readBaseline(command.baseline) : null;
  const options: AnalyzeOptions = { now: terminal.now, lookups, profile: command.isStrict ? "strict" : "default" };
  const audits: Audited[] = [];
  for (const dir of command.dirs) audits.push(withoutKnown(await auditFolder(dir, command, options), baseline));
  terminal.out(formatReport(command, audits, terminal));
  for (const { dir, left } of audits) {
    for (const reason of left) terminal.error(`autodevops: ${dir}: a fix was left out: ${reason}\n`);
  }
  const worst = Math.min(SEVERITIES.length, ...audits.map(worstOf));
  return command.failOn !== "never" && worst <= SEVERITIES.indexOf(command.failOn) ? 1 : 0;
}

async function auditFolder(dir: string, command: AuditCommand, options: AnalyzeOptions): Promise<Audited> {
  let snapshot = await readFolder(dir);
  let result = analyze(snapshot, options);
  if (command.fixes === "report") return { dir, result, fixed: null, diff: "", left: [] };
  let plan = planFixes({ snapshot, result, options }, command.fixClasses);
  const first = { diff: plan.composition.diff, left: plan.composition.left.map(({ reason }) => reason) };
  if (command.fixes === "diff") return { dir, result, fixed: null, ...first };
  const fixed = { findings: 0, files: new Set<string>() };
  for (let round = 0; round < MAX_ROUNDS && plan.texts.size > 0; round += 1) {
    await writeFixes(dir, snapshot, plan);
    fixed.findings += plan.composition.resolved.length;
    for (const path of plan.texts.keys()) fixed.files.add(path);
    snapshot = await readFolder(dir);
    result = analyze(snapshot, options);
    plan = planFixes({ snapshot, result, options }, command.fixClasses);
  }
  const left = plan.composition.left.map(({ reason }) => reason);
  return { dir, result, fixed: { findings: fixed.findings, files: [...fixed.files].sort() }, diff: "", left };
}

/** Scores stay those of the whole folder: a baseline changes what is reported, not how healthy it is. */
function withoutKnown(audited: Audited, baseline: Baseline | null): Audited {
  if (!baseline) return audited;
  const { dir, result } = audited;
  const findings = result.findings.filter(({ fingerprint }) => !baseline.has(dir, fingerprint));
  const shown = new Set(findings.map(({ fingerprint }) => fingerprint));
  const remediations = result.remediations.filter(({ resolves }) => resolves.some((print) => shown.has(print)));
  return { ...audited, result: { ...result, findings, remediations } };
}

/** Place in the list of severities; its length for none. */
function worstOf({ result }: Audited): number {
  const ranks = result.findings.map(({ severity }: { severity: Severity }) => SEVERITIES.indexOf(severity));
  return Math.min(SEVERITIES.length, ...ranks);
}
