import type { Finding } from "../../finding.ts";
import { RULES } from "../../rules/index.ts";
import type { RawClaim } from "../answers.ts";
import type { KnownFinding } from "../context.ts";
import type { DecidedTopic } from "./decided/decided-topic.ts";
import { DECIDED_KEYS, DECIDED_TOPICS } from "./decided-topics.ts";
import { matterOf, overlap } from "./words.ts";

/** Lines of the repository's file that a claim is about. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** A finding as far as claims are held against it. */
export interface Known extends Place {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly category: Finding["category"];
  readonly message: string;
}

type Verdict = "repeats_rule" | "contradicts_rule" | null;

/** Says that all is well, or that a rule errs. */
const DISMISSES =
  /\bfalse positives?\b|\b(?:can|may|should) (?:safely )?be (?:ignored|suppressed|dismissed|waived)|\bno (?:security |serious |real )?(?:risks?|problems?|issues?|danger|vulnerabilit\w+|need to)\b|\b(?:is|are|looks?) (?:completely |entirely |perfectly |already )?(?:safe|secure|fine|harmless|correct|ok|okay|compliant|hardened)\b|\bnothing (?:is )?(?:wrong|to (?:fix|do|worry))|\b(?:correctly|properly|safely|securely) (?:set|configured|handled|limited|scoped|declared)\b|\bthe (?:rule|finding|scanner|audit)\b.{0,30}\b(?:wrong|mistaken|errs|incorrect)/;
/** A claim says what a rule says when it has that much of the words of its title, in one sentence. */
const SAME_TITLE = 0.75;
const SAME_FINDING = 0.6;
const MIN_WORDS = 3;

const TITLES = RULES.map(({ meta }) => ({ id: meta.id, words: matterOf(meta.title) }));
const CATEGORIES = new Map(RULES.map(({ meta }) => [meta.id, meta.category]));
const RULE_IDS = new RegExp(`(?<![\\w-])(?:${RULES.map(({ meta }) => meta.id).join("|")})(?![\\w-])`);

/** Findings of the rules and those that the context names, each once. */
export function knownOf(findings: readonly Finding[], listed: readonly KnownFinding[]): readonly Known[] {
  const own = findings.map(({ range, ...finding }) => ({ ...finding, line: range.line, endLine: range.endLine }));
  const other = listed.flatMap((known) => {
    const category = CATEGORIES.get(known.rule);
    const isOwn = own.some(({ rule, path, line }) => rule === known.rule && path === known.path && line === known.line);
    return category && !isOwn ? [{ ...known, category, message: "" }] : [];
  });
  return [...own, ...other];
}

/**
 * Whether a claim speaks of what rules decide, whatever topic it names: a rule that reported the place is repeated, one
 * that is silent or said otherwise is contradicted. Null: it is the model's to say.
 */
export function judgeByRules(claim: RawClaim, place: Place, known: readonly Known[]): Verdict {
  const text = `${claim.title}\n${claim.message}`.toLowerCase();
  const here = known.filter((finding) => areNear(finding, place));
  const decided = rulesSpokenOf(claim, text);
  // No claim is praise; in a message "safe" may speak of the change.
  const dismisses = DISMISSES.test(claim.title.toLowerCase()) || (here.length > 0 && DISMISSES.test(text));
  if (decided.size === 0 && dismisses) return "contradicts_rule";
  if (decided.size === 0) return here.some((finding) => saysTheSame(claim, finding)) ? "repeats_rule" : null;
  const fired = known.some(({ rule, path }) => path === place.path && decided.has(rule));
  return fired && !DISMISSES.test(text) ? "repeats_rule" : "contradicts_rule";
}

function areNear(left: Place, right: Place): boolean {
  return left.path === right.path && left.line <= right.endLine && right.line <= left.endLine;
}

function rulesSpokenOf(claim: RawClaim, text: string): ReadonlySet<string> {
  const rules = new Set<string>();
  const quoted = topicQuoted(claim.quote);
  const sentences = text.split(/[.;!?](?:\s|$)|\n/);
  for (const topic of DECIDED_TOPICS) {
    const isMeant = topic.id === claim.topic || topic.id === quoted || speaksOf(topic, text, sentences);
    if (isMeant) for (const rule of topic.decidedBy) rules.add(rule);
  }
  const named = RULE_IDS.exec(text)?.[0];
  if (named !== undefined) rules.add(named);
  const matters = sentences.map(matterOf);
  for (const { id, words } of TITLES) {
    if (words.size >= MIN_WORDS && matters.some((sentence) => holds(sentence, words) >= SAME_TITLE)) rules.add(id);
  }
  return rules;
}

function speaksOf({ phrases, pairs = [] }: DecidedTopic, text: string, sentences: readonly string[]): boolean {
  if (phrases.test(text)) return true;
  return pairs.some(([one, other]) => sentences.some((sentence) => one.test(sentence) && other.test(sentence)));
}

/** The topic that every quoted line is about, where its key alone says so. */
function topicQuoted(quote: string): string | undefined {
  const topics = quote.split("\n").map((line) => DECIDED_KEYS.get(/^\s*(?:- )?([\w-]+):/.exec(line)?.[1] ?? ""));
  return topics.every((topic) => topic === topics[0]) ? topics[0] : undefined;
}

/** How much of `words` a sentence has. */
function holds(sentence: ReadonlySet<string>, words: ReadonlySet<string>): number {
  return [...words].filter((word) => sentence.has(word)).length / words.size;
}

function saysTheSame(claim: RawClaim, { rule, message }: Known): boolean {
  const title = TITLES.find(({ id }) => id === rule)?.words ?? new Set();
  const said = matterOf(claim.title);
  if (said.size < MIN_WORDS) return false;
  return overlap(said, new Set([...title, ...matterOf(message)])) >= SAME_FINDING;
}
