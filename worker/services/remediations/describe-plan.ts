import type { Receipt, Severity } from "../../engine/finding.ts";
import { neutralCode, neutralProse, neutralTitle } from "./neutral-text.ts";

type DescribedFinding = {
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly severity: Severity;
};

type DescribedFix = {
  readonly rule: string;
  readonly title: string;
  readonly explanation: string;
  readonly findings: readonly DescribedFinding[];
};

export type PlanFacts = {
  readonly fixes: readonly DescribedFix[];
  readonly receipt: Receipt;
  readonly base: string;
  readonly baseCommit: string;
  /** Chosen fixes that do not go together with the others. */
  readonly left: readonly { readonly title: string; readonly reason: string }[];
};

const MAX_TITLE = 100;
const SHORT_SHA = 12;

const CHECKS: Readonly<Record<Receipt["checks"][number]["name"], string>> = {
  parses: "Every changed file still parses",
  valid_for_platform: "Every changed file is still valid for its platform",
  finding_gone: "The findings above are gone",
  no_new_finding: "No new finding of any severity appears",
  untouched_elsewhere: "Every job, step and comment outside the edits is unchanged",
  idempotent: "Fixing a second time changes nothing",
};

/** Title and body of a pull request, written for its reviewers. Text from the repository is neutralised. */
export function describePlan(facts: PlanFacts): { title: string; body: string } {
  const sections = [
    introduction(facts),
    ...facts.fixes.map(fixSection),
    ...leftSection(facts),
    receiptSection(facts),
    verifySection(facts),
  ];
  return { title: titleOf(facts), body: `${sections.join("\n\n")}\n` };
}

function titleOf({ fixes, receipt }: PlanFacts): string {
  const [only] = fixes;
  const [file] = receipt.files;
  const place = receipt.files.length === 1 && file ? file.path : `${receipt.files.length} files`;
  const words = fixes.length === 1 && only ? only.title : `Fix ${findingCount(fixes)} pipeline findings in ${place}`;
  const title = neutralTitle(words);
  return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1).trimEnd()}…` : title;
}

function findingCount(fixes: readonly DescribedFix[]): number {
  return fixes.reduce((sum, fix) => sum + fix.findings.length, 0);
}

function introduction({ fixes, receipt }: PlanFacts): string {
  const count = findingCount(fixes);
  const findings = count === 1 ? "1 finding" : `${count} findings`;
  const files = receipt.files.length === 1 ? "1 file" : `${receipt.files.length} files`;
  return [
    "## What this changes",
    `AutoDevOps resolves ${findings} by editing ${files}. The edits were proved on a copy of the repository before they were offered; the receipt below says how.`,
  ].join("\n\n");
}

function fixSection(fix: DescribedFix): string {
  const places = fix.findings.map(
    ({ path, line, severity, message }) =>
      `- ${neutralCode(`${path}:${line}`)} (${severity}): ${neutralProse(message)}`,
  );
  return [
    `### ${neutralProse(fix.title)}`,
    paragraphs(fix.explanation),
    `Found by the rule ${neutralCode(fix.rule)}:`,
    places.join("\n"),
  ].join("\n\n");
}

function leftSection({ left }: PlanFacts): string[] {
  if (left.length === 0) return [];
  const items = left.map(({ title, reason }) => `- ${neutralProse(title)}: ${neutralProse(reason)}`);
  return ["## Left out", items.join("\n")];
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(neutralProse)
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

function receiptSection({ receipt, base, baseCommit }: PlanFacts): string {
  const files = receipt.files.map(
    ({ path, before, after }) => `| ${tableCode(path)} | ${shortHash(before)} | ${shortHash(after)} |`,
  );
  const checks = receipt.checks.map(({ name, passed }) => `| ${CHECKS[name]} | ${passed ? "yes" : "**no**"} |`);
  return [
    "## Receipt",
    ["| File | SHA-256 before | SHA-256 after |", "| --- | --- | --- |", ...files].join("\n"),
    ["| Check | Holds |", "| --- | --- |", ...checks].join("\n"),
    `Findings in the repository: ${receipt.findingsBefore} before, ${receipt.findingsAfter} after. Rule set ${neutralCode(receipt.ruleSetVersion)}, based on commit ${shortHash(baseCommit)} of ${neutralCode(base)}.`,
  ].join("\n\n");
}

function verifySection({ receipt }: PlanFacts): string {
  const [file] = receipt.files;
  const hash = file
    ? [`- Run ${neutralCode(`sha256sum ${file.path}`)} on this branch and compare it with the receipt.`]
    : [];
  return [
    "## How to verify",
    [
      "- Read the diff: it holds the edits above and nothing else.",
      "- Let the pipelines of this branch run before you merge.",
      `- Run ${neutralCode("npx autodevops audit .")} on this branch: it reports the findings that remain.`,
      ...hash,
    ].join("\n"),
  ].join("\n\n");
}

function shortHash(hash: string): string {
  return neutralCode(hash.slice(0, SHORT_SHA));
}

/** Inside a table a bar ends the cell, in code too. */
function tableCode(text: string): string {
  return neutralCode(text).replaceAll("|", "\\|");
}
