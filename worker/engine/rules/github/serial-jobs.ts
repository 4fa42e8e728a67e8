import { isDeployJob } from "../../data/deploy-steps.ts";
import { deploymentsOf } from "../../data/deployments.ts";
import { kindsOfJob } from "../../data/job-kinds.ts";
import { expressionsOf } from "../../expressions/expression-places.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

export const serialJobs = defineRule({
  meta: {
    id: "serial-jobs",
    category: "performance",
    severity: "medium",
    title: "Jobs wait for each other without a reason",
    fixClass: "none",
    docs: {
      what: "A job that lints, tests or checks types and needs another such job, although it uses none of its outputs, artifacts or results. One finding for the workflow.",
      why: "Jobs without `needs` run at the same time. A chain of three checks takes their times together, and the author of a change learns of a test failure only after the linter was content.",
      notReported:
        "Edges over which an output, an artifact or the result goes. Jobs that build, deploy or publish anything, on either side, where the order may be meant. Jobs with a condition, a matrix from the other job, or an environment. A last job that only gathers results. Cheap checks in front of costly ones are a matter of taste: set the finding aside where that is meant.",
      fix: "Remove the edge, or let both need what they really use.",
      example: {
        before: "  test:\n    needs: lint\n    steps:\n      - run: npm test\n",
        after: "  test:\n    steps:\n      - run: npm test\n",
      },
    },
  },

  *check({ workflows }) {
    for (const workflow of workflows) {
      const edges = workflow.jobs.flatMap((job) => idleNeeds(workflow, job));
      const [first, ...rest] = edges;
      if (!first) continue;
      yield {
        message: `Job \`${first.job.id}\` waits for \`${first.need.value}\` and uses nothing of it; run them side by side.`,
        path: workflow.path,
        at: first.need,
        anchor: "jobs.needs",
        related: rest.map(({ need }) => ({ path: workflow.path, at: need })),
      };
    }
  },
});

function idleNeeds(workflow: Workflow, job: Job) {
  if (!isPlainCheck(job)) return [];
  return job.needs.flatMap((need) => {
    const other = workflow.jobs.find(({ id }) => id === need.value);
    return other && isPlainCheck(other) && !isUsed(workflow, job, other) ? [{ job, need }] : [];
  });
}

/** Lints, tests or checks types by its own commands, and does nothing else that we know of. */
function isPlainCheck(job: Job): boolean {
  const kinds = kindsOfJob(job);
  const isCheck = kinds.has("lint") || kinds.has("test") || kinds.has("typecheck");
  const isMore = kinds.has("build") || isDeployJob(job) || deploymentsOf(job).length > 0;
  return (
    isCheck &&
    !isMore &&
    job.uses === null &&
    job.if === null &&
    !/build|compile|package|setup|install|prepare/i.test(job.id)
  );
}

function isUsed(workflow: Workflow, job: Job, other: Job): boolean {
  const isRead = expressionsOf(workflow).some(
    (expression) => expression.job === job && expression.references.some(({ segments }) => segments[0] === "needs"),
  );
  const downloads = job.steps.some(({ uses }) => uses !== null && /download-artifact|cache/.test(uses.name));
  const uploads = other.steps.some(({ uses }) => uses !== null && /upload-artifact|cache/.test(uses.name));
  return isRead || (downloads && uploads) || Object.keys(other.outputs).length > 0;
}
