import type { Action, Workflow } from "../../model/workflow.ts";
import {
  asMap,
  asScalar,
  asSeq,
  findPair,
  findValue,
  keyText,
  resolve,
  type YamlMap,
  type YamlNode,
  type YamlPair,
} from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checkDocument, type GrammarProblem } from "../../schema/check-document.ts";
import { isMisspelt } from "../../schema/meant-key.ts";

export const workflowMissingKey = defineRule({
  meta: {
    id: "workflow-missing-key",
    category: "quality",
    severity: "high",
    title: "Workflow lacks a key that GitHub requires",
    fixClass: "none",
    docs: {
      what: "A file in `.github/workflows` without `on:` or without jobs, a job that has neither a runner nor a workflow to call, or no steps, a step that neither runs a script nor uses an action, such a key without a value, a `concurrency` without `group` and an `environment` without `name`, and a `run` step of a composite action without `shell`.",
      why: "GitHub refuses the whole file: nothing in it runs, and required checks stay pending. A composite action fails where it is used: its scripts have no default shell ([metadata syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runsstepsshell)).",
      notReported:
        "Values under the keys; unknown keys, and the key that a misspelt one stands for (`run-on`), which `workflow-unknown-key` reports; steps of a workflow without `shell`, which have a default; files below a subfolder of `.github/workflows`, which GitHub does not read.",
      fix: "Add the key that the message names. What it should say only the author knows.",
      example: {
        before: "jobs:\n  test:\n    steps:\n      - run: make\n",
        after: "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n",
      },
    },
  },

  *check(context) {
    for (const { path, file, problem } of context.broken) {
      if (problem.kind !== "not_a_workflow") continue;
      const end = file.lines.endOf(file.lines.lineAt(problem.offset));
      yield { message: problem.message, path, at: { start: problem.offset, end }, anchor: "workflow" };
    }
    for (const workflow of context.workflows) {
      yield* missingAtTop(workflow);
      for (const pair of jobPairs(workflow)) yield* missingInJob(workflow, pair);
      yield* missingInParts(workflow);
    }
    for (const action of context.actions) yield* missingInParts(action);
  },
});

function* missingAtTop(workflow: Workflow): Generator<Hit> {
  const { path, root, file } = workflow;
  const at = { start: root.start, end: file.lines.endOf(file.lines.lineAt(root.start)) };
  const wrongOn = findPair(root, "true");
  if (!saysSomething(root, "on") && !isMisspelt(workflow, root, "on")) {
    const message = wrongOn
      ? "A YAML 1.1 tool turned the key `on` into `true`, which GitHub does not know; write `on:`."
      : "The workflow has no `on:`, so GitHub refuses it; name the events that start it.";
    yield { message, path, at: (findPair(root, "on") ?? wrongOn)?.key ?? at, anchor: "on" };
  }
  if (hasJobs(workflow)) return;
  const message = "The workflow has no jobs, so GitHub refuses it; add at least one under `jobs:`.";
  yield { message, path, at: findPair(root, "jobs")?.key ?? at, anchor: "jobs" };
}

function hasJobs(workflow: Workflow): boolean {
  const jobs = findValue(workflow.root, "jobs");
  if (!jobs) return isMisspelt(workflow, workflow.root, "jobs");
  return isOfWrongKind(jobs, "map") || (asMap(jobs)?.pairs.length ?? 0) > 0;
}

/** Says something, but neither a list nor a mapping as it should: `workflow-invalid-value` reports it. */
function isOfWrongKind(node: YamlNode, kind: "map" | "seq"): boolean {
  const target = resolve(node);
  return target.kind === "scalar" ? asScalar(target) !== null : target.kind !== kind;
}

/** An empty value is as good as none, and so is an empty list of events or labels. */
function saysSomething(map: YamlMap, key: string): boolean {
  const value = findValue(map, key);
  if (value === null || value.kind === "alias") return value !== null;
  if (value.kind === "scalar") return (asScalar(value)?.value ?? "") !== "";
  return value.kind === "map" ? value.pairs.length > 0 : value.items.length > 0;
}

