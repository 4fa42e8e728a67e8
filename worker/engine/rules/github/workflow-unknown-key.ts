import { renameKey } from "../../edit/edit-yaml.ts";
import type { Workflow } from "../../model/workflow.ts";
import { asScalar, findPair, findValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { checkDocument } from "../../schema/check-document.ts";
import { meantKey, type UnknownKey } from "../../schema/meant-key.ts";
import { emptySectionOf, isSaidByMixture, onOtherKindOfStep } from "../../schema/step-kinds.ts";

export const workflowUnknownKey = defineRule({
  meta: {
    id: "workflow-unknown-key",
    category: "quality",
    severity: "high",
    title: "Key that GitHub does not know at this place",
    fixClass: "review",
    docs: {
      what: "A key in a workflow that GitHub's grammar does not have at that place: misspelt, in wrong case, at the wrong level, or not allowed for a call of a reusable workflow. The grammar is the one that GitHub publishes with its language service, github.com/actions/languageservices.",
      why: "GitHub refuses the whole file with `Unexpected value`, so none of its jobs run, and a required check waits for ever.",
      notReported:
        "Keys that the author chooses: names of jobs, inputs, variables, matrix dimensions, services. Events and their filters, which `invalid-trigger` judges, and scopes of `permissions`, which `invalid-permissions` judges. Keys of an `action.yml`, which `invalid-action-metadata` judges. YAML's merge key `<<`, which `yaml-anchor-misuse` judges.",
      fix: "Write the key as GitHub does, move it where it belongs, or remove it. The fix renames a key that is one or two letters away from exactly one that fits.",
      example: {
        before: "jobs:\n  test:\n    run-on: ubuntu-24.04\n",
        after: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const unknown = checkDocument(workflow).problems.filter((problem) => problem.kind === "unknown_key");
      for (const problem of unknown) {
        if (isJudgedElsewhere(problem)) continue;
        const beside = emptySectionOf(problem);
        if (!beside) yield toHit(workflow, problem);
        else if (!unknown.some((other) => other.map === problem.map && other.pair.key.start < problem.pair.key.start))
          yield { ...toHit(workflow, problem), message: onWrongIndent(problem, beside) };
      }
    }
  },
});

function isJudgedElsewhere(problem: UnknownKey): boolean {
  const { way, key } = problem;
  if (way[0] === "on" && !way.includes("inputs") && !way.includes("secrets") && !way.includes("outputs")) return true;
  if (isSaidByMixture(problem) || isOfWrongType(problem)) return true;
  return way.at(-1) === "permissions" || (key === "true" && way.length === 0);
}

function onWrongIndent({ key }: UnknownKey, section: string): string {
  return `\`${key}\` stands beside \`${section}\`, which is empty, not under it; indent it by one step.`;
}

/** Options of a call's input with `type: choice`, whose type `invalid-workflow-input` reports. */
function isOfWrongType({ way, key, map }: UnknownKey): boolean {
  return key === "options" && way[1] === "workflow_call" && asScalar(findValue(map, "type"))?.value === "choice";
}

/** Most keys of a job have no place in a call, whose steps stand in another file. */
function onCall({ way, key, map }: UnknownKey): string | null {
  if (way[0] !== "jobs" || way.length !== 2 || !findPair(map, "uses")) return null;
  if (key === "uses")
    return "A job either calls a reusable workflow or has steps of its own; make two jobs of this one.";
  return OF_OWN_STEPS.has(key)
    ? `A job that calls a reusable workflow has no \`${key}\`; set it in the called workflow.`
    : null;
}

const OF_OWN_STEPS: ReadonlySet<string> = new Set(
  "runs-on steps timeout-minutes env defaults container services environment outputs continue-on-error".split(" "),
);

function placeOf({ way }: UnknownKey): string {
  if (way.length === 0) return "a workflow";
  if (way[0] === "jobs" && way.length === 2) return `job \`${way[1]}\``;
  if (way.at(-2) === "steps") return "a step";
  return `\`${way.filter((part) => !/^\d+$/.test(part)).slice(-1)[0] ?? ""}\``;
}

function rename({ file }: Workflow, { pair, key }: UnknownKey, meant: string): FixOutcome {
  return {
    edits: [renameKey(file, pair, meant)],
    title: `Write \`${meant}\` where \`${key}\` stands`,
    explanation: `GitHub does not know \`${key}\` and refuses the file; \`${meant}\` is the only key near to it at this place. Check that it is what was meant.`,
  };
}

function toHit(workflow: Workflow, problem: UnknownKey): Hit {
  const meant = meantKey(problem);
  const known = problem.known.slice(0, 12).map((key) => `\`${key}\``);
  const hint = meant ? `\`${meant}\` is` : `it may have ${known.join(", ")}`;
  return {
    message:
      onCall(problem) ?? onOtherKindOfStep(problem) ?? `\`${problem.key}\` is no key of ${placeOf(problem)}; ${hint}.`,
    path: workflow.path,
    at: problem.pair.key,
    anchor: [...problem.way, problem.key].join("."),
    ...(meant === "runs-on" ? { cause: `runner:${workflow.path}` } : {}),
    ...(meant ? { fix: () => rename(workflow, problem, meant) } : {}),
  };
}
