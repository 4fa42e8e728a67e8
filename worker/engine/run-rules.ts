import type { Evidence, Finding } from "./finding.ts";
import { fingerprint } from "./fingerprint.ts";
import { type ContextFacts, createContext } from "./model/context.ts";
import type { RepositoryModel } from "./model/repository.ts";
import { SourceFile } from "./model/source-file.ts";
import type { Hit, Rule, RuleContext } from "./rule.ts";

const MAX_EVIDENCE = 10;

/** A finding with what is needed to draft its fix. */
export interface Located {
  readonly finding: Finding;
  readonly hit: Hit;
  readonly rule: Rule;
}

/** A rule that threw: a bug of ours, reported instead of a crash. */
export interface RuleFailure {
  readonly rule: string;
  readonly reason: string;
}

export interface RunResult {
  readonly located: readonly Located[];
  readonly failures: readonly RuleFailure[];
}

export interface RunOptions {
  readonly rules: readonly Rule[];
  readonly facts: ContextFacts;
  /** Only these paths for rules that look at each file alone; rules across files always see everything. */
  readonly only?: ReadonlySet<string>;
}

/** Runs rules over a model. Sorted by path, line, column, rule; a rule that throws loses its hits and is named. */
export function runRules(repository: RepositoryModel, options: RunOptions): RunResult {
  const { facts } = options;
  const narrow = createContext(repository, facts, options.only);
  let whole: RuleContext | undefined;
  const located: Located[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of options.rules) {
    if (rule.meta.profile === "strict" && !facts.strict) continue;
    try {
      if (rule.meta.scope === "repository" && options.only) whole ??= createContext(repository, facts);
      const hits = [...rule.check(rule.meta.scope === "repository" ? (whole ?? narrow) : narrow)];
      located.push(...locate(repository, rule, hits));
    } catch (error) {
      failures.push({
        rule: rule.meta.id,
        reason: `The rule failed on this repository and was left out: ${wordsOf(error)}`,
      });
    }
  }
  return { located: located.sort(byPlace), failures };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}

function locate(repository: RepositoryModel, rule: Rule, hits: readonly Hit[]): Located[] {
  const seen = new Map<string, number>();
  return hits.map((hit) => {
    const place = `${hit.path}\0${hit.anchor}`;
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    const anchor = count === 1 ? hit.anchor : `${hit.anchor}#${count}`;
    return { finding: toFinding(repository, rule, { ...hit, anchor }), hit, rule };
  });
}

function toFinding(repository: RepositoryModel, rule: Rule, hit: Hit): Finding {
  const file = repository.file(hit.path) ?? new SourceFile(hit.path, "");
  return {
    rule: rule.meta.id,
    category: rule.meta.category,
    severity: hit.severity ?? rule.meta.severity,
    path: hit.path,
    range: file.range(hit.at),
    message: hit.message,
    evidence: evidenceOf(repository, hit),
    fingerprint: fingerprint(rule.meta.id, hit.path, hit.anchor),
    fixable: false,
  };
}

function evidenceOf(repository: RepositoryModel, hit: Hit): Evidence[] {
  const places = [{ path: hit.path, at: hit.at }, ...(hit.related ?? [])].slice(0, MAX_EVIDENCE);
  return places.flatMap(({ path, at }) => {
    const file = repository.file(path);
    return file ? [file.quote(at)] : [];
  });
}

function byPlace(a: Located, b: Located): number {
  const [left, right] = [a.finding, b.finding];
  return (
    compare(left.path, right.path) ||
    left.range.line - right.range.line ||
    left.range.column - right.range.column ||
    compare(left.rule, right.rule) ||
    compare(left.fingerprint, right.fingerprint)
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
