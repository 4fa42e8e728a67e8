import { insertAt, replaceSpan } from "../../../edit/edit-yaml.ts";
import { type Change, editScalar } from "../../../expressions/edit-scalar.ts";
import { type ExpressionSpan, findExpressions } from "../../../expressions/find.ts";
import { type Expression, parseExpression } from "../../../expressions/parse.ts";
import { functionsOf, referencesOf } from "../../../expressions/references.ts";
import { CONTEXTS, FUNCTIONS } from "../../../expressions/vocabulary.ts";
import type { Edit } from "../../../finding.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import type { YamlScalar } from "../../../parse/yaml-node.ts";

/** Edits that turn a condition with several or surrounded `${{ }}` into one expression; null where that would be a guess. */
export function bareExpression(file: SourceFile, node: YamlScalar): Edit[] | null {
  if (cutsLiteral(node.value)) return null;
  const changes = changesOf(node.value);
  const bare = apply(node.value, changes).trim();
  if (!isExpression(bare)) return null;
  const needsBraces = node.style === "plain" && !isPlain(bare);
  if (needsBraces && !isPlain(`\${{ ${bare} }}`)) return null;
  const edits = editScalar(file, node, trimmed(node, changes));
  if (edits === null || !needsBraces) return edits;
  return wrap(file, node, edits);
}

function changesOf(value: string): Change[] {
  const spans = findExpressions(value);
  const isAlone = spans.length === 1 && value.trim() === value.slice(spans[0]?.start, spans[0]?.end);
  const dropped = spans.flatMap((span) => unwrap(value, span, isAlone));
  const inside = (at: number) => spans.some((span) => at >= span.start && at < span.end);
  const quotes = [...value.matchAll(/"([^"'\n$]*)"/g)].filter((match) => !inside(match.index));
  const literals = quotes.map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: `'${match[1]}'`,
  }));
  return [...dropped, ...literals].sort((a, b) => a.start - b.start);
}

/** True where an expression is only a part of a literal: `'refs/${{ x }}'`. */
function cutsLiteral(value: string): boolean {
  let at = 0;
  let quotes = 0;
  for (const span of findExpressions(value)) {
    quotes += value.slice(at, span.start).split("'").length - 1;
    at = span.end;
    const isWhole = value[span.start - 1] === "'" && value[span.end] === "'";
    if (quotes % 2 === (isWhole ? 0 : 1)) return true;
  }
  return false;
}

/** Drops the braces, the blanks inside them and quotes around them; adds brackets where the operators ask for them. */
function unwrap(value: string, span: ExpressionSpan, isAlone: boolean): Change[] {
  const parsed = parseExpression(span.inner);
  const isChain = parsed.ok && ["or", "and", "compare"].includes(parsed.expression.kind);
  const brackets = isChain && !isAlone && needsBrackets(value, span, parsed.expression);
  const before = value[span.start - 1] ?? "";
  const isQuoted = /['"]/.test(before) && value[span.end] === before;
  const start = span.innerStart + span.inner.search(/\S|$/);
  const end = span.innerStart + span.inner.trimEnd().length;
  return [
    { start: span.start - (isQuoted ? 1 : 0), end: start, text: brackets ? "(" : "" },
    { start: end, end: span.end + (isQuoted ? 1 : 0), text: brackets ? ")" : "" },
  ];
}

const STRENGTH: Readonly<Record<string, number>> = { or: 1, and: 2, compare: 3 };

function needsBrackets(value: string, span: ExpressionSpan, expression: Expression): boolean {
  const before = /(\|\||&&|[=!<>]=?|.)\s*["']?$/s.exec(value.slice(0, span.start))?.[1] ?? "";
  const after = /^["']?\s*(\|\||&&|[=!<>]=?|.)/s.exec(value.slice(span.end))?.[1] ?? "";
  const around = Math.max(strengthOf(before), strengthOf(after));
  return (STRENGTH[expression.kind] ?? 4) < around || (expression.kind === "compare" && around === 3);
}

function strengthOf(operator: string): number {
  if (operator === "||") return 1;
  if (operator === "&&") return 2;
  return operator === "" || /[()\s]/.test(operator) ? 0 : 3;
}

function apply(value: string, changes: readonly Change[]): string {
  let at = 0;
  let out = "";
  for (const change of changes) {
    out += value.slice(at, change.start) + change.text;
    at = change.end;
  }
  return out + value.slice(at);
}

/** True when the text parses and names nothing that GitHub does not know: a bare word would be a guess. */
function isExpression(text: string): boolean {
  const parsed = parseExpression(text);
  if (!parsed.ok) return false;
  const contexts = referencesOf(parsed.expression).map((reference) => reference.segments[0] ?? "");
  const functions = [...functionsOf(parsed.expression)];
  return contexts.every((name) => CONTEXTS.has(name)) && functions.every((name) => FUNCTIONS.has(name));
}

function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_($]/.test(text) && !/: | #|[:\n]$/.test(text);
}

/** Blanks inside quotes at either end go too: they were what made the value a text. */
function trimmed(node: YamlScalar, changes: readonly Change[]): Change[] {
  if (node.style !== "single" && node.style !== "double") return [...changes];
  const lead = node.value.search(/\S|$/);
  const tail = node.value.trimEnd().length;
  const ends = [
    { start: 0, end: lead, text: "" },
    { start: tail, end: node.value.length, text: "" },
  ];
  return [...changes, ...ends.filter((change) => change.end > change.start)].sort((a, b) => a.start - b.start);
}

function wrap(file: SourceFile, node: YamlScalar, edits: readonly Edit[]): Edit[] {
  const opens = edits.find((edit) => edit.start === node.start);
  const closes = edits.find((edit) => edit.end === node.end);
  const rest = edits.filter((edit) => edit !== opens && edit !== closes);
  const before = { start: node.start, end: opens?.end ?? node.start };
  const after = { start: closes?.start ?? node.end, end: node.end };
  return [
    opens ? replaceSpan(file, before, `\${{ ${opens.text}`) : insertAt(file, node.start, "${{ "),
    ...rest,
    closes ? replaceSpan(file, after, `${closes.text} }}`) : insertAt(file, node.end, " }}"),
  ];
}
