import { glob } from "./glob.ts";
import type { MatchRule, TemplateMatch } from "./template.ts";

/** What a rule can ask about a repository's files. Names as in `StackProfile`. */
export interface StackFacts {
  readonly languages: readonly string[];
  readonly packageManagers: readonly string[];
  readonly frameworks: readonly string[];
  readonly paths: readonly string[];
}

export interface MatchCandidate {
  /** `owner/name`. */
  readonly fullName: string;
  /** Null for a repository that was not read yet. */
  readonly facts: StackFacts | null;
}

export interface MatchOutcome {
  readonly outcome: "match" | "no_match" | "unknown";
  /** The condition that does not hold, or what is not known; null for a match. */
  readonly reason: string | null;
}

export interface MatchFailure {
  readonly expectation: "must_match" | "must_not_match";
  readonly pattern: string;
  /** Null where no repository fits the pattern. */
  readonly fullName: string | null;
  readonly detail: string;
}

const CONDITIONS = [
  { key: "languages", word: "language" },
  { key: "packageManagers", word: "package manager" },
  { key: "frameworks", word: "framework" },
] as const;

/** Whether a template is for a repository. A name that does not fit needs no facts. */
export function matchRepository(rule: MatchRule, { fullName, facts }: MatchCandidate): MatchOutcome {
  if (rule.names.length > 0 && !rule.names.some((pattern) => fitsName(pattern, fullName)))
    return { outcome: "no_match", reason: `Its name fits none of ${list(rule.names)}.` };
  const asksFacts = rule.paths.length > 0 || CONDITIONS.some(({ key }) => rule[key].length > 0);
  if (!asksFacts) return { outcome: "match", reason: null };
  if (facts === null) return { outcome: "unknown", reason: "It was not analysed yet, so its stack is not known." };
  const missing = missingCondition(rule, facts);
  return missing === null ? { outcome: "match", reason: null } : { outcome: "no_match", reason: missing };
}

function missingCondition(rule: MatchRule, facts: StackFacts): string | null {
  for (const { key, word } of CONDITIONS) {
    const wanted = rule[key];
    const has = new Set(facts[key].map((name) => name.toLowerCase()));
    if (wanted.length > 0 && !wanted.some((name) => has.has(name.toLowerCase())))
      return `It has no ${word} of ${list(wanted)}.`;
  }
  const tests = rule.paths.map(glob);
  const hasPath = tests.length === 0 || facts.paths.some((path) => tests.some((test) => test(path)));
  return hasPath ? null : `It has no file at ${list(rule.paths)}.`;
}

/** A pattern without a slash is about the name alone. */
function fitsName(pattern: string, fullName: string): boolean {
  const name = pattern.includes("/") ? fullName : fullName.slice(fullName.indexOf("/") + 1);
  return glob(pattern)(name);
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/** The rule on all repositories, and which of its author's expectations do not hold. */
export function testMatch<T extends MatchCandidate>(
  { rule, mustMatch, mustNotMatch }: TemplateMatch,
  candidates: readonly T[],
): { readonly items: readonly (T & MatchOutcome)[]; readonly failures: readonly MatchFailure[] } {
  const items = candidates.map((candidate) => ({ ...candidate, ...matchRepository(rule, candidate) }));
  const failures = [
    ...mustMatch.flatMap((pattern) => expectationFailures({ expectation: "must_match", pattern }, items)),
    ...mustNotMatch.flatMap((pattern) => expectationFailures({ expectation: "must_not_match", pattern }, items)),
  ];
  return { items, failures };
}

function expectationFailures(
  { expectation, pattern }: Pick<MatchFailure, "expectation" | "pattern">,
  items: readonly (MatchCandidate & MatchOutcome)[],
): MatchFailure[] {
  const named = items.filter(({ fullName }) => fitsName(pattern, fullName));
  if (named.length === 0) {
    const detail = `No repository of this organization fits \`${pattern}\`.`;
    return [{ expectation, pattern, fullName: null, detail }];
  }
  const wanted = expectation === "must_match" ? "match" : "no_match";
  const wrong = named.filter(({ outcome }) => outcome !== wanted);
  return wrong.map(({ fullName, reason }) => {
    const detail = reason ?? "The rule matches it.";
    return { expectation, pattern, fullName, detail };
  });
}
