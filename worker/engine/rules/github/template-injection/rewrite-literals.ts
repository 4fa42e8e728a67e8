import { parseExpression } from "../../../expressions/parse.ts";
import {
  JAVASCRIPT,
  type LiteralPlace,
  literalPlaces,
  PYTHON,
  type StringLiteral,
} from "../../../shell/string-literals.ts";
import { abstain, type Rewrite, type Target } from "./rewrite.ts";

type Replacement =
  | { readonly start: number; readonly end: number; readonly text: string }
  | { readonly abstain: string };

/** Replaces expressions in string literals of JavaScript by `process.env`. */
export function rewriteJavascript(text: string, targets: readonly Target[]): Rewrite {
  if (/\/[^/\n]{0,99}['"`][^/\n]{0,99}\/[dgimsuvy]{0,8}\s*[.,)]/.test(text.replaceAll(/\/\/.*$/gm, "")))
    return abstain("A regular expression with quotes hides where literals end");
  if (/\b(?:eval|Function)\(/.test(text)) return abstain("`eval` would still run the text as code");
  const places = literalPlaces(text, JAVASCRIPT);
  const byStart = new Map(places.map((place) => [place.span.start, place]));
  const literals = places.map((place) => place.literal);
  const isShared = (literal: StringLiteral | null) =>
    literal !== null && literals.filter((other) => other === literal).length > 1;
  return all(targets, (target) => {
    const place = byStart.get(target.span.start);
    if (place === undefined) return abstain("The place is unclear");
    const isTemplate = place.literal?.quote === "`";
    if (isShared(place.literal) && !isTemplate) return abstain("The literal holds more than one expression");
    return javascript(text, place, target.variable);
  });
}

function javascript(text: string, place: LiteralPlace, variable: string): Replacement {
  const { literal, span } = place;
  const value = `process.env.${variable}`;
  if (/[$\\]/.test(text[span.start - 1] ?? ""))
    return abstain("The character in front of the expression changes its text");
  if (place.inComment) return abstain("The text stands in a comment, which a line break in it would end");
  if (literal === null) return serialised(span, value);
  if (literal.quote === "`") return { start: span.start, end: span.end, text: `\${${value}}` };
  if (isPropertyName(text, literal)) return abstain("The literal names a property");
  const before = text.slice(literal.start + 1, span.start);
  const after = text.slice(span.end, literal.end - 1);
  const parts = [
    before && literal.quote + before + literal.quote,
    value,
    after && literal.quote + after + literal.quote,
  ].filter(Boolean);
  const joined = parts.length === 1 ? value : `(${parts.join(" + ")})`;
  return { start: literal.start, end: literal.end, text: joined };
}

/** `"a": 1`, but not the `"a"` of `x ? "a" : b`. */
function isPropertyName(text: string, literal: StringLiteral): boolean {
  const before = text.slice(Math.max(0, literal.start - 100), literal.start);
  return /^\s*:/.test(text.slice(literal.end, literal.end + 20)) && !/\?[^:]*$/.test(before);
}

/** `${{ toJSON(x) }}` outside a literal is an object. */
function serialised(span: Target["span"], value: string): Replacement {
  const parsed = parseExpression(span.inner);
  const isJson = parsed.ok && parsed.expression.kind === "call" && parsed.expression.name.toLowerCase() === "tojson";
  if (!isJson) return abstain("The text is code, not a literal");
  return { start: span.start, end: span.end, text: `JSON.parse(${value})` };
}

/** Replaces expressions that are a whole string literal of Python by `os.environ`. */
export function rewritePython(text: string, targets: readonly Target[]): Rewrite {
  const places = literalPlaces(text, PYTHON);
  const changes = all(targets, (target) => {
    const literal = places.find((candidate) => candidate.span.start === target.span.start)?.literal;
    const isWhole =
      literal &&
      literal.end - literal.start ===
        target.span.end - target.span.start + 2 * literal.quote.length + literal.prefix.length;
    if (!isWhole || literal.prefix.includes("b")) return abstain("The text is not a whole string literal");
    return { start: literal.start, end: literal.end, text: `os.environ["${target.variable}"]` };
  });
  if ("abstain" in changes || /^(?:import os\b|import [\w, ]*\bos\b)/m.test(text)) return changes;
  const start = /^(?:from __future__ .*\n|#.*\n|\s*\n)*/.exec(text)?.[0].length ?? 0;
  return [{ start, end: start, text: "import os\n" }, ...changes];
}

function all(targets: readonly Target[], replace: (target: Target) => Replacement): Rewrite {
  const changes = [];
  for (const target of targets) {
    const change = replace(target);
    if ("abstain" in change) return change;
    changes.push(change);
  }
  return changes;
}
