import { findExpressions } from "../../../expressions/find.ts";
import { lexExpression, type Token } from "../../../expressions/lex.ts";
import { canonical } from "../structure/tree.ts";
import type { Change } from "../structure/tree-diff.ts";
import { isNear, letters } from "./allow-values.ts";
import type { Allow } from "./repair.ts";

/** Functions that change only the type of what they take. */
const CONVERTERS = new Set(["tojson", "fromjson"]);
/** What lets a condition hold, or gives away more, where it was not before. */
const POWERFUL =
  /^(?:secrets|true|always|failure|cancelled|success|github_token|token|vars|env|hashfiles|null|infinity|nan)$/i;
const MAX_NEAR = 2;

/** Expressions are spelt or written as they must be; what they ask, and all text around them, stays. */
export const isRepairedExpression: Allow = ({ before, after, way }) => {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (way.at(-1) === "if") return isSameQuestion(inner(before), inner(after));
  const [old, now] = [findExpressions(before), findExpressions(after)];
  const isShort = old.length === 1 && now.length === 1 && !before.includes("\n");
  const pairs = old.map((span, index) => [span.inner, now[index]?.inner ?? ""] as const);
  const isAround = around(before, old) === around(after, now) || (isShort && looseAround(before, after));
  return (
    old.length === now.length && old.length > 0 && isAround && pairs.every(([a, b]) => a === b || isSameQuestion(a, b))
  );
};

function inner(condition: string): string {
  return condition.replaceAll(/\$\{\{|\}\}/g, " ");
}

function around(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let from = 0;
  const parts = spans.map(({ start, end }) => {
    const part = text.slice(from, start);
    from = end;
    return part;
  });
  return [...parts, text.slice(from)].join("\0");
}

/** An expression that was never closed takes the rest of its line: then the words are compared as a whole. */
function looseAround(before: string, after: string): boolean {
  return !before.includes("}}") && letters(before) === letters(after);
}

function isSameQuestion(before: string, after: string): boolean {
  const read = lexExpression(after);
  if (!read.ok) return false;
  const old = wordsOf(spelt(before));
  const now = wordsOf(after);
  if (old.length !== now.length || !keepsLogic(spelt(before), after) || !keepsTexts(before, read.tokens)) return false;
  const changed = old.flatMap((word, index) => (word === now[index] ? [] : [[word, now[index] ?? ""] as const]));
  return changed.length <= MAX_NEAR && changed.every(([from, to]) => isNear(from, to) && !POWERFUL.test(to));
}

/** Words for operators, as people write them. */
function spelt(text: string): string {
  return text
    .replaceAll(/\band\b/gi, "&&")
    .replaceAll(/\bor\b/gi, "||")
    .replaceAll(/\bnot\b/gi, "!")
    .replaceAll("<>", "!=")
    .replaceAll("===", "==");
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/[A-Za-z0-9_-]+/g)]
    .map(([word]) => word)
    .filter((word) => !CONVERTERS.has(word.toLowerCase()));
}

function keepsLogic(before: string, after: string): boolean {
  const count = (text: string, operator: RegExp) => [...text.matchAll(operator)].length;
  const isSame = [/!/g, /\|\|?/g, /[<>]/g, /\*/g].every(
    (operator) => count(before, operator) === count(after, operator),
  );
  const keeps = count(after, /&&?/g) === count(before, /&&?/g) && count(after, /=+/g) === count(before, /=+/g);
  return isSame && keeps && isSameNesting(before, after);
}

/** Brackets may come where none were right, but no group moves from one operator to another. */
function isSameNesting(before: string, after: string): boolean {
  return !/\|\|/.test(after) || before.replaceAll(/[^()]/g, "") === after.replaceAll(/[^()]/g, "");
}

/** Texts to compare with were there, as they are. */
function keepsTexts(before: string, tokens: readonly Token[]): boolean {
  return tokens.every(({ kind, text }) => kind !== "string" || before.includes(text));
}

/** Conditions that only keep strangers, or other branches, out. */
const MEMBERS: readonly RegExp[] = [
  /^github\.event\.pull_request\.head\.repo\.full_name == github\.repository$/,
  /^github\.event\.pull_request\.head\.repo\.fork == false$/,
  /^!github\.event\.pull_request\.head\.repo\.fork$/,
  /^github\.event_name != 'pull_request' \|\| github\.event\.pull_request\.head\.repo\.full_name == github\.repository$/,
];
/** Those that keep a deployment away from pull requests. */
const PUSHES: readonly RegExp[] = [/^github\.event_name == 'push'$/, /^github\.event_name != 'pull_request'$/];
const BRANCH_GUARD = /^(?:github\.event_name == 'push' && )?github\.ref == 'refs\/heads\/([\w./-]+)'$/;

/** A job, or a step that checks nothing, is kept from strangers. */
export const isForMembers: Allow = (change) => hasGuard(change, (text) => MEMBERS.some((guard) => guard.test(text)));

/** The same, or kept to pushes and to the default branch. */
export const isGuarded: Allow = (change, { repository }) => {
  const branch = repository.snapshot.defaultBranch;
  return hasGuard(
    change,
    (text) =>
      [...MEMBERS, ...PUSHES].some((guard) => guard.test(text)) ||
      (branch !== null && BRANCH_GUARD.exec(text)?.[1] === branch),
  );
};

const CHECKS = /test|lint|check|scan|audit|verify|codeql|analy/i;

/** A guard comes in front of, or behind, the condition that was there. */
function hasGuard({ before, after, way, holders }: Change, isGuard: (text: string) => boolean): boolean {
  if (typeof after !== "string" || way.at(-1) !== "if") return false;
  if (way.includes("[]") && CHECKS.test(canonical(holders.at(-1)?.before))) return false;
  const now = plain(after);
  if (before === undefined) return isGuard(now);
  if (typeof before !== "string") return false;
  const old = plain(before);
  const kept = old.includes("||") ? [`(${old})`] : [old, `(${old})`];
  return kept.some((own) => {
    const guard = now.startsWith(`${own} && `)
      ? now.slice(own.length + 4)
      : now.endsWith(` && ${own}`)
        ? now.slice(0, -own.length - 4)
        : "";
    return isGuard(unwrapped(guard)) && (!guard.includes("||") || guard.startsWith("("));
  });
}

function plain(condition: string): string {
  const text = condition.trim().replace(/^\$\{\{([^{}]*)\}\}$/, "$1");
  return text.replaceAll(/\s+/g, " ").trim();
}

function unwrapped(text: string): string {
  return text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1).trim() : text;
}
