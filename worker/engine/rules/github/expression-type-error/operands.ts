import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import type { Type } from "./matrix-types.ts";
import type { TypeProblem } from "./problem.ts";
import { typeOf } from "./types.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** An object or a list compared with a text, a number or a boolean. */
export function wrongComparison({ left, right, operator }: Node<"compare">, place: ExpressionAt): TypeProblem | null {
  for (const [whole, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const type = typeOf(whole, place);
    if (!type || type.kind === "scalar" || typeOf(other, place)?.kind !== "scalar") continue;
    if (type.mayBeNull && !isNeverNull(other)) continue;
    const text = textOf(whole, place);
    const always = operator === "!=" ? "true" : "false";
    const message = `\`${text}\` is ${nounOf(type)}, so this comparison is always ${always}; ${insteadOf(text, type)}.`;
    return { what: text.toLowerCase(), message, start: whole.start, end: whole.end };
  }
  return null;
}

function insteadOf(text: string, { kind }: Type): string {
  if (text.toLowerCase() === "github.event") return "the name of the event is `github.event_name`";
  return kind === "array" ? "ask with `contains()`" : "compare one of its properties";
}

/** A literal that no absent value equals. */
function isNeverNull(expression: Expression): boolean {
  if (expression.kind !== "literal") return false;
  const { value } = expression;
  return typeof value === "string" ? /[^\s\d.+-]/.test(value) : value === true;
}

/** A property of a text, a number or a boolean, or a name in a list. */
export function wrongIndex({ object, index, end }: Node<"index">, place: ExpressionAt): TypeProblem | null {
  const type = typeOf(object, place);
  if (!type || type.kind === "object" || type.isFilter) return null;
  const isName = index !== "*" && index.kind === "literal" && typeof index.value === "string";
  if (type.kind === "array" && !isName) return null;
  const text = textOf(object, place);
  const hint = type.kind === "array" ? `take one entry (\`${text}[0]\`) or all (\`${text}.*\`)` : insteadOfIndex(text);
  const message = `\`${text}\` is ${type.kind === "array" ? "a list" : "no object"} and has no such property, so this is empty; ${hint}.`;
  return { what: text.toLowerCase(), message, start: object.start, end };
}

function insteadOfIndex(text: string): string {
  return /\.outputs\.|^(?:vars|secrets|env|inputs)\./i.test(text)
    ? `read JSON in it with \`fromJSON(${text})\``
    : "correct the name, or compute the value in a step";
}

/** Objects and lists among the values that an expression can give, where it becomes a text. */
export function objectsInText(result: Expression, place: ExpressionAt): TypeProblem[] {
  return resultsOf(result).flatMap((each) => {
    const type = typeOf(each, place);
    if (!type || type.kind === "scalar" || isUncertain(each, type)) return [];
    const text = textOf(each, place);
    const message = `\`${text}\` is ${nounOf(type)}${consequenceOf(type, result, place)}; name the property that is meant, or write \`toJSON(${text})\`.`;
    return [{ what: text.toLowerCase(), message, start: each.start, end: each.end }];
  });
}

/** Between other text it is converted; as the whole value the runner finds a mapping or a list where it reads a text. */
function consequenceOf({ kind }: Type, result: Expression, { node, span }: ExpressionAt): string {
  const isConverted = result.kind === "call" || node.value.trim().length !== span.end - span.start;
  if (!isConverted) return " where GitHub wants a text, so the run fails here";
  return `, of which GitHub writes only the word \`${kind === "array" ? "Array" : "Object"}\``;
}

/** What an event may not have, or a run that nobody gave inputs. */
function isUncertain(expression: Expression, { mayBeNull }: Type): boolean {
  if (!mayBeNull) return false;
  let at = expression;
  while (at.kind === "index") at = at.object;
  return at.kind === "context" && at.name.toLowerCase() === "github";
}

function resultsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "or") return expression.operands.flatMap(resultsOf);
  if (expression.kind === "and") return expression.operands.slice(-1).flatMap(resultsOf);
  if (expression.kind !== "call") return [expression];
  const name = expression.name.toLowerCase();
  if (name === "case")
    return expression.args.filter((_, at) => at % 2 === 1 || at === expression.args.length - 1).flatMap(resultsOf);
  return name === "format" ? expression.args.slice(1).flatMap(resultsOf) : [];
}

function nounOf({ kind }: Type): string {
  return kind === "array" ? "a list" : "an object";
}

function textOf({ start, end }: Expression, { node }: ExpressionAt): string {
  return node.value.slice(start, end).replace(/^\(\s*|\s*\)$/g, "");
}
