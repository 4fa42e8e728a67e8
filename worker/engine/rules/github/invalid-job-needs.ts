import { ancestorsOf } from "../../model/job-graph.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { nearest } from "../../names/nearest.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const invalidJobNeeds = defineRule({
  meta: {
    id: "invalid-job-needs",
    category: "ci_cd",
    severity: "high",
    title: "Job needs what cannot be",
    fixClass: "none",
    docs: {
      what: "`needs` names a job that the workflow does not have, names one twice, or closes a circle in which each job waits for another.",
      why: "GitHub refuses the workflow: none of its jobs run.",
      notReported:
        "Names in other case: GitHub compares job names without it. Jobs that wait for each other through a chain without a circle. An empty list. A need that is skipped by a condition, which is a question of the run.",
      fix: "Name an existing job, or break the circle at the edge that is not needed.",
      example: {
        before: "  deploy:\n    needs: [biuld]\n",
        after: "  deploy:\n    needs: [build]\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) yield* badNeeds(workflow, job);
      yield* circle(workflow);
    }
  },
});

function* badNeeds(workflow: Workflow, job: Job): Iterable<Hit> {
  const ids = new Map(workflow.jobs.map(({ id }) => [id.toLowerCase(), id]));
  const seen = new Set<string>();
  for (const need of job.needs) {
    const name = need.value.toLowerCase();
    const isTwice = seen.has(name);
    seen.add(name);
    if (need.value.includes("${{") || (ids.has(name) && !isTwice)) continue;
    const message = ids.has(name)
      ? `Job \`${job.id}\` needs \`${need.value}\` twice; name it once.`
      : missing(job, need, ids.values());
    yield { message, path: workflow.path, at: need, anchor: `jobs.${job.id}.needs.${need.value}` };
  }
}

function missing(job: Job, need: YamlScalar, ids: Iterable<string>): string {
  const meant = nearest(
    need.value,
    [...ids].filter((id) => id !== job.id),
  );
  return `Job \`${job.id}\` needs \`${need.value}\`, which does not exist${meant ? `; \`${meant}\` does` : ""}.`;
}

/** One finding for all circles of a workflow: breaking them is one decision. */
function* circle(workflow: Workflow): Iterable<Hit> {
  const ancestors = ancestorsOf(workflow);
  const members = workflow.jobs.filter(({ id }) => ancestors.get(id)?.has(id));
  const [first, ...rest] = members;
  if (!first) return;
  const at = (job: Job) => job.needs.find(({ value }) => members.some(({ id }) => id === value)) ?? job.key;
  const [own] = rest.length === 0 ? members : [];
  yield {
    message: own
      ? `Job \`${own.id}\` waits for itself, so it never starts; remove that from its \`needs\`.`
      : `${members.map(({ id }) => `\`${id}\``).join(", ")} wait for each other in a circle, so none can start; remove one of the edges.`,
    path: workflow.path,
    at: at(first),
    anchor: "jobs.circle",
    related: rest.map((job) => ({ path: workflow.path, at: at(job) })),
  };
}
