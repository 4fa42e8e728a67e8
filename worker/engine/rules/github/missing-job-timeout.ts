import { insertKey } from "../../edit/edit-yaml.ts";
import type { Job, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";
import { isMisspelt } from "../../schema/meant-key.ts";
import { slowestSuccess } from "./missing-job-timeout/slowest-success.ts";

/** Long enough for nearly every job, a twelfth of GitHub's own limit. */
const PROPOSED_MINUTES = 30;
const LEAST_MINUTES = 5;
/** A job that never took longer wastes nearly all of the six hours when it hangs. */
const SHORT_MINUTES = 10;

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
        "Jobs that call a reusable workflow: `timeout-minutes` is illegal there, the called jobs need it. Jobs all of whose steps have a time limit of their own. How long a job takes is asked of its run history where there is one; fewer than three successes, and names from expressions, count as unknown.",
      fix: "Set `timeout-minutes` to about twice the slowest successful run. Where the run history is known the fix writes that, at least 5, and is safe; the finding then weighs more (medium) for a job that never took longer than ten minutes. Otherwise it proposes 30: look at the job's history before merging, because a limit that is too short cancels good runs.",
      example: {
        before: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: npm test\n",
        after:
          "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n    steps:\n      - run: npm test\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const job of workflow.jobs)
        if (isUnlimited(job) && !isMisspelt(workflow, job.node, "timeout-minutes")) yield toHit(context, workflow, job);
    }
  },
});

function isUnlimited(job: Job): boolean {
  return !job.uses && job.steps.length > 0 && !job.timeoutMinutes && !everyStepIsLimited(job);
}

function toHit({ lookups }: RuleContext, workflow: Workflow, job: Job): Hit {
  const history = lookups.history(workflow.path);
  const slowest = history === "unknown" ? null : slowestSuccess(history, job);
  const known = slowest === null ? "" : ` (${slowest} min.)`;
  return {
    message: `Job \`${job.id}\` can hang for six hours; set \`timeout-minutes\` to about twice its slowest good run${known}.`,
    path: workflow.path,
    at: job.key,
    anchor: `jobs.${job.id}`,
    severity: slowest !== null && slowest <= SHORT_MINUTES ? "medium" : "low",
    fix: () => addTimeout(workflow, job, slowest),
  };
}

function everyStepIsLimited(job: Job): boolean {
  return job.steps.every((step) => step.timeoutMinutes);
}

/** GitHub's own limit: a longer one changes nothing. */
const PLATFORM_MINUTES = 360;

function addTimeout(workflow: Workflow, job: Job, slowest: number | null): FixOutcome {
  const minutes = slowest === null ? PROPOSED_MINUTES : Math.max(LEAST_MINUTES, 2 * slowest);
  if (minutes > PLATFORM_MINUTES)
    return { abstain: `The job's slowest good run took ${slowest} minutes; choose a limit for it by hand.` };
  const edits = insertKey(workflow.file, job.node, {
    key: "timeout-minutes",
    value: String(minutes),
    after: ["runs-on", "name"],
    before: ["steps"],
  });
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; add `timeout-minutes` by hand." };
  return {
    edits,
    title: `Limit job \`${job.id}\` to ${minutes} minutes`,
    explanation:
      slowest === null
        ? `Without a limit GitHub lets the job run for ${PLATFORM_MINUTES} minutes. Compare ${minutes} minutes with the job's slowest successful run before merging, and raise it where that comes near.`
        : `Without a limit GitHub lets the job run for ${PLATFORM_MINUTES} minutes. Its slowest success of late took ${slowest} minutes; the limit is twice that, and at least ${LEAST_MINUTES}.`,
    fixClass: slowest === null ? "review" : "safe",
  };
}
