/** Follows an expression to whoever decides its text: through `env`, `matrix`, job outputs and step outputs of the same file. */
import { findExpressions } from "../../../expressions/find.ts";
import { mayRunOn } from "../../../expressions/may-run.ts";
import { parseExpression } from "../../../expressions/parse.ts";
import { type Reference, referencesOf } from "../../../expressions/references.ts";
import { type Source, sourceOf } from "../../../expressions/trust.ts";
import { memo } from "../../../memo.ts";
import type { Action, Entry, Job, Step, Workflow } from "../../../model/workflow.ts";
import { findEntry, findTrigger } from "../../../model/workflow.ts";
import { asScalar, findValue, walk, type YamlNode } from "../../../parse/yaml-node.ts";
import { isInputFree } from "./input-types.ts";
import { FIXED, type Level, type Taint, UNKNOWN, worst } from "./levels.ts";
import { outputTaint } from "./output-taint.ts";

export interface Scope {
  readonly document: Workflow | Action;
  readonly job: Job | null;
  /** Null for what belongs to the job: its `env`, its outputs. */
  readonly step: Step | null;
}

const MAX_STEPS = 6;

export interface Flow {
  readonly reference: Reference;
  readonly taint: Taint;
}

/** What flows into the result of `inner`, the text between the braces; null when it does not parse. */
export function flowsOf(inner: string, scope: Scope, depth = 0): Flow[] | null {
  const parsed = parseExpression(inner);
  if (!parsed.ok || depth > MAX_STEPS) return null;
  const flowing = referencesOf(parsed.expression).filter((reference) => reference.reachesResult);
  return flowing.map((reference) => ({ reference, taint: referenceTaint(reference, scope, depth) }));
}

function taintOf(inner: string, scope: Scope, depth: number): Taint {
  const flows = flowsOf(inner, scope, depth);
  return flows === null
    ? UNKNOWN
    : worst(
        flows.map((flow) => flow.taint),
        FIXED,
      );
}

/** The worst of the expressions in a text; a text without any is fixed. */
function textTaint(text: string, scope: Scope, depth: number): Taint {
  return worst(
    findExpressions(text).map((span) => taintOf(span.inner, scope, depth + 1)),
    FIXED,
  );
}

function referenceTaint(reference: Reference, scope: Scope, depth: number): Taint {
  const source = sourceOf(reference);
  switch (source.kind) {
    case "attacker":
      return attackerTaint(source, reference, scope);
    case "caller":
      return isInputFree(reference, scope.document) ? { ...FIXED, level: "caller", what: source.what } : FIXED;
    case "unknown":
      return followOnce(reference, scope, depth);
    default:
      return FIXED;
  }
}

const MULTI_LINE_FIELDS = new Set(["body", "message", "diff_hunk", "from", "description"]);

function attackerTaint(source: Extract<Source, { kind: "attacker" }>, reference: Reference, scope: Scope): Taint {
  const mayHoldLines = reference.serialised || MULTI_LINE_FIELDS.has(reference.segments.at(-1) ?? "");
  return { level: reach(source.events, source.mergedEvents, scope), what: source.what, mayHoldLines };
}

/** Whether the file's own events fill the field; where none does, it is always empty. */
function reach(events: readonly string[], merged: readonly string[], { document, job, step }: Scope): Level {
  if (document.kind === "action") return "called";
  const started = document.triggers.map((trigger) => trigger.event).filter((event) => runsOn(event, job, step));
  if (started.some((event) => events.includes(event))) return "attacker";
  if (started.some((event) => merged.includes(event))) return "merged";
  return findTrigger(document, "workflow_call") ? "called" : "fixed";
}

function runsOn(event: string, job: Job | null, step: Step | null): boolean {
  return mayRunOn(job?.if ?? null, event) && mayRunOn(step?.if ?? null, event);
}

/** Answers by document, place and depth: without them, variables that name each other twice would cost exponential time. */
const answersOf = memo((_document: Workflow | Action) => new Map<string, Taint>());

function followOnce(reference: Reference, scope: Scope, depth: number): Taint {
  const { document, job, step } = scope;
  const known = answersOf(document);
  const key = [depth, job?.id ?? "", step?.index ?? "", ...reference.written].join("\0");
  const taint = known.get(key) ?? follow(reference, scope, depth);
  known.set(key, taint);
  return taint;
}

function follow(reference: Reference, scope: Scope, depth: number): Taint {
  const [context = "", name = ""] = reference.written;
  switch (context.toLowerCase()) {
    case "env":
      return envTaint(name, scope, depth);
    case "matrix":
      return matrixTaint(name, scope, depth);
    case "needs":
      return jobOutputTaint(reference, scope, depth);
    case "steps":
      return stepOutputTaint(reference, scope, depth);
    default:
      return UNKNOWN;
  }
}

/** A variable of the step, else of the job, else of the workflow; one that a script exported is unknown. */
function envTaint(name: string, scope: Scope, depth: number): Taint {
  const { document, job, step } = scope;
  const levels: readonly (readonly [readonly Entry[], Scope])[] = [
    [step?.env ?? [], { ...scope, step: null }],
    [job?.env ?? [], { document, job: null, step: null }],
    [document.kind === "workflow" ? document.env : [], { document, job: null, step: null }],
  ];
  for (const [entries, outer] of levels) {
    const entry = findEntry(entries, name);
    if (entry) return textTaint(entry.value?.value ?? "", outer, depth);
  }
  return UNKNOWN;
}

function matrixTaint(key: string, scope: Scope, depth: number): Taint {
  const matrix = scope.job?.matrix ?? null;
  if (matrix === null) return UNKNOWN;
  const include = findValue(matrix, "include");
  const computed = [asScalar(matrix), asScalar(include)].filter((node) => node !== null);
  const items = include?.kind === "seq" ? include.items.map((item) => findValue(item, key)) : [];
  const values = [findValue(matrix, key), ...items].filter((node) => node !== null);
  const texts = [...computed, ...values.flatMap(scalarsOf)].map((node) => node.value);
  return worst(
    texts.map((text) => textTaint(text, { ...scope, step: null }, depth)),
    FIXED,
  );
}

function scalarsOf(node: YamlNode) {
  return [...walk(node)].filter((inner) => inner.kind === "scalar");
}

function jobOutputTaint({ written }: Reference, scope: Scope, depth: number): Taint {
  const [, id = "", kind = "", name = ""] = written;
  if (kind.toLowerCase() === "result") return FIXED;
  const job = scope.document.kind === "workflow" ? scope.document.jobs.find((candidate) => candidate.id === id) : null;
  const output = job ? findEntry(job.outputs, name)?.value : null;
  return job && output ? textTaint(output.value, { document: scope.document, job, step: null }, depth) : UNKNOWN;
}

function stepOutputTaint({ written }: Reference, scope: Scope, depth: number): Taint {
  const [, id = "", kind = "", name = ""] = written;
  if (["outcome", "conclusion"].includes(kind.toLowerCase())) return FIXED;
  const steps = scope.job?.steps ?? (scope.document.kind === "action" ? scope.document.steps : []);
  const step = steps.find((candidate) => candidate.id?.value === id);
  if (step === undefined || depth > MAX_STEPS) return UNKNOWN;
  return outputTaint(name, step, {
    text: (text) => textTaint(text, { ...scope, step }, depth),
    variable: (variable) => envTaint(variable, { ...scope, step }, depth + 1),
    reach: (events) => reach(events, [], { ...scope, step }),
  });
}
