import { FUNCTION_ROWS, PLACE_FUNCTIONS } from "../../../data/expression-contexts.ts";
import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import { childrenOf } from "../../../expressions/references.ts";
import { advice, type Undefined } from "./undefined-name.ts";

type Call = Extract<Expression, { kind: "call" }>;

export interface WrongCall extends Undefined {
  readonly start: number;
  readonly end: number;
}

const general = new Map(FUNCTION_ROWS.map((row) => [row.name.toLowerCase(), row]));
const ofPlaces = new Set(PLACE_FUNCTIONS.map((name) => name.toLowerCase()));
const ALL_NAMES = [...FUNCTION_ROWS.map(({ name }) => name), ...PLACE_FUNCTIONS];

/** Calls of functions that do not exist, or with too few or too many arguments. `available` is what the grammar allows at the place. */
export function wrongCalls({ parsed, span }: ExpressionAt, available: readonly string[]): WrongCall[] {
  if (!parsed.ok || !span.inner.includes("(")) return [];
  return callsIn(parsed.expression).flatMap((call) => {
    const wrong = problemOf(call, available);
    return wrong ? [{ ...wrong, start: call.start, end: call.end }] : [];
  });
}

function callsIn(expression: Expression): Call[] {
  const inner = childrenOf(expression).flatMap(callsIn);
  return expression.kind === "call" ? [expression, ...inner] : inner;
}

function problemOf(call: Call, available: readonly string[]): Undefined | null {
  const lower = call.name.toLowerCase();
  if (!general.has(lower) && !ofPlaces.has(lower)) {
    const hint = advice(lower, ALL_NAMES, "use one of GitHub's functions, or a step that computes the value.");
    return {
      what: `${lower}()`,
      scope: "document",
      message: `GitHub has no function \`${call.name}\` and refuses the file; ${hint}`,
    };
  }
  const limits = general.get(lower) ?? limitsOf(lower, available);
  if (!limits) return null;
  const count = call.args.length;
  const isEven = general.get(lower)?.isOdd === true && count % 2 === 0;
  if (count >= limits.least && count <= limits.most && !isEven) return null;
  return {
    what: `${lower}(${count})`,
    scope: "job",
    message: `\`${call.name}\` takes ${wanted(limits, isEven)}, and ${count} ${count === 1 ? "is" : "are"} given, so GitHub refuses the file; correct the call.`,
  };
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Of `hashFiles(1,255)`; null for a function that the place does not have. */
function limitsOf(lower: string, available: readonly string[]): Limits | null {
  for (const entry of available) {
    const match = /^(\w+)\((\d+),(\d+|MAX)\)$/.exec(entry);
    if (match?.[1]?.toLowerCase() === lower)
      return { least: Number(match[2]), most: match[3] === "MAX" ? Number.POSITIVE_INFINITY : Number(match[3]) };
  }
  return null;
}

function wanted({ least, most }: Limits, isEven: boolean): string {
  if (isEven) return "pairs of a test and a value, and one value more";
  if (most === 0) return "no arguments";
  if (least === most) return `${least} ${least === 1 ? "argument" : "arguments"}`;
  return most >= 255 ? `at least ${least} ${least === 1 ? "argument" : "arguments"}` : `${least} to ${most} arguments`;
}
