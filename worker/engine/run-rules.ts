import { knownTokensIn } from "./credentials/known-tokens.ts";
import type { Evidence, Finding } from "./finding.ts";
import { fingerprint } from "./fingerprint.ts";
import { listening, type Question } from "./lookups.ts";
import { type ContextFacts, createContext } from "./model/context.ts";
import type { RepositoryModel } from "./model/repository.ts";
import { SourceFile } from "./model/source-file.ts";
import type { Hit, Rule, RuleContext } from "./rule.ts";
import { suppress } from "./suppress/suppress.ts";

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

/** A finding that a comment in the file, or a setting beside it, ignores. It counts nowhere and is listed with its reason. */
export interface Suppressed {
  readonly finding: Finding;
  /** Empty when nobody said. */
  readonly reason: string;
}

/** A rule that could not say all it might, and what nobody answered. */
export interface UnknownAnswer {
  readonly rule: string;
  readonly question: Question;
  /** How many times it was asked in vain. */
  readonly count: number;
  /** The first thing it was asked about; empty for questions about the repository. */
  readonly about: string;
}

export interface RunResult {
  readonly located: readonly Located[];
  readonly suppressed: readonly Suppressed[];
  readonly unknown: readonly UnknownAnswer[];
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
  const run = new Run(repository, options);
  for (const rule of options.rules) if (rule.meta.profile !== "strict" || options.facts.strict) run.check(rule);
  return run.result();
}

class Run {
  readonly #repository: RepositoryModel;
  readonly #facts: ContextFacts;
  readonly #narrow: RuleContext;
  #whole: RuleContext | null;
  readonly #located: Located[] = [];
  readonly #suppressed: Suppressed[] = [];
  readonly #unknown: { -readonly [K in keyof UnknownAnswer]: UnknownAnswer[K] }[] = [];
  readonly #failures: RuleFailure[] = [];
  #rule = "";

  constructor(repository: RepositoryModel, { facts, only }: RunOptions) {
    this.#repository = repository;
    const lookups = listening(facts.lookups, (question, about) => this.#hear(question, about));
    this.#facts = { ...facts, lookups };
    this.#narrow = createContext(repository, this.#facts, only);
    this.#whole = only ? null : this.#narrow;
  }

  check(rule: Rule): void {
    this.#rule = rule.meta.id;
    try {
      const context = rule.meta.scope === "repository" ? this.#wholeContext() : this.#narrow;
      this.#locate(rule, hitsOf(rule.check(context)));
    } catch (error) {
      const reason = `The rule failed on this repository and was left out: ${wordsOf(error)}`;
      this.#failures.push({ rule: rule.meta.id, reason });
    }
  }

  result(): RunResult {
    return {
      located: this.#located.sort(byPlace),
      suppressed: this.#suppressed.sort(byPlace),
      unknown: this.#unknown,
      failures: this.#failures,
    };
  }

  #wholeContext(): RuleContext {
    this.#whole ??= createContext(this.#repository, this.#facts);
    return this.#whole;
  }

  #hear(question: Question, about: string): void {
    const rule = this.#rule;
    const known = this.#unknown.findLast((answer) => answer.rule !== rule || answer.question === question);
    if (known?.rule === rule) known.count += 1;
    else this.#unknown.push({ rule, question, about, count: 1 });
  }

  /** Anchors that repeat are numbered before anything is suppressed, so that a comment changes no other fingerprint. */
  #locate(rule: Rule, hits: readonly Hit[]): void {
    if (hits.length === 0) return;
    const seen = new Map<string, number>();
    for (const hit of hits) {
      const place = `${hit.path}\0${hit.anchor}`;
      const count = (seen.get(place) ?? 0) + 1;
      seen.set(place, count);
      this.#add(rule, count === 1 ? hit : { ...hit, anchor: `${hit.anchor}#${count}` });
    }
  }

  #add(rule: Rule, hit: Hit): void {
    const open = suppress(this.#repository, rule.meta.id, hit);
    if ("anchor" in open) this.#located.push({ finding: toFinding(this.#repository, rule, open), hit: open, rule });
    else this.#suppressed.push({ finding: toFinding(this.#repository, rule, hit), reason: open.reason });
  }
}

const NONE: readonly Hit[] = [];

/** All hits, without an array of its own for the many rules that have none. */
function hitsOf(found: Iterable<Hit>): readonly Hit[] {
  let hits: Hit[] | null = null;
  for (const hit of found) {
    if (hits === null) hits = [hit];
    else hits.push(hit);
  }
  return hits ?? NONE;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
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
    if (!file) return [];
    const own = path === hit.path ? (hit.redact ?? []) : [];
    // Whatever rule quotes the line: nobody should find a working token in a report.
    return [file.quote(at, [...knownTokensIn(file), ...own])];
  });
}

function byPlace(a: Pick<Located, "finding">, b: Pick<Located, "finding">): number {
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
