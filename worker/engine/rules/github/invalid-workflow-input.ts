import { findTrigger, type Trigger, type Workflow } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import {
  asMap,
  asScalar,
  asSeq,
  findPair,
  findValue,
  keyText,
  scalarValue,
  type YamlMap,
  type YamlPair,
  type YamlScalar,
} from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument, type GrammarProblem } from "../../schema/check-document.ts";

/** docs.github.com, `workflow_dispatch`: at most so many inputs. */
const MOST_INPUTS = 25;

export const invalidWorkflowInput = defineRule({
  meta: {
    id: "invalid-workflow-input",
    category: "quality",
    severity: "medium",
    title: "Input that cannot be given",
    fixClass: "none",
    docs: {
      what: "An input, secret or output of `workflow_dispatch` or `workflow_call` with an unknown type, a default of another type than its own, a `choice` without options or with a default that is not among them, options without `type: choice`, no type where `workflow_call` needs one, or more than 25 inputs.",
      why: "GitHub refuses the file, or shows a form whose default it then rejects: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs.",
      notReported:
        "Inputs without a description. A required input with a default, which works. Defaults with an expression. Quoted defaults of text inputs, and of any input of `workflow_dispatch`, which GitHub's form reads as it reads plain ones. Inputs that nobody reads.",
      fix: "Correct type, default or options.",
      example: {
        before: "      level:\n        type: choice\n        options: [low, high]\n        default: medium\n",
        after: "      level:\n        type: choice\n        options: [low, high]\n        default: low\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const event of ["workflow_dispatch", "workflow_call"]) {
        const trigger = findTrigger(workflow, event);
        if (trigger) yield* inputsOf(workflow, trigger);
      }
      yield* grammarProblems(workflow);
    }
  },
});

function* grammarProblems(workflow: Workflow): Iterable<Hit> {
  for (const problem of checkDocument(workflow).problems) {
    const { way } = problem;
    if (!isOurs(problem)) continue;
    const name = way[3] ?? way[2];
    const at = problem.kind === "missing_key" ? (problem.map.pairs[0]?.key ?? problem.map) : problem.node;
    yield {
      message: wordsFor(problem, name ?? ""),
      path: workflow.path,
      at,
      anchor: `${way.join(".")}.${problem.kind}`,
    };
  }
}

type InputProblem = Exclude<GrammarProblem, { kind: "unknown_key" | "same_key" }>;

const PARTS = ["inputs", "secrets", "outputs"];

function isOurs(problem: GrammarProblem): problem is InputProblem {
  const [top, , part = ""] = problem.way;
  return top === "on" && PARTS.includes(part) && problem.kind !== "unknown_key" && problem.kind !== "same_key";
}

function wordsFor(problem: InputProblem, name: string): string {
  const key = problem.way.at(-1);
  switch (problem.kind) {
    case "missing_key":
      return `\`${name}\` has no \`${problem.key}\`, which \`${problem.way[1]}\` needs.`;
    case "wrong_value":
      return `\`${problem.node.value}\` is no ${key === "type" ? `type of an input of \`${problem.way[1]}\`` : `\`${key}\``}; it can be ${problem.allowed.map((each) => `\`${each}\``).join(", ")}.`;
    case "empty":
      return `\`${key}\` of \`${problem.way[1]}\` is empty; write something or remove it.`;
    case "wrong_type":
      return `\`${key}\` of \`${name}\` must be ${problem.expected.join(" or ").replaceAll("string", "text")}.`;
  }
}

function* inputsOf(workflow: Workflow, trigger: Trigger): Iterable<Hit> {
  const inputs = asMap(findValue(trigger.node, "inputs"));
  for (const pair of inputs?.pairs ?? []) {
    const problem = problemOf(asMap(pair.value), trigger.event);
    if (!problem) continue;
    yield {
      message: `\`${keyText(pair)}\` ${problem.words}.`,
      path: workflow.path,
      at: problem.at ?? pair.key,
      anchor: anchorOf(trigger, pair),
    };
  }
  const extra = inputs?.pairs[MOST_INPUTS];
  if (inputs && extra) {
    yield {
      message: `GitHub takes ${MOST_INPUTS} inputs at most, this workflow has ${inputs.pairs.length}.`,
      path: workflow.path,
      at: extra.key,
      anchor: `on.${trigger.event}.inputs`,
    };
  }
}

function anchorOf({ event }: Trigger, pair: YamlPair): string {
  return `on.${event}.inputs.${keyText(pair)}`;
}

interface Problem {
  readonly words: string;
  readonly at: Span | null;
}

function problemOf(input: YamlMap | null, event: string): Problem | null {
  const type = asScalar(findValue(input, "type"))?.value ?? "string";
  const fallback = asScalar(findValue(input, "default"));
  const given = fallback?.value.includes("${{") ? null : fallback;
  // A call has no choices at all, which the grammar says already.
  if (event === "workflow_call") return given && otherType(type, given, scalarValue(given));
  if (type === "choice") return choiceProblem(input, given);
  const options = input && findPair(input, "options");
  if (options) return { words: "has options but no `type: choice`, so GitHub refuses it", at: options.key };
  // GitHub's form takes words in quotes too.
  return given && otherType(type, given, scalarValue({ ...given, style: "plain" }));
}

function choiceProblem(input: YamlMap | null, fallback: YamlScalar | null): Problem | null {
  const node = findValue(input, "options");
  if (node && !asSeq(node)) return null;
  const options = asSeq(node)?.items.flatMap((item) => asScalar(item)?.value ?? []) ?? [];
  if (options.length === 0) return { words: "is a choice without options", at: null };
  const twice = asSeq(node)?.items.find((item, at) => options.indexOf(asScalar(item)?.value ?? "") !== at);
  const repeated = asScalar(twice);
  if (repeated && options.length === asSeq(node)?.items.length)
    return { words: `has the option \`${repeated.value}\` twice`, at: repeated };
  if (!fallback || options.includes(fallback.value)) return null;
  return { words: `has the default \`${fallback.value}\`, which is not among its options`, at: fallback };
}

function otherType(type: string, fallback: YamlScalar, value: ReturnType<typeof scalarValue>): Problem | null {
  if ((type !== "boolean" && type !== "number") || typeof value === type) return null;
  return { words: `is a ${type} and has the default \`${fallback.value}\``, at: fallback };
}
