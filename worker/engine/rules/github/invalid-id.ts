import { renameKey, replaceSpan } from "../../edit/edit-yaml.ts";
import { expressionsOf } from "../../expressions/expression-places.ts";
import type { Edit } from "../../finding.ts";
import type { Action, Job, Step, Workflow } from "../../model/workflow.ts";
import { asMap, findValue, resolve } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

/** docs.github.com, `jobs.<job_id>`: begins with a letter or `_`, then letters, digits, `-` and `_`. */
const LEGAL = /^[A-Za-z_][\w-]*$/;

export const invalidId = defineRule({
  meta: {
    id: "invalid-id",
    category: "quality",
    severity: "high",
    title: "Id that GitHub does not accept",
    fixClass: "review",
    reach: "workflow",
    docs: {
      what: "The id of a job or step that begins with a digit or dash, or has other characters than letters, digits, `-` and `_`; or the id of a step that another step of the job has too, without regard to case.",
      why: "GitHub refuses the file: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_id.",
      notReported:
        "The same step id in different jobs. Ids that begin with `_`. Two jobs of one name, which `workflow-duplicate-key` reports. Names, which may hold anything. Ids with an expression, which GitHub refuses with other words.",
      fix: "Use letters, digits, `-` and `_`. The fix renames an illegal id together with its references; of two equal ids one has to be chosen by hand.",
      example: { before: "jobs:\n  build.web:\n", after: "jobs:\n  build-web:\n" },
    },
  },

  *check({ workflows, actions }) {
    for (const workflow of workflows) {
      for (const job of workflow.jobs) {
        if (!LEGAL.test(job.id)) yield illegalJob(workflow, job);
        yield* stepIds(workflow, job.steps, `jobs.${job.id}`);
      }
    }
    for (const action of actions) yield* stepIds(action, action.steps, "runs");
  },
});

const FORM = "begin with a letter or `_` and use letters, digits, `-` and `_`";

function illegalJob(workflow: Workflow, job: Job): Hit {
  return {
    message: `\`${job.id}\` cannot be the id of a job; ${FORM}.`,
    path: workflow.path,
    at: job.key,
    anchor: `jobs.${job.id}.id`,
    fix: () => renameJob(workflow, job),
  };
}

function* stepIds(document: Workflow | Action, steps: readonly Step[], where: string): Iterable<Hit> {
  const seen = new Set<string>();
  for (const { id } of steps) {
    if (!id || id.value.includes("${{")) continue;
    const isTaken = seen.has(id.value.toLowerCase());
    seen.add(id.value.toLowerCase());
    if (LEGAL.test(id.value) && !isTaken) continue;
    yield {
      message: isTaken
        ? `Two steps of this ${document.kind === "action" ? "action" : "job"} have the id \`${id.value}\`; GitHub does not look at case. Rename one with its references.`
        : `\`${id.value}\` cannot be the id of a step; ${FORM}.`,
      path: document.path,
      at: id,
      anchor: `${where}.steps.${id.value}.id`,
    };
  }
}

function renameJob(workflow: Workflow, job: Job): FixOutcome {
  const name = legal(job.id);
  const isTaken = workflow.jobs.some(({ id }) => id.toLowerCase() === name.toLowerCase());
  const isRead = expressionsOf(workflow).some(({ references }) =>
    references.some(
      ({ segments }) => (segments[0] === "needs" || segments[0] === "jobs") && segments[1] === job.id.toLowerCase(),
    ),
  );
  if (isTaken || isRead)
    return { abstain: `Choose another id for \`${job.id}\` by hand, and change its references with it.` };
  const pair = findValue(workflow.root, "jobs");
  const own = asMap(pair)?.pairs.find(({ key }) => resolve(key) === job.key);
  if (!own) return { abstain: `Choose another id for \`${job.id}\` by hand.` };
  const needs = workflow.jobs.flatMap((each) => each.needs.filter(({ value }) => value === job.id));
  const edits: Edit[] = [
    renameKey(workflow.file, own, name),
    ...needs.map((node) => replaceSpan(workflow.file, node, name)),
  ];
  return {
    edits,
    title: `Rename job \`${job.id}\` to \`${name}\``,
    explanation:
      "GitHub refuses the old id. Its name in `needs` is changed with it. Required checks that name the old id must be changed in the repository's settings.",
  };
}

function legal(id: string): string {
  const letters = id.replaceAll(/[^\w-]+/g, "-").replace(/^-+|-+$/g, "");
  return /^[A-Za-z_]/.test(letters) ? letters : `job-${letters}`;
}
