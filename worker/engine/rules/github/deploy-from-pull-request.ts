import { deploymentsOf, isProduction } from "../../data/deployments.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { asMap, asScalar, findValue } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

/** Conditions that look at where a run comes from, whatever they say of it. */
const LOOKS_AT_ORIGIN =
  /github\.(?:ref\b|ref_name|ref_type|ref_protected|base_ref|event_name|event\.(?:action|pull_request|ref|repository|inputs|workflow_run|release|label|push))|inputs\.|\bneeds\./;

export const deployFromPullRequest = defineRule({
  meta: {
    id: "deploy-from-pull-request",
    category: "security",
    severity: "high",
    title: "Production is deployed from any branch",
    fixClass: "review",
    docs: {
      what: "A job that deploys to production and can start for a pull request, or for a push to any branch: its workflow has no branch filter and neither the job nor its deploy step has a condition on the ref or the event.",
      why: "Whoever may open a pull request or push a branch then puts code into production that nobody has reviewed or merged.",
      notReported:
        "Jobs or deploy steps with any condition on the ref, the event or an earlier job's output. Workflows whose `push` names branches or tags. Previews, staging and clusters that a test sets up for itself. Jobs in which nothing but a deploy command says that they deploy, unless their environment is production. Environments may restrict branches by their settings, which the file does not show.",
      fix: "A condition on the default branch, or a branch filter on the trigger. The fix adds the condition to the job.",
      example: {
        before: "on: [push, pull_request]\njobs:\n  deploy:\n    environment: production\n",
        after:
          "on: [push, pull_request]\njobs:\n  deploy:\n    if: github.ref == 'refs/heads/main'\n    environment: production\n",
      },
    },
  },

  *check(context) {
    for (const { workflow, job } of context.jobs) {
      const origin = openTrigger(workflow);
      if (origin === null || !deploysUnguarded(job) || !isProductionJob(job) || waitsForGuard(workflow, job)) continue;
      yield {
        message: `Job \`${job.id}\` deploys to production for ${origin}; let it run for the default branch alone.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.if`,
        fix: () => addCondition(context, workflow, job),
      };
    }
  },
});

function deploysUnguarded(job: Job): boolean {
  const isGuarded = ({ if: condition }: Pick<Job, "if">) => condition !== null && LOOKS_AT_ORIGIN.test(condition.value);
  return !isGuarded(job) && deploymentsOf(job).some((step) => !isGuarded(step));
}

/** Who can start the workflow with code of their own; null when only chosen branches can. */
function openTrigger(workflow: Workflow): string | null {
  if (findTrigger(workflow, "pull_request")) return "every pull request";
  const push = findTrigger(workflow, "push");
  if (!push) return null;
  const branches = triggerFilter(push, "branches")?.map(({ value }) => value);
  const isAny =
    branches === undefined
      ? triggerFilter(push, "tags") === null
      : branches.some((name) => name === "**" || name === "*");
  return isAny ? "a push to any branch" : null;
}

function isProductionJob(job: Job): boolean {
  const environment = asScalar(job.environment)?.value ?? asScalar(findValue(asMap(job.environment), "name"))?.value;
  if (environment?.includes("${{")) return false;
  const names = [environment ?? "", job.id, job.name?.value ?? ""];
  const words = deploymentsOf(job).map(({ run, name }) => `${run?.value ?? ""}\n${name?.value ?? ""}`);
  return names.some(isProduction) || words.some((text) => /--prod(?:uction)?\b|\bproduction\b|-prod\b/i.test(text));
}

function waitsForGuard({ jobs }: Workflow, job: Job): boolean {
  const needed = new Set(job.needs.map(({ value }) => value));
  return jobs.some(
    ({ id, if: condition }) => needed.has(id) && condition !== null && LOOKS_AT_ORIGIN.test(condition.value),
  );
}

function addCondition({ repository }: RuleContext, workflow: Workflow, job: Job): FixOutcome {
  const branch = repository.snapshot.defaultBranch;
  if (branch === null || !/^[\w./-]+$/.test(branch)) {
    return { abstain: "The name of the default branch is not known; add a condition on `github.ref` by hand." };
  }
  if (job.if)
    return {
      abstain: `Job \`${job.id}\` has a condition already; add \`github.ref == 'refs/heads/${branch}'\` to it by hand.`,
    };
  const edits = insertKey(workflow.file, job.node, {
    key: "if",
    value: `github.ref == 'refs/heads/${branch}'`,
    after: ["name", "needs"],
    before: ["runs-on", "steps"],
  });
  if (!edits)
    return { abstain: "The job is written in a form that cannot be edited safely; add the condition by hand." };
  return {
    edits,
    title: `Deploy \`${job.id}\` from \`${branch}\` alone`,
    explanation: `Runs of other branches and of pull requests skip the job. If tags or other branches deploy on purpose, widen the condition before merging.`,
  };
}
