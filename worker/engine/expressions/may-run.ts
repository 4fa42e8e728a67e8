/** Whether a condition lets a run through, by its event and by who starts it. */
import { memo } from "../memo.ts";
import type { Job, Step, Workflow } from "../model/workflow.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import { findConditionExpressions } from "./find.ts";
import { type Expression, parseExpression } from "./parse.ts";
import { referencesOf } from "./references.ts";

/** True, false, or null for what nobody can tell from here. */
type Truth = boolean | null;

const MEMBERS = new Set(["owner", "member", "collaborator"]);
const ACTORS = new Set(["github.actor", "github.triggering_actor", "github.event.sender.login"]);
const HEAD = /^github\.event\.(?:pull_request\.head|workflow_run\.head_repository)\b/;
const PERSON = /^github\.event\.(?:pull_request|issue|comment|review|workflow_run\.actor)(?:\.user)?\.login$/;
const STATUS_FUNCTION = /\b(?:always|cancelled|failure)\s*\(/i;

const parsedCondition = memo((condition: YamlScalar): Expression | null => {
  const spans = findConditionExpressions(condition.value);
  const [span] = spans;
  if (span === undefined || spans.length > 1 || span.end - span.start < condition.value.trim().length) return null;
  const parsed = parseExpression(span.inner);
  return parsed.ok ? parsed.expression : null;
});

/** The run that a condition is asked about. */
interface Run {
  readonly event: string;
  /** True for somebody without write access, from a fork; false for anybody. */
  readonly isStrangers: boolean;
}

/** False where the condition is certainly false when a stranger starts the run by `event`. */
export function mayRunFor(condition: YamlScalar | null, event: string): boolean {
  return passes(condition, { event, isStrangers: true });
}

/** False where the condition is certainly false for every run of `event`. */
export function mayRunOn(condition: YamlScalar | null, event: string): boolean {
  return passes(condition, { event, isStrangers: false });
}

function passes(condition: YamlScalar | null, run: Run): boolean {
  const expression = condition === null ? null : parsedCondition(condition);
  return expression === null || truthOf(expression, run) !== false;
}

/** The same for a job with everything that it needs: a job whose needed job is skipped is skipped too. */
export function jobMayRunFor(workflow: Workflow, job: Job, event: string): boolean {
  const pending = [job];
  const seen = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    if (!mayRunFor(next.if, event)) return false;
    const needs = STATUS_FUNCTION.test(next.if?.value ?? "") ? [] : next.needs.map((need) => need.value);
    pending.push(...workflow.jobs.filter((other) => needs.includes(other.id)));
  }
  return true;
}

/** The same for a step with its job. */
export function stepMayRunFor(workflow: Workflow, place: { job: Job; step: Step }, event: string): boolean {
  return mayRunFor(place.step.if, event) && jobMayRunFor(workflow, place.job, event);
}

function truthOf(expression: Expression, run: Run): Truth {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "boolean" ? expression.value : null;
    case "not": {
      const inner = truthOf(expression.operand, run);
      return inner === null ? null : !inner;
    }
    case "and":
      return allOf(expression.operands.map((operand) => truthOf(operand, run)));
    case "or": {
      const none = allOf(expression.operands.map((operand) => negate(truthOf(operand, run))));
      return negate(none);
    }
    case "compare":
      return compared(expression, run);
    case "call":
      return called(expression, run);
    default:
      return bareTruth(pathOf(expression), run);
  }
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.every((truth) => truth === true) ? true : null;
}

function pathOf(expression: Expression): string | null {
  if (expression.kind !== "context" && expression.kind !== "index") return null;
  return referencesOf(expression).at(-1)?.path ?? null;
}

function bareTruth(path: string | null, { isStrangers }: Run): Truth {
  if (!isStrangers) return null;
  if (path === "github.event.pull_request.head.repo.fork") return true;
  // Only members merge: what they merged they have looked at.
  return path === "github.event.pull_request.merged" ? false : null;
}

function compared({ operator, left, right }: Extract<Expression, { kind: "compare" }>, run: Run): Truth {
  if (operator !== "==" && operator !== "!=") return null;
  const equal = equals(left, right, run) ?? equals(right, left, run);
  return operator === "==" ? equal : negate(equal);
}

function equals(side: Expression, other: Expression, run: Run): Truth {
  const path = pathOf(side);
  if (path === null) return null;
  if (other.kind !== "literal")
    return run.isStrangers && ownsHead(path) && /^github\.repository/.test(pathOf(other) ?? "") ? false : null;
  if (typeof other.value === "boolean") {
    const truth = bareTruth(path, run);
    return truth === null ? null : truth === other.value;
  }
  return typeof other.value === "string" ? isText(path, other.value.toLowerCase(), run) : null;
}

function ownsHead(path: string): boolean {
  return HEAD.test(path) && /(?:full_name|\.login|\.id|_id)$/.test(path);
}

/** Whether a value of a stranger's run is this text. */
function isText(path: string, text: string, run: Run): Truth {
  if (path === "github.event_name") return text === run.event;
  if (!run.isStrangers) return null;
  if (path === "github.event.workflow_run.event") return text.startsWith("pull_request") ? null : false;
  if (path.endsWith(".author_association")) return MEMBERS.has(text) ? false : null;
  if (ownsHead(path) || PERSON.test(path)) return false;
  return ACTORS.has(path) && !mayAct(text, run) ? false : null;
}

/** A bot can be made to act on a stranger's pull request; a comment is its author's own. */
function mayAct(name: string, { event }: Run): boolean {
  return name.endsWith("[bot]") && event !== "issue_comment";
}

function called(call: Extract<Expression, { kind: "call" }>, run: Run): Truth {
  const [first, second] = call.args;
  if (first === undefined || second === undefined) return null;
  const name = call.name.toLowerCase();
  if (name === "startswith") {
    const isEvent = pathOf(first) === "github.event_name" && second.kind === "literal";
    return isEvent ? run.event.startsWith(String(second.value).toLowerCase()) : null;
  }
  const texts = name === "contains" ? listOf(first) : null;
  const path = pathOf(second);
  if (texts === null || path === null) return null;
  const truths = texts.map((text) => isText(path, text.toLowerCase(), run));
  return negate(allOf(truths.map(negate)));
}

/** The texts of `fromJSON('["a", "b"]')`; null for anything else. */
function listOf(expression: Expression): string[] | null {
  const literal =
    expression.kind === "call" && expression.name.toLowerCase() === "fromjson" ? expression.args[0] : null;
  if (literal?.kind !== "literal" || typeof literal.value !== "string") return null;
  const texts = [...literal.value.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
  return texts.length > 0 ? texts : null;
}
