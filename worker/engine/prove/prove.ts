import { applyToFiles } from "../edit/apply-edits.ts";
import { type FixClass, type Receipt, type ReceiptCheck, type Remediation, SEVERITIES } from "../finding.ts";
import { sha256Hex } from "../fingerprint.ts";
import type { ContextFacts } from "../model/context.ts";
import { isDockerfilePath } from "../model/docker/dockerfile.ts";
import { readInstructions } from "../model/docker/instructions.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { FixDraft, Rule } from "../rule.ts";
import { type Located, runRules } from "../run-rules.ts";
import { suppressionsOf } from "../suppress/suppressions.ts";
import { RULE_SET_VERSION } from "../version.ts";
import { platformProblems } from "./platform-problems.ts";
import { staysInReach } from "./reach.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { isUntouchedElsewhere } from "./untouched.ts";

/** What a proof needs to know of the run that found the finding. */
export interface ProofGround {
  readonly repository: RepositoryModel;
  readonly facts: ContextFacts;
  readonly rules: readonly Rule[];
  /** Every finding of the unpatched repository. */
  readonly located: readonly Located[];
}

export interface Claim {
  readonly rule: string;
  readonly fixClass: FixClass;
  /** Findings that must be gone afterwards. */
  readonly resolves: readonly Located[];
  readonly draft: FixDraft;
}

export type Proof =
  | { readonly ok: true; readonly remediation: Remediation }
  | { readonly ok: false; readonly reason: string; readonly checks: readonly ReceiptCheck[] };

const FAILURES: Readonly<Record<ReceiptCheck["name"], string>> = {
  parses: "the changed file would no longer be readable",
  valid_for_platform: "the changed file would have a problem that it did not have",
  finding_gone: "the finding would still be there",
  no_new_finding: "the change would raise another finding",
  untouched_elsewhere: "the change would reach further than the lines it names",
  idempotent: "a second run would change the file again",
};

/** Applies a draft to a copy of the repository and keeps it only if every check of the receipt holds. */
export function prove(ground: ProofGround, claim: Claim): Proof {
  const texts = new Map(ground.repository.snapshot.files.map(({ path, text }) => [path, text]));
  const before = new Map(texts);
  for (const { path } of claim.draft.edits) if (!ground.repository.has(path)) before.set(path, "");
  const after = applyToFiles(before, claim.draft.edits);
  if (!after || after.size === 0) return { ok: false, reason: "The edits of the fix do not fit the file.", checks: [] };
  if ([...after].every(([path, text]) => before.get(path) === text)) {
    return { ok: false, reason: "The fix would change nothing.", checks: [] };
  }
  const patched = ground.repository.patched(after);
  const touched = new Set(after.keys());
  const { checks, old, now } = runChecks({ ground, claim, patched, touched });
  const failed = checks.find((check) => !check.passed);
  if (failed) return { ok: false, reason: `No fix is offered: ${FAILURES[failed.name]}.`, checks };
  const receipt: Receipt = {
    ruleSetVersion: RULE_SET_VERSION,
    files: [...after]
      .sort()
      .map(([path, text]) => ({ path, before: sha256Hex(before.get(path) ?? ""), after: sha256Hex(text) })),
    findingsBefore: ground.located.length,
    findingsAfter: ground.located.length - old.length + now.length,
    resolved: resolvedBy(claim, old, now),
    checks,
  };
  return { ok: true, remediation: toRemediation(claim, unifiedDiff(texts, after), receipt) };
}

interface Comparison {
  readonly ground: ProofGround;
  readonly claim: Claim;
  readonly patched: RepositoryModel;
  readonly touched: ReadonlySet<string>;
}

/** Compares only what the edits can have changed: the touched files, and rules that look across files. */
function runChecks(comparison: Comparison): { checks: ReceiptCheck[]; old: Located[]; now: readonly Located[] } {
  const { ground, claim, patched, touched } = comparison;
  const old = ground.located.filter(
    ({ finding, rule }) => touched.has(finding.path) || rule.meta.scope === "repository",
  );
  const { located: now } = runRules(patched, { rules: ground.rules, facts: ground.facts, only: touched });
  const remaining = new Map(now.map((item) => [item.finding.fingerprint, item]));
  const isGone =
    claim.resolves.every(({ finding }) => !remaining.has(finding.fingerprint)) && !silencesMore(comparison);
  const checks: ReceiptCheck[] = [
    { name: "parses", passed: stillParses(comparison) },
    { name: "valid_for_platform", passed: addsNoProblem(comparison) },
    { name: "finding_gone", passed: isGone },
    { name: "no_new_finding", passed: addsNoFinding(old, now, claim) },
    {
      name: "untouched_elsewhere",
      passed: [...touched].every((path) => isUntouched(comparison, path)),
    },
    { name: "idempotent", passed: isGone && !wantsMore(claim, remaining) },
  ];
  return { checks, old, now };
}

