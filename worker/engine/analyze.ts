import type { Category, Finding, Remediation, Scores } from "./finding.ts";
import type { Lookups } from "./lookups.ts";
import type { ContextFacts } from "./model/context.ts";
import { RepositoryModel } from "./model/repository.ts";
import { detectStack } from "./profile/detect-stack.ts";
import type { StackProfile } from "./profile/stack-profile.ts";
import { type ProofGround, prove } from "./prove/prove.ts";
import type { Rule, RuleProfile } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { type Located, type RuleFailure, runRules, type Suppressed, type UnknownAnswer } from "./run-rules.ts";
import { score } from "./score.ts";
import type { Snapshot, SnapshotNote } from "./snapshot.ts";
import { RULE_SET_VERSION } from "./version.ts";

/** A finding set aside with a reason elsewhere; it stays in the list but does not count in scores. */
interface Waiver {
  readonly fingerprint: string;
}

export interface AnalyzeOptions {
  /** Milliseconds since the epoch: some tables have dates. */
  readonly now: number;
  readonly lookups: Lookups;
  readonly profile?: RuleProfile;
  /** Only rules of these categories; absent: all. */
  readonly categories?: readonly Category[];
  readonly waivers?: readonly Waiver[];
  /** Replaces the built-in rules, for tests of one rule. */
  readonly rules?: readonly Rule[];
}

export interface AnalysisResult {
  readonly ruleSetVersion: string;
  readonly profile: StackProfile;
  readonly findings: readonly Finding[];
  readonly remediations: readonly Remediation[];
  readonly scores: Scores;
  readonly notes: readonly SnapshotNote[];
  /** Findings that a comment or setting in the repository ignores; in no list above and in no score. */
  readonly suppressed: readonly Suppressed[];
  /** What rules asked outside and nobody answered: neither a finding nor its absence. */
  readonly unknown: readonly UnknownAnswer[];
  /** Fixes that were not offered, and rules that failed, each with the reason. */
  readonly dropped: readonly RuleFailure[];
}

/** Audits one snapshot. Pure and deterministic; never throws, whatever the files hold. */
export function analyze(snapshot: Snapshot, options: AnalyzeOptions): AnalysisResult {
  const ground = prepare(snapshot, options);
  const { proved, dropped } = proveAll(ground);
  const fixable = new Set(proved.flatMap((remediation) => remediation.resolves));
  const findings = ground.located.map(({ finding }) => ({ ...finding, fixable: fixable.has(finding.fingerprint) }));
  const waived = new Set(options.waivers?.map((waiver) => waiver.fingerprint));
  const counted = findings.filter((finding) => !waived.has(finding.fingerprint));
  return {
    ruleSetVersion: RULE_SET_VERSION,
    profile: detectStack(ground.repository),
    findings,
    remediations: proved,
    scores: score(counted, hasPipeline(ground.repository)),
    notes: snapshot.notes,
    suppressed: ground.suppressed,
    unknown: ground.unknown,
    dropped: [...ground.failures, ...dropped],
  };
}

interface Ground extends ProofGround {
  readonly failures: readonly RuleFailure[];
  readonly suppressed: readonly Suppressed[];
  readonly unknown: readonly UnknownAnswer[];
}

/** Parses a snapshot and runs the rules, without drafting any fix: the ground on which fixes are proved. */
export function prepare(snapshot: Snapshot, options: AnalyzeOptions): Ground {
  const repository = new RepositoryModel(snapshot);
  const facts: ContextFacts = {
    lookups: options.lookups,
    now: options.now,
    strict: options.profile === "strict",
  };
  const wanted = options.categories;
  const rules = (options.rules ?? RULES).filter((rule) => wanted?.includes(rule.meta.category) ?? true);
  return { repository, facts, rules, ...runRules(repository, { rules, facts }) };
}

function proveAll(ground: ProofGround): { proved: Remediation[]; dropped: RuleFailure[] } {
  const proved: Remediation[] = [];
  const dropped: RuleFailure[] = [];
  for (const located of ground.located) {
    const outcome = proveOne(ground, located);
    if (outcome === null) continue;
    if ("reason" in outcome) dropped.push({ rule: located.finding.rule, reason: outcome.reason });
    else proved.push(outcome);
  }
  return { proved, dropped };
}

function proveOne(ground: ProofGround, located: Located): Remediation | { reason: string } | null {
  const { fixClass, id } = located.rule.meta;
  if (!located.hit.fix || fixClass === "none") return null;
  try {
    const draft = located.hit.fix();
    if ("abstain" in draft) return { reason: draft.abstain };
    const proof = prove(ground, { rule: id, fixClass, resolves: [located], draft });
    return proof.ok ? proof.remediation : { reason: proof.reason };
  } catch (error) {
    const words = error instanceof Error ? error.message : "unknown error";
    return { reason: `The fixer failed on this file and was left out: ${words}` };
  }
}

function hasPipeline(repository: RepositoryModel): boolean {
  return (
    repository.workflows.length + repository.actions.length + repository.broken.length > 0 ||
    repository.has(".gitlab-ci.yml") ||
    repository.has(".circleci/config.yml")
  );
}
