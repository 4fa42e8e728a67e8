import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import { asMap, asScalar, findPath, findValue, keyText } from "../../../parse/yaml-node.ts";
import type { TypeProblem } from "./problem.ts";

type Comparison = Extract<Expression, { kind: "compare" }>;

/**
 * A boolean input compared with the word `'true'`, or a text that a step, job or variable gives compared with `true`: the
 * word becomes no number and the boolean becomes 1 or 0. Where the same value is asked for twice, the author has seen to it.
 */
export function wrongBoolean(
  { left, right, operator, start, end }: Comparison,
  place: ExpressionAt,
): TypeProblem | null {
  if (operator !== "==" && operator !== "!=") return null;
  const [value, literal] = right.kind === "literal" ? [left, right] : [right, left];
  if (literal.kind !== "literal" || value.kind !== "index") return null;
  const text = place.node.value.slice(value.start, value.end);
  const path = pathOf(value);
  if (!path || place.node.value.split(text).length > 2) return null;
  const advice = adviceFor({ text, path, literal: literal.value }, place);
  if (advice === null) return null;
  const message = `${advice.why}, so this comparison is always ${operator === "!=" ? "true" : "false"}; ${advice.what}.`;
  return { what: text.toLowerCase(), message, start, end };
}

interface Asked {
  readonly text: string;
  readonly path: readonly string[];
  readonly literal: unknown;
}

function adviceFor({ text, path, literal }: Asked, place: ExpressionAt): { why: string; what: string } | null {
  if (/^(?:true|false)$/i.test(typeof literal === "string" ? literal : "") && isBooleanInput(path, place))
    return {
      why: `\`${text}\` is a boolean and \`'${String(literal)}'\` a text`,
      what: `compare with \`${String(literal).toLowerCase()}\` without quotes`,
    };
  if (literal === true && isAlwaysText(path))
    return { why: `\`${text}\` is a text and \`true\` is none`, what: "compare with `'true'` in quotes" };
  return null;
}

/** Lower-case names from the context on; null where one is computed. */
function pathOf(expression: Expression): string[] | null {
  const path: string[] = [];
  let at = expression;
  for (; at.kind === "index"; at = at.object) {
    if (at.index === "*" || at.index.kind !== "literal" || typeof at.index.value !== "string") return null;
    path.unshift(at.index.value.toLowerCase());
  }
  return at.kind === "context" ? [at.name.toLowerCase(), ...path] : null;
}

function isAlwaysText(path: readonly string[]): boolean {
  const [context, name = "", part] = path;
  if (context === "steps" || context === "needs") return path.length === 4 && part === "outputs";
  return context === "github" && path.length === 4 && name === "event" && part === "inputs";
}

/** Every trigger that has the input says that it is a boolean. Inputs of an action are texts. */
function isBooleanInput([context, name]: readonly string[], { document }: ExpressionAt): boolean {
  if (context !== "inputs" || document.kind !== "workflow") return false;
  const types = document.triggers.flatMap((trigger) =>
    (asMap(findValue(trigger.node, "inputs"))?.pairs ?? [])
      .filter((pair) => keyText(pair)?.toLowerCase() === name)
      .map((pair) => asScalar(findPath(pair.value, "type"))?.value),
  );
  return types.length > 0 && types.every((type) => type === "boolean");
}
