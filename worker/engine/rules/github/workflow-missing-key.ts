import type { Workflow } from "../../model/workflow.ts";
import { asMap, asSeq, findPair, type YamlPair } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const workflowMissingKey = defineRule({
  meta: {
    id: "workflow-missing-key",
    category: "quality",
    severity: "high",
    title: "Workflow lacks a key that GitHub requires",
    fixClass: "none",
    docs: {
      what: "A file in `.github/workflows` without `on:` or without jobs, and a job that has neither a runner nor a workflow to call, or no steps.",
      why: "GitHub refuses the whole file: nothing in it runs, and required checks stay pending.",
      notReported:
        "Values under the keys; unknown keys; files below a subfolder of `.github/workflows`, which GitHub does not read.",
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
    }
  },
});

function* missingAtTop({ path, root, file }: Workflow): Generator<Hit> {
  const at = { start: root.start, end: file.lines.endOf(file.lines.lineAt(root.start)) };
  const wrongOn = findPair(root, "true");
  if (!findPair(root, "on")) {
    const message = wrongOn
      ? "A YAML 1.1 tool turned the key `on` into `true`, which GitHub does not know; write `on:`."
      : "The workflow has no `on:`, so GitHub refuses it; name the events that start it.";
    yield { message, path, at: wrongOn?.key ?? at, anchor: "on" };
  }
  const jobs = findPair(root, "jobs");
  if (jobs && (asMap(jobs.value)?.pairs.length ?? 0) > 0) return;
  const message = "The workflow has no jobs, so GitHub refuses it; add at least one under `jobs:`.";
  yield { message, path, at: jobs?.key ?? at, anchor: "jobs" };
}

function jobPairs({ root }: Workflow): readonly YamlPair[] {
  return asMap(findPair(root, "jobs")?.value)?.pairs ?? [];
}

function* missingInJob({ path }: Workflow, pair: YamlPair): Generator<Hit> {
  const job = asMap(pair.value);
  const id = pair.key.kind === "scalar" ? pair.key.value : "";
  if (job && findPair(job, "uses")) return;
  if (!job || !findPair(job, "runs-on")) {
    const message = `Job \`${id}\` names no runner; add \`runs-on:\`, or \`uses:\` to call a reusable workflow.`;
    yield { message, path, at: pair.key, anchor: `jobs.${id}.runs-on` };
  }
  if (job && (asSeq(findPair(job, "steps")?.value)?.items.length ?? 0) === 0) {
    yield {
      message: `Job \`${id}\` has no steps, so GitHub refuses the file; add at least one.`,
      path,
      at: pair.key,
      anchor: `jobs.${id}.steps`,
    };
  }
}
