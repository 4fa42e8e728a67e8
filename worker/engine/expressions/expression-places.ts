/** Every expression of a workflow or action with its place, found and parsed once for all rules. */
import { memo } from "../memo.ts";
import type { Action, Job, Step, Workflow } from "../model/workflow.ts";
import { keyText, type YamlNode, type YamlScalar } from "../parse/yaml-node.ts";
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
  visit(document.root, { document, job: null, step: null, way: [] }, found);
  return found;
});

/** The stretch of the file that an offset range of the scalar's value covers; the whole scalar where escapes leave no plain answer. */
export function spanInFile({ document, node }: Pick<ExpressionAt, "document" | "node">, start: number, end: number) {
  const positionOf = positionsOf(document.file.text, node);
  const from = positionOf(start);
  const to = positionOf(end);
  return from === null || to === null ? { start: node.start, end: node.end } : { start: from, end: to };
}

type Place = Pick<ExpressionAt, "document" | "job" | "step" | "way">;

function visit(node: YamlNode, place: Place, found: ExpressionAt[]): void {
  if (node.kind === "scalar") visitScalar(node, place, found);
  else if (node.kind === "seq") {
    for (const [index, item] of node.items.entries()) visit(item, below(place, item, String(index)), found);
  } else if (node.kind === "map") {
    for (const pair of node.pairs) visit(pair.value, below(place, pair.value, keyText(pair) ?? "?"), found);
  }
}

function below({ document, job, step, way }: Place, node: YamlNode, name: string): Place {
  const jobs = document.kind === "workflow" ? document.jobs : [];
  const isJob = way.length === 1 && way[0] === "jobs";
  const steps = document.kind === "workflow" ? (job?.steps ?? []) : document.steps;
  const isStep = way.at(-1) === "steps" && (way.length === 3 || document.kind === "action");
  return {
    document,
    job: isJob ? (jobs.find((candidate) => candidate.node === node) ?? null) : job,
    step: isStep ? (steps.find((candidate) => candidate.node === node) ?? null) : step,
    way: [...way, name],
  };
}

function visitScalar(node: YamlScalar, place: Place, found: ExpressionAt[]): void {
  const isCondition = place.way.at(-1) === "if" && !isData(place.way);
  if (!isCondition && !node.value.includes("${{")) return;
  const spans = isCondition ? findConditionExpressions(node.value) : findExpressions(node.value);
  for (const span of spans) {
    const parsed = parseExpression(span.inner, span.innerStart);
    const references = parsed.ok ? referencesOf(parsed.expression) : [];
    found.push({ ...place, node, span, isBare: span.start === span.innerStart, parsed, references });
  }
}

/** An `if` below these is a name that the author chose. */
function isData(way: readonly string[]): boolean {
  return way.slice(0, -1).some((name) => ["env", "with", "inputs", "outputs", "secrets", "matrix"].includes(name));
}
