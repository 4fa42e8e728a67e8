import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Expression } from "../../../expressions/parse.ts";
import type { TypeProblem } from "./problem.ts";
import { typeOf } from "./types.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** What a call is given that it cannot work with. Counts of arguments are another rule's. */
export function wrongArgument(call: Call, place: ExpressionAt): TypeProblem | null {
  const [first] = call.args;
  if (!first) return null;
  switch (call.name.toLowerCase()) {
    case "format":
      return wrongFormat(call);
    case "fromjson":
      return wrongJson(first);
    case "contains":
      return wrongSearch(call, place, "object");
    case "startswith":
    case "endswith":
      return wrongSearch(call, place, "any");
    default:
      return null;
  }
}

function wrongFormat(call: Call): TypeProblem | null {
  const [first, ...values] = call.args;
  if (first?.kind !== "literal" || typeof first.value !== "string") return null;
  const wanted = placeholdersOf(first.value);
  if (wanted === null) {
    const message =
      "The text of this `format()` has a brace that is no placeholder, so the run fails here; double braces that are part of the text.";
    return { what: "format", message, start: first.start, end: first.end };
  }
  const missing = wanted.find((index) => index >= values.length);
  if (missing === undefined) return unusedValue(values, wanted);
  const given = values.length === 1 ? "1 value is" : `${values.length} values are`;
  return {
    what: `format{${missing}}`,
    message: `The placeholder \`{${missing}}\` has no value (${given} given, and the first is \`{0}\`), so the run fails here; add the value or correct the number.`,
    start: first.start,
    end: first.end,
  };
}

function unusedValue(values: readonly Expression[], wanted: readonly number[]): TypeProblem | null {
  const index = values.findIndex((_, at) => !wanted.includes(at));
  const value = values[index];
  if (!value) return null;
  const message = `This \`format()\` has no placeholder \`{${index}}\`, so this value is never written; add the placeholder or remove the value.`;
  return { what: `format{${index}}`, message, start: value.start, end: value.end };
}

const PIECE = /\{\{|\}\}|\{(\d+)(?::[^{}]*)?\}|[{}]/g;

/** The numbers in a format text; null where GitHub cannot read it. */
function placeholdersOf(text: string): number[] | null {
  const found: number[] = [];
  for (const [piece, index] of text.matchAll(PIECE)) {
    if (index !== undefined) found.push(Number(index));
    else if (piece.length === 1) return null;
  }
  return found;
}

function wrongJson(literal: Expression): TypeProblem | null {
  if (literal.kind !== "literal" || typeof literal.value !== "string" || !isNoJson(literal.value)) return null;
  const message =
    "The text in this `fromJSON()` is no JSON, so the run fails here; JSON has double quotes around names and texts, and commas between entries.";
  return { what: "fromjson", message, start: literal.start, end: literal.end };
}

/** What the runner's lenient reader may take beside JSON: single quotes, names without quotes, a comma at the end, comments, special numbers. */
const LENIENT = /'|\/[/*]|,\s*[\]}]|[{,]\s*[A-Za-z_$][\w$]*\s*:|\b(?:undefined|NaN|Infinity)\b/;

function isNoJson(text: string): boolean {
  const trimmed = text.trim();
  if (LENIENT.test(trimmed) || /^[-+.\d]/.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return false;
  } catch {
    return true;
  }
}

/** Also lists of objects, which hold no text that could be found. */
function wrongSearch(call: Call, place: ExpressionAt, refused: "object" | "any"): TypeProblem | null {
  const [searched, wanted] = call.args;
  const type = searched ? typeOf(searched, place) : null;
  if (!searched || !wanted || !type || type.kind === "scalar") return null;
  const isList = type.kind === "array";
  if (
    isList &&
    refused === "object" &&
    (type.isFilter || !isObjectList(searched) || typeOf(wanted, place)?.kind !== "scalar")
  )
    return null;
  const hint = isList
    ? "search one property of its entries, as in `labels.*.name`"
    : "name the property that holds the text";
  const held = isList ? (refused === "object" ? "a list of objects" : "a list") : "an object";
  return {
    what: call.name.toLowerCase(),
    message: `\`${call.name}\` is asked about ${held}, so it is always false; ${hint}.`,
    start: searched.start,
    end: searched.end,
  };
}

/** Lists of an event's payload; those of a matrix hold texts. */
function isObjectList(expression: Expression): boolean {
  let at = expression;
  while (at.kind === "index") at = at.object;
  return at.kind === "context" && at.name.toLowerCase() === "github";
}
