/** Every expression of a workflow or action with its place, found and parsed once for all rules. */
import { memo } from "../memo.ts";
import type { Action, Job, Step, Workflow } from "../model/workflow.ts";
import { keyText, type YamlNode, type YamlPair, type YamlScalar } from "../parse/yaml-node.ts";
import { ExpressionMarks } from "./expression-marks.ts";
import { type ExpressionSpan, findConditionExpressions, findExpressions } from "./find.ts";
import { type ParseResult, parseExpression } from "./parse.ts";
import { type Reference, referencesOf } from "./references.ts";
import { positionsOf } from "./scalar-positions.ts";

export interface ExpressionAt {
  readonly document: Workflow | Action;
  /** The step it stands in, and the job of that step, or of the key. */
  readonly job: Job | null;
  readonly step: Step | null;
  /** Keys and list indexes from the root, for example `jobs`, `build`, `steps`, `2`, `run`. */
  readonly way: readonly string[];
  /** The scalar that holds it; `span` and the offsets in `parsed` and `references` are in its decoded `value`. */
  readonly node: YamlScalar;
  readonly span: ExpressionSpan;
  /** True for the whole text of an `if:` without braces. */
  readonly isBare: boolean;
  readonly parsed: ParseResult;
  /** Context accesses of a parsed expression; empty for one that does not parse. */
  readonly references: readonly Reference[];
}

/** All expressions in file order. Keys are not searched, aliases not followed. */
export const expressionsOf = memo((document: Workflow | Action): readonly ExpressionAt[] => {
  const found: ExpressionAt[] = [];
  const marks = new ExpressionMarks(document.file.text);
  visit(document.root, { document, job: null, step: null, outer: null, name: "", depth: 0 }, { found, marks });
  return found;
});

/** The stretch of the file that an offset range of the scalar's value covers; the whole scalar where escapes leave no plain answer. */
export function spanInFile({ document, node }: Pick<ExpressionAt, "document" | "node">, start: number, end: number) {
  const positionOf = positionsOf(document.file.text, node);
  const from = positionOf(start);
  const to = positionOf(end);
  return from === null || to === null ? { start: node.start, end: node.end } : { start: from, end: to };
}

/** A place on the way down; its keys are only written out where an expression stands. */
interface Place extends Pick<ExpressionAt, "document" | "job" | "step"> {
  readonly outer: Place | null;
  readonly name: string;
  readonly depth: number;
}

function wayOf(place: Place): string[] {
  const way: string[] = [];
  for (let at = place; at.outer !== null; at = at.outer) way.push(at.name);
  return way.reverse();
}

interface Search {
  readonly found: ExpressionAt[];
  readonly marks: ExpressionMarks;
}

function visit(node: YamlNode, place: Place, search: Search): void {
  if (node.kind === "scalar") visitScalar(node, place, search.found);
  else if (node.kind === "seq") {
    for (const [index, item] of node.items.entries()) {
      if (search.marks.areIn(item.start, item.end)) visit(item, below(place, item, String(index)), search);
    }
  } else if (node.kind === "map") {
    for (const pair of node.pairs) visitPair(pair, place, search);
  }
}

function visitPair(pair: YamlPair, place: Place, search: Search): void {
  if (!search.marks.areIn(pair.key.start, pair.value.end)) return;
  visit(pair.value, below(place, pair.value, keyText(pair) ?? "?"), search);
}

function below(outer: Place, node: YamlNode, name: string): Place {
  const { document, depth } = outer;
  let { job, step } = outer;
  if (document.kind === "workflow" && depth === 1 && outer.name === "jobs") {
    job = document.jobs.find((candidate) => candidate.node === node) ?? null;
  } else if (outer.name === "steps" && (depth === 3 || document.kind === "action")) {
    const steps = document.kind === "workflow" ? (job?.steps ?? []) : document.steps;
    step = steps.find((candidate) => candidate.node === node) ?? null;
  }
  return { document, job, step, outer, name, depth: depth + 1 };
}

function visitScalar(node: YamlScalar, place: Place, found: ExpressionAt[]): void {
  const mayHold = node.value.includes("${{");
  if (!mayHold && place.name !== "if") return;
  const way = wayOf(place);
  const isCondition = place.name === "if" && !isData(way);
  if (!isCondition && !mayHold) return;
  const { document, job, step } = place;
  const spans = isCondition ? findConditionExpressions(node.value) : findExpressions(node.value);
  for (const span of spans) {
    const parsed = parseExpression(span.inner, span.innerStart);
    const references = parsed.ok ? referencesOf(parsed.expression) : [];
    const isBare = span.start === span.innerStart;
    found.push({ document, job, step, way, node, span, isBare, parsed, references });
  }
}

/** An `if` below these is a name that the author chose. */
function isData(way: readonly string[]): boolean {
  return way.slice(0, -1).some((name) => ["env", "with", "inputs", "outputs", "secrets", "matrix"].includes(name));
}
