import { insertKey } from "../../edit/edit-yaml.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Long enough for nearly every job, a twelfth of GitHub's own limit. */
const PROPOSED_MINUTES = 30;

export const missingJobTimeout = defineRule({
  meta: {
    id: "missing-job-timeout",
    category: "ci_cd",
    severity: "low",
    title: "Job has no time limit",
    fixClass: "review",
    docs: {
      what: "A job that runs steps and has no `timeout-minutes`.",
      why: "GitHub stops a job only after 360 minutes. A hung test or a prompt that waits for input then holds a runner for six hours, is billed for them, and blocks what waits in the same concurrency group.",
      notReported:
        "Jobs that call a reusable workflow: `timeout-minutes` is illegal there, the called jobs need it. Jobs all of whose steps have a time limit of their own.",
      fix: "Set `timeout-minutes` to about twice the slowest successful run. The fix proposes 30: look at the job's history before merging, because a limit that is too short cancels good runs.",
      example: {
        before: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n",
        after:
          "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n    steps:\n      - run: npm test\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs) {
        if (job.uses || job.steps.length === 0 || job.timeoutMinutes || everyStepIsLimited(job)) continue;
        yield {
          message: `Job \`${job.id}\` can hang for six hours; set \`timeout-minutes\` to about twice its slowest good run.`,
          path: workflow.path,
          at: job.key,
          anchor: `jobs.${job.id}`,
          fix: () => addTimeout(workflow, job),
        };
      }
    }
  },
});

function everyStepIsLimited(job: Job): boolean {
  return job.steps.every((step) => step.timeoutMinutes);
}

function addTimeout(workflow: Workflow, job: Job): FixOutcome {
  const edits = insertKey(workflow.file, job.node, {
    key: "timeout-minutes",
    value: String(PROPOSED_MINUTES),
    after: ["runs-on", "name"],
    before: ["steps"],
  });
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; add `timeout-minutes` by hand." };
  return {
    edits,
    title: `Limit job \`${job.id}\` to ${PROPOSED_MINUTES} minutes`,
    explanation: `Without a limit GitHub lets the job run for 360 minutes. Compare ${PROPOSED_MINUTES} minutes with the job's slowest successful run before merging, and raise it where that comes near.`,
  };
}
