import { deploymentsOf } from "../../data/deployments.ts";
import { insertKey, setScalar } from "../../edit/edit-yaml.ts";
import { type Concurrency, findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { asMap, asScalar, findValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

export const deployWithoutConcurrency = defineRule({
  meta: {
    id: "deploy-without-concurrency",
    category: "ci_cd",
    severity: "high",
    title: "Two deploys can overlap, or one can be cut off",
    fixClass: "safe",
    docs: {
      what: "A job that puts something into service and has no `concurrency`, nor has its workflow; one whose group is new for every run (`github.run_id`, `github.sha`); or one whose group has `cancel-in-progress: true`.",
      why: "Two pushes shortly after each other start two deploys of the same target. The older may finish last and win, and tools without a lock leave a mixture. With `cancel-in-progress: true` the newer run kills the older one in the middle of its deploy. GitHub's guide to deployments recommends a group per environment: https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/control-deployments.",
      notReported:
        "Jobs that publish packages, images or releases, where each version is its own target. Previews and clusters that a test sets up for itself. `cancel-in-progress` with an expression, which may spare deploys. Workflows that run by hand alone (`workflow_dispatch`) or that others call, where the caller decides.",
      fix: "A `concurrency` group for the job, named after its environment, with `cancel-in-progress: false`: the second deploy waits.",
      example: {
        before:
          "  deploy:\n    runs-on: ubuntu-24.04\n    environment: production\n    steps:\n      - run: kubectl apply -f k8s\n",
        after:
          "  deploy:\n    runs-on: ubuntu-24.04\n    environment: production\n    concurrency:\n      group: deploy-production\n      cancel-in-progress: false\n    steps:\n      - run: kubectl apply -f k8s\n",
      },
    },
  },

  *check(context) {
    for (const { workflow, job } of context.jobs) {
      const group = job.concurrency ?? workflow.concurrency;
      const isSafe = group !== null && !cancels(group) && !isNewEachRun(group);
      if (isSafe || deploymentsOf(job).length === 0 || !startsByItself(workflow)) continue;
      const cancelling = group && cancels(group) && !isNewEachRun(group) ? group : null;
      yield {
        message: cancelling
          ? `A newer run kills job \`${job.id}\` in the middle of its deploy; set \`cancel-in-progress: false\`.`
          : `Two runs of job \`${job.id}\` can deploy to the same target at the same time; give it a \`concurrency\` group.`,
        path: workflow.path,
        at: cancelling?.cancelInProgress ?? job.key,
        anchor: `jobs.${job.id}.concurrency`,
        fix: () => (cancelling ? spare(workflow, job, cancelling) : addGroup(workflow, job)),
      };
    }
  },
});

function startsByItself({ triggers }: Workflow): boolean {
  return triggers.some(({ event }) => event !== "workflow_dispatch" && event !== "workflow_call");
}

/** A group that no other run can have lets every deploy go at once. */
function isNewEachRun({ group }: Concurrency): boolean {
  return group !== null && /\bgithub\s*\.\s*(?:run_id|run_number|sha)\b/.test(group.value);
}

function cancels({ cancelInProgress }: Concurrency): boolean {
  return cancelInProgress?.value.trim() === "true";
}

function spare(workflow: Workflow, job: Job, group: Concurrency): FixOutcome {
  const isShared = group === workflow.concurrency && findTrigger(workflow, "pull_request") !== null;
  const node = group.cancelInProgress;
  const edits = node ? setScalar(workflow.file, node, "false") : null;
  if (isShared || !edits || node?.aliased) {
    return {
      abstain: `The group also serves pull requests: give job \`${job.id}\` a \`concurrency\` of its own, or cancel for pull requests alone.`,
    };
  }
  return {
    edits,
    title: `Let a deploy of \`${job.id}\` finish before the next one`,
    explanation: "A newer run now waits for the one in progress instead of killing it.",
  };
}

function addGroup(workflow: Workflow, job: Job): FixOutcome {
  if (job.concurrency) return { abstain: "The job's group is new for every run; name the target in it instead." };
  const edits = insertKey(workflow.file, job.node, {
    key: "concurrency",
    value: job.node.flow
      ? `{ group: ${groupName(job)}, cancel-in-progress: false }`
      : `\n  group: ${groupName(job)}\n  cancel-in-progress: false`,
    after: ["environment", "timeout-minutes", "runs-on"],
    before: ["steps"],
  });
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; add `concurrency` by hand." };
  return {
    edits,
    title: `Let deploys of \`${job.id}\` wait for each other`,
    explanation: "A second deploy to the same target waits until the first is done. Nothing is cancelled.",
  };
}

/** A group per target: the environment, or the job where it has none. */
function groupName(job: Job): string {
  const name = asScalar(job.environment)?.value ?? asScalar(findValue(asMap(job.environment), "name"))?.value;
  const target = name ?? job.id;
  return /^[\w.-]+$/.test(target) || /^\$\{\{[^}]*\}\}$/.test(target) ? `deploy-${target}` : `deploy-${job.id}`;
}
