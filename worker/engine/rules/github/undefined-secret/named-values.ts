import { type ExpressionAt, expressionsOf } from "../../../expressions/expression-places.ts";
import type { Reference } from "../../../expressions/references.ts";
import type { Job, Workflow } from "../../../model/workflow.ts";
import { asScalar, findValue } from "../../../parse/yaml-node.ts";

/** A secret or variable whose text alone is wanted. */
export interface NamedValue {
  readonly kind: "secrets" | "vars";
  /** In upper case, as GitHub compares names. */
  readonly name: string;
  readonly place: ExpressionAt;
  readonly reference: Reference;
  /** The environment of its job, null for none; undefined at the workflow's level, where any job's may be meant. */
  readonly environment: string | null | undefined;
}

/** `GITHUB_TOKEN` always exists; the others are meant to be absent most of the time. */
const EXEMPT: ReadonlySet<string> = new Set(["GITHUB_TOKEN", "ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG"]);

export function namedValues(workflow: Workflow): NamedValue[] {
  const expressions = expressionsOf(workflow);
  const tested = new Set(expressions.filter(isCondition).flatMap(testedVariables));
  return expressions.flatMap((place) => {
    const value = namedValueOf(place);
    return value && !tested.has(variableOf(place)) ? [value] : [];
  });
}

function namedValueOf(place: ExpressionAt): NamedValue | null {
  const [reference] = place.references;
  if (!place.parsed.ok || !reference || place.references.length > 1 || isCondition(place) || place.job?.uses)
    return null;
  const { expression } = place.parsed;
  const [kind, name] = reference.segments;
  const isAlone = expression.kind === "index" && reference.segments.length === 2;
  if (!isAlone || (kind !== "secrets" && kind !== "vars") || name === undefined || name === "*") return null;
  const environment = environmentOf(place.job);
  if (environment === "unknown" || EXEMPT.has(name.toUpperCase())) return null;
  return { kind, name: name.toUpperCase(), place, reference, environment: environment?.name };
}

/** Undefined outside jobs. */
function environmentOf(job: Job | null): { readonly name: string | null } | "unknown" | undefined {
  if (!job) return undefined;
  if (!job.environment) return { name: null };
  const name = asScalar(job.environment) ?? asScalar(findValue(job.environment, "name"));
  return name && !name.value.includes("${{") ? { name: name.value } : "unknown";
}

function isCondition({ way }: ExpressionAt): boolean {
  return way.at(-1) === "if";
}

function testedVariables({ references }: ExpressionAt): string[] {
  return references.flatMap(({ segments }) => (segments[0] === "env" && segments[1] ? [segments[1]] : []));
}

/** The variable of an `env` that the expression is the value of; empty for none. */
function variableOf({ way }: ExpressionAt): string {
  return way.at(-2) === "env" ? (way.at(-1) ?? "").toLowerCase() : "";
}
