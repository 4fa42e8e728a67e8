import { findTrigger, type Workflow } from "../../model/workflow.ts";
import { nearest } from "../../names/nearest.ts";
import { findPair } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument, type GrammarProblem } from "../../schema/check-document.ts";

export const invalidTrigger = defineRule({
  meta: {
    id: "invalid-trigger",
    category: "ci_cd",
    severity: "high",
    title: "Trigger that GitHub does not know",
    fixClass: "none",
    docs: {
      what: "An event in `on` that does not exist, an activity type that its event does not have, a filter that does not belong to the event, such as `branches` for `issues`, or a `workflow_run` that names no workflow. Events, types and filters are those of the grammar that GitHub publishes with its language service.",
      why: "GitHub refuses the file, or ignores the filter, and the workflow never runs or runs too often.",
      notReported:
        "Event names in an expression. Types of `repository_dispatch`, which the sender chooses. Filters that contradict each other, schedules, patterns and inputs, which have rules of their own. Events of GitHub Enterprise that the hosted service has too.",
      fix: "Write the event, type or filter as GitHub's list does: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows.",
      example: {
        before: "on:\n  pull-request:\n    types: [open]\n",
        after: "on:\n  pull_request:\n    types: [opened]\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      yield* runOfNothing(workflow);
      for (const problem of checkDocument(workflow).problems) {
        const hit = problem.way[0] === "on" || isUnknownEvent(problem) ? describe(workflow, problem) : null;
        if (hit) yield hit;
      }
    }
  },
});

/** `workflow_run` waits for workflows by name; without a name for none. */
function* runOfNothing(workflow: Workflow): Iterable<Hit> {
  const trigger = findTrigger(workflow, "workflow_run");
  if (!trigger || findPair(trigger.node, "workflows")) return;
  const message = "`workflow_run` names no `workflows` to wait for, so it never starts; add their names.";
  yield { message, path: workflow.path, at: trigger.key, anchor: "on.workflow_run.workflows" };
}

function isUnknownEvent(problem: GrammarProblem): boolean {
  return problem.kind === "unknown_key" && problem.way.length === 1 && problem.way[0] === "on";
}

function describe(workflow: Workflow, problem: GrammarProblem): Hit | null {
  const { way } = problem;
  if (["inputs", "secrets", "outputs"].includes(way[2] ?? "") || way[1] === "schedule") return null;
  if (problem.kind === "same_key" || isElsewhere(problem)) return null;
  const message = wordsFor(problem);
  const at =
    problem.kind === "unknown_key" ? problem.pair.key : problem.kind === "missing_key" ? problem.map : problem.node;
  const name = problem.kind === "unknown_key" || problem.kind === "missing_key" ? problem.key : "";
  return message === null
    ? null
    : { message, path: workflow.path, at, anchor: [...way, name].filter(Boolean).join(".") };
}

/** An `on` without a value is a missing one; one type of `repository_dispatch` may stand without a list. */
function isElsewhere(problem: GrammarProblem): boolean {
  const { kind, way } = problem;
  if (way[1] === "repository_dispatch" && kind === "wrong_type") return problem.node.kind === "scalar";
  return way.length === 1 && kind === "wrong_value" && problem.node.value === "";
}

function wordsFor(problem: GrammarProblem): string | null {
  const { way } = problem;
  switch (problem.kind) {
    case "unknown_key":
      return way.length === 1
        ? `There is no event \`${problem.key}\`${hint(problem.key, problem.known)}.`
        : `Event \`${way[1]}\` has no \`${problem.key}\`; it takes ${listOf(problem.known)}.`;
    case "wrong_value":
      return onValue(way, problem.node.value, problem.allowed);
    case "empty":
      return way.length === 1 ? null : `\`${way.at(-1)}\` of \`${way[1]}\` is empty; name something or remove the key.`;
    case "wrong_type":
      return onType(way, problem.expected);
    case "missing_key":
    case "same_key":
      return null;
  }
}

function onValue(way: readonly string[], value: string, allowed: readonly string[]): string {
  const near = hint(value, allowed);
  if (way.length === 1 || isIndex(way[1])) return `There is no event \`${value}\`${near}.`;
  return `Event \`${way[1]}\` has no type \`${value}\`${near || `; it has ${listOf(allowed)}`}.`;
}

function onType(way: readonly string[], expected: readonly string[]): string {
  if (way.length === 1) return "`on` must be an event, a list of events, or a mapping of events.";
  if (way.length === 2 && isIndex(way[1]))
    return "A list of events holds names alone; write `on` as a mapping to give an event filters.";
  return `\`${way.filter((part) => !isIndex(part)).at(-1)}\` must be a ${expected.join(" or ").replaceAll("string", "text")}.`;
}

function isIndex(part: string | undefined): boolean {
  return part !== undefined && /^\d+$/.test(part);
}

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `; \`${meant}\` is one` : "";
}

function listOf(words: readonly string[]): string {
  return words.length === 0 ? "none" : words.map((word) => `\`${word}\``).join(", ");
}