function jobPairs({ root }: Workflow): readonly YamlPair[] {
  return asMap(findPair(root, "jobs")?.value)?.pairs ?? [];
}

function* missingInJob(workflow: Workflow, pair: YamlPair): Generator<Hit> {
  if (isOfWrongKind(pair.value, "map")) return;
  const job = asMap(pair.value);
  const id = pair.key.kind === "scalar" ? pair.key.value : "";
  const has = (key: string) => job !== null && (saysSomething(job, key) || isMisspelt(workflow, job, key));
  if (has("uses")) return;
  const where = { path: workflow.path, at: pair.key };
  if (!has("runs-on")) {
    const message = `Job \`${id}\` names no runner; add \`runs-on:\`, or \`uses:\` to call a reusable workflow.`;
    yield { message, ...where, anchor: `jobs.${id}.runs-on` };
  }
  const steps = job && findValue(job, "steps");
  if (!job || isMisspelt(workflow, job, "steps") || (steps && isOfWrongKind(steps, "seq"))) return;
  if ((asSeq(steps)?.items.length ?? 0) > 0) return;
  const message = `Job \`${id}\` has no steps, so GitHub refuses the file; add at least one.`;
  yield { message, ...where, anchor: `jobs.${id}.steps` };
}

type MissingKey = Extract<GrammarProblem, { kind: "missing_key" }>;

function* missingInParts(document: Workflow | Action): Iterable<Hit> {
  yield* emptySteps(document);
  for (const problem of checkDocument(document).problems) {
    if (problem.kind !== "missing_key" || !isOurs(problem) || isMisspelt(document, problem.map, problem.key)) continue;
    yield {
      message: wordsFor(problem),
      path: document.path,
      at: problem.map.pairs[0]?.key ?? problem.map,
      anchor: [...problem.way, problem.key].join("."),
    };
  }
}

function* emptySteps(document: Workflow | Action): Iterable<Hit> {
  const lists = document.kind === "action" ? [document] : document.jobs;
  for (const { node, identity, run, uses } of lists.flatMap(({ steps }) => steps)) {
    if (uses || run?.value) continue;
    const pair = findPair(node, "run") ?? findPair(node, "uses");
    const key = pair && keyText(pair);
    if (!pair || !key || saysSomething(node, key) || isEmptyScript(pair)) continue;
    const message = `\`${key}\` of this step says nothing; name ${key === "run" ? "the script that it runs" : "the action that it uses"}.`;
    yield { message, path: document.path, at: pair.key, anchor: `${identity}.${key}` };
  }
}

/** GitHub runs a script that is written as an empty text: a step that is there for its name. */
function isEmptyScript({ key, value }: YamlPair): boolean {
  return key.kind === "scalar" && key.value === "run" && value.kind === "scalar" && value.style !== "plain";
}

/** A step that lacks both script and action is told so once. Triggers, jobs and the top are judged elsewhere. */
function isOurs({ way, map, key }: MissingKey): boolean {
  if (way.at(-2) !== "steps" && way.at(-2) !== "parallel")
    return way[0] === "concurrency" || (way[0] === "jobs" && way.length > 2);
  const does = findPair(map, "run") !== null || findPair(map, "uses") !== null;
  return key === "shell" ? does : !does;
}

function wordsFor({ key, way }: MissingKey): string {
  if (SECTIONS.has(way.at(-1) ?? "")) return `\`${way.at(-1)}\` has no \`${key}\`, which GitHub requires; add it.`;
  return key === "shell"
    ? "A script of a composite action has no default shell; add `shell:`, such as `shell: bash`."
    : "This step does nothing; add `run:` with a script, or `uses:` with an action.";
}

const SECTIONS: ReadonlySet<string> = new Set(["concurrency", "environment", "snapshot"]);
