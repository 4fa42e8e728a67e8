/** Which context values an expression reads, under one spelling, and whether their text can reach its result. */
import type { Expression } from "./parse.ts";

/**
 * One context access. Context and property names are case-insensitive, so `segments` are lower case; `*` stands for `.*`,
 * for a number and for an index that is computed: `github.event.commits[0].message` → `github`, `event`, `commits`, `*`, `message`.
 */
export interface Reference {
  readonly segments: readonly string[];
  /** The segments joined by dots. */
  readonly path: string;
  /** As written, for messages and for names that are case-sensitive elsewhere (`env.Title`). */
  readonly written: readonly string[];
  readonly start: number;
  readonly end: number;
  /** False where only a test, a hash or an index is made of it: its text is not in the result. */
  readonly reachesResult: boolean;
  /** True where the whole value is serialised (`toJSON`, `join`): everything below it reaches the result. */
  readonly serialised: boolean;
}

/** Functions whose result holds no text of their arguments. */
const OPAQUE = new Set([
  "contains",
  "startswith",
  "endswith",
  "hashfiles",
  "success",
  "failure",
  "always",
  "cancelled",
]);

interface Flow {
  readonly reachesResult: boolean;
  readonly serialised: boolean;
}

/** All context accesses of an expression, in source order. */
export function referencesOf(expression: Expression): Reference[] {
  const found: Reference[] = [];
  walk(expression, { reachesResult: true, serialised: false }, found);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Names of the functions called anywhere inside, lower case. */
export function functionsOf(expression: Expression): Set<string> {
  const names = new Set<string>();
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "call") names.add(next.name.toLowerCase());
    pending.push(...childrenOf(next));
  }
  return names;
}

/** The parts of an expression, one level down. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "context":
      return [];
    case "index":
      return expression.index === "*" ? [expression.object] : [expression.object, expression.index];
    case "call":
      return expression.args;
    case "not":
      return [expression.operand];
    case "compare":
      return [expression.left, expression.right];
    case "and":
    case "or":
      return expression.operands;
  }
}

function walk(expression: Expression, flow: Flow, found: Reference[]): void {
  const tested: Flow = { reachesResult: false, serialised: false };
  switch (expression.kind) {
    case "literal":
      return;
    case "context":
    case "index":
      walkAccess(expression, flow, found);
      return;
    case "call":
      walkCall(expression, flow, found);
      return;
    case "and":
      // The result is the last operand, or an earlier one that is falsy and therefore has no text worth having.
      expression.operands.forEach((operand, at) => {
        walk(operand, at === expression.operands.length - 1 ? flow : tested, found);
      });
      return;
    case "or":
      for (const operand of expression.operands) walk(operand, flow, found);
      return;
    default:
      for (const child of childrenOf(expression)) walk(child, tested, found);
  }
}

function walkCall(call: Extract<Expression, { kind: "call" }>, flow: Flow, found: Reference[]): void {
  const name = call.name.toLowerCase();
  call.args.forEach((argument, at) => {
    const isTest = OPAQUE.has(name) || (name === "case" && at % 2 === 0 && at < call.args.length - 1);
    if (isTest) walk(argument, { reachesResult: false, serialised: false }, found);
    else walk(argument, { ...flow, serialised: flow.serialised || name === "tojson" || name === "join" }, found);
  });
}

/** Follows `a.b['c'][0].*` down to its context; an access into a call or a group reads whatever that holds. */
function walkAccess(access: Expression, flow: Flow, found: Reference[]): void {
  const written: string[] = [];
  let at = access;
  while (at.kind === "index") {
    written.unshift(segmentOf(at.index));
    if (at.index !== "*") walk(at.index, { reachesResult: false, serialised: false }, found);
    at = at.object;
  }
  if (at.kind !== "context") {
    walk(at, flow, found);
    return;
  }
  written.unshift(at.name);
  const segments = written.map((segment) => segment.toLowerCase());
  found.push({ segments, path: segments.join("."), written, start: access.start, end: access.end, ...flow });
}

function segmentOf(index: Expression | "*"): string {
  return index !== "*" && index.kind === "literal" && typeof index.value === "string" ? index.value : "*";
}
