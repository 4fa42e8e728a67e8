import type { Workflow } from "../../model/workflow.ts";
import { asScalar, findValue, scalarValue, type YamlNode, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument, type GrammarProblem } from "../../schema/check-document.ts";
import { emptySectionOf } from "../../schema/step-kinds.ts";

export const workflowInvalidValue = defineRule({
  meta: {
    id: "workflow-invalid-value",
    category: "quality",
    severity: "high",
    title: "Value that GitHub refuses at this place",
    fixClass: "none",
    docs: {
      what: "A section of a workflow that is empty, has the wrong YAML type (a list where a mapping belongs, a word where a number does), a word outside the allowed ones, an `if: !…` without quotes, or a number out of range: `timeout-minutes` and `max-parallel` must be more than zero. Types are those of the grammar that GitHub publishes with its language service.",
      why: "GitHub refuses the whole file, so none of its jobs run.",
      notReported:
        "Values with an expression, whose type is known only when they run. Quoted numbers where text belongs. Triggers and inputs, and words of `permissions`, which have rules of their own. An empty `jobs`, `steps` or `on` as a whole, and `runs-on` or `uses` without a value, which `workflow-missing-key` reports.",
      fix: "Write what the message says is expected, or remove the key.",
      example: {
        before: "    timeout-minutes: half an hour\n",
        after: "    timeout-minutes: 30\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const { problems } = checkDocument(workflow);
      for (const problem of problems) {
        if (isOurs(problem) && !isUnindented(problem, problems)) yield describe(workflow, problem);
      }
      yield* outOfRange(workflow);
      yield* negationsAsTags(workflow);
    }
  },
});

/** Absent values of these are missing keys. */
const NEEDED = new Set(["jobs", "steps", "runs-on", "uses", "run", "on"]);

type ValueProblem = Extract<GrammarProblem, { node: YamlNode }>;

function isOurs(problem: GrammarProblem): problem is ValueProblem {
  const { way, kind } = problem;
  if (!("node" in problem) || way[0] === "on") return false;
  if (way.includes("permissions") && asScalar(problem.node) !== null) return false;
  const isJob = way[0] === "jobs" && way.length === 2;
  return kind !== "empty" || !(isJob || NEEDED.has(way.at(-1) ?? ""));
}

/** A section whose lines stand beside it: `workflow-unknown-key` reports the first of them. */
function isUnindented({ kind, node }: ValueProblem, problems: readonly GrammarProblem[]): boolean {
  return (
    kind === "empty" &&
    problems.some(
      (other) =>
        other.kind === "unknown_key" &&
        emptySectionOf(other) !== null &&
        other.map.pairs.some(({ value }) => value === node),
    )
  );
}

/** A condition that begins with `!` outside quotes: YAML takes the word for a tag, so that no condition is left. */
function* negationsAsTags({ path, file, jobs }: Workflow): Iterable<Hit> {
  if (!TAGGED_CONDITION.test(file.text)) return;
  for (const job of jobs) {
    const places = [{ node: job.node, anchor: `jobs.${job.id}.if` }].concat(
      job.steps.map(({ node, identity }) => ({ node, anchor: `jobs.${job.id}.steps.${identity}.if` })),
    );
    for (const { node, anchor } of places) {
      const value = findValue(node, "if");
      if (!value?.tag?.startsWith("!") || value.tag.startsWith("!!")) continue;
      const message = `YAML takes \`${value.tag}\` for a tag, which GitHub refuses; write the condition as \`\${{ ${value.tag}… }}\` or in quotes.`;
      yield { message, path, at: { start: value.outerStart, end: value.end }, anchor };
    }
  }
}

const TAGGED_CONDITION = /\bif:[ \t]+![^!]/;

function describe(workflow: Workflow, problem: ValueProblem): Hit {
  return {
    message: `${nameOf(problem.way)} ${saysWhat(problem)}.`,
    path: workflow.path,
    at: problem.node,
    anchor: problem.way.join("."),
  };
}

function nameOf(way: readonly string[]): string {
  const name = way.filter((part) => !/^\d+$/.test(part)).at(-1);
  if (name === undefined) return "The file";
  return /^\d+$/.test(way.at(-1) ?? "") ? `An item of \`${name}\`` : `\`${name}\``;
}

function saysWhat(problem: ValueProblem): string {
  if (problem.kind === "wrong_value")
    return asScalar(problem.node) === null
      ? `is empty; write ${listOf(problem.allowed)} or remove it`
      : `must be ${listOf(problem.allowed)}`;
  const expected = `${/^[aeiou]/.test(problem.expected[0] ?? "") ? "an" : "a"} ${listOf(problem.expected)}`;
  return problem.kind === "empty" ? `is empty; write ${expected} or remove it` : `must be ${expected}`;
}

function listOf(words: readonly string[]): string {
  const names = words.map((word) => (word === "string" ? "text" : word));
  return [...new Set(names)].slice(0, 12).join(" or ");
}

function* outOfRange(workflow: Workflow): Iterable<Hit> {
  for (const job of workflow.jobs) {
    const place = `jobs.${job.id}`;
    yield* notPositive(workflow, job.timeoutMinutes, `${place}.timeout-minutes`);
    if (job.strategy)
      yield* notPositive(workflow, asScalar(findValue(job.strategy, "max-parallel")), `${place}.strategy.max-parallel`);
    for (const { timeoutMinutes, identity } of job.steps)
      yield* notPositive(workflow, timeoutMinutes, `${place}.steps.${identity}.timeout-minutes`);
  }
}

function* notPositive({ path }: Workflow, node: YamlScalar | null, anchor: string): Iterable<Hit> {
  const value = node ? scalarValue(node) : null;
  if (!node || typeof value !== "number") return;
  const name = anchor.slice(anchor.lastIndexOf(".") + 1);
  if (value <= 0) yield { message: `\`${name}\` must be more than 0, not ${value}.`, path, at: node, anchor };
  else if (name === "max-parallel" && !Number.isInteger(value))
    yield {
      message: `\`${name}\` is a number of jobs, so it must be a whole one, not ${value}.`,
      path,
      at: node,
      anchor,
    };
}