/** An ignore comment makes a finding silent, not gone. */
function silencesMore({ ground, patched, touched }: Comparison): boolean {
  const count = (repository: RepositoryModel, path: string) => {
    const file = repository.file(path);
    return file ? suppressionsOf(file).length : 0;
  };
  return [...touched].some((path) => count(patched, path) > count(ground.repository, path));
}

function stillParses({ ground, patched, touched }: Comparison): boolean {
  return [...touched].every((path) => {
    if (/\.json$/.test(path)) return patched.json(path) !== undefined || ground.repository.json(path) === undefined;
    if (isDockerfilePath(path)) return hasSameInstructions(ground.repository, patched, path);
    if (!/\.ya?ml$/.test(path)) return true;
    const wasBroken = ground.repository.broken.some((file) => file.path === path);
    return patched.yaml(path)?.ok === true && (wasBroken || !patched.broken.some((file) => file.path === path));
  });
}

/** No fix of a Dockerfile adds or removes an instruction, or makes another of one. */
function hasSameInstructions(before: RepositoryModel, after: RepositoryModel, path: string): boolean {
  const keywords = (repository: RepositoryModel) =>
    readInstructions(repository.file(path)?.text ?? "").map(({ keyword }) => keyword);
  return keywords(before).join(" ") === keywords(after).join(" ");
}

function addsNoProblem({ ground, patched, touched }: Comparison): boolean {
  return [...touched].every((path) => {
    const known = countOf(platformProblems(ground.repository, path));
    return [...countOf(platformProblems(patched, path))].every(
      ([problem, count]) => count <= (known.get(problem) ?? 0),
    );
  });
}

function countOf(problems: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return counts;
}

function addsNoFinding(old: readonly Located[], now: readonly Located[], claim: Claim): boolean {
  const revealing = claim.resolves.filter(({ rule }) => rule.meta.reveals);
  const mildest = Math.max(...revealing.map(({ finding }) => SEVERITIES.indexOf(finding.severity)), -1);
  const known = new Map(old.map(({ finding }) => [finding.fingerprint, finding.severity]));
  const causes = new Set(old.map(({ hit }) => hit.cause).filter((cause) => cause !== undefined));
  return now.every(
    ({ finding, hit }) =>
      known.get(finding.fingerprint) === finding.severity ||
      (hit.cause !== undefined && causes.has(hit.cause)) ||
      (revealing.length > 0 && SEVERITIES.indexOf(finding.severity) > mildest),
  );
}

function isUntouched({ ground, patched, claim }: Comparison, path: string): boolean {
  const [old, now] = [ground.repository.yaml(path), patched.yaml(path)];
  if (!/\.ya?ml$/.test(path) || !old?.ok || !now?.ok) return true;
  const text = ground.repository.file(path)?.text ?? "";
  const edits = claim.draft.edits.filter((edit) => edit.path === path);
  return (
    isUntouchedElsewhere(
      { text, roots: old.documents.map(({ root }) => root) },
      { text: patched.file(path)?.text ?? "", roots: now.documents.map(({ root }) => root) },
      edits,
    ) && staysInReach({ before: ground.repository, after: patched, path, resolves: claim.resolves })
  );
}

/** True when the rule, run on the patched files, would again edit for a finding that this fix resolved. */
function wantsMore(claim: Claim, remaining: ReadonlyMap<string, Located>): boolean {
  return claim.resolves.some(({ finding }) => {
    const outcome = remaining.get(finding.fingerprint)?.hit.fix?.();
    return outcome !== undefined && "edits" in outcome && outcome.edits.length > 0;
  });
}

/** What the claim names first, then whatever else is gone. */
function resolvedBy(claim: Claim, old: readonly Located[], now: readonly Located[]): string[] {
  const remaining = new Set(now.map(({ finding }) => finding.fingerprint));
  const gone = old.map(({ finding }) => finding.fingerprint).filter((print) => !remaining.has(print));
  return [...new Set([...claim.resolves.map(({ finding }) => finding.fingerprint), ...gone])];
}

function toRemediation(claim: Claim, diff: string, receipt: Receipt): Remediation {
  const { draft } = claim;
  return {
    rule: claim.rule,
    fixClass: draft.fixClass ?? claim.fixClass,
    resolves: receipt.resolved,
    title: draft.title,
    explanation: draft.explanation,
    edits: draft.edits.toSorted((a, b) => (a.path === b.path ? a.start - b.start : a.path < b.path ? -1 : 1)),
    diff,
    receipt,
  };
}
