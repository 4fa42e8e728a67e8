import { isDeployJob } from "../../data/deploy-steps.ts";
import { indentStep, insertKey } from "../../edit/edit-yaml.ts";
import { insertAbove, isSetApart } from "../../edit/insert-section.ts";
import type { Edit } from "../../finding.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Job, type Workflow } from "../../model/workflow.ts";
import { findPair } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { isMisspelt } from "../../schema/meant-key.ts";

/** A job under one of these conditions does not run for a pull request. */
const NOT_FOR_PULL_REQUESTS =
  /github\.event_name\s*==\s*'(?!pull_request)|github\.event_name\s*!=\s*'pull_request'|github\.ref(?:_name)?\s*==\s*'|startsWith\(\s*github\.ref\s*,\s*'refs\/(?:tags|heads)|github\.ref_type\s*==\s*'tag'|github\.event\.pull_request\.merged/;

/** For every other event `run_id` gives each run a group of its own: nothing waits and nothing is cancelled. */
const GROUP = "${{ github.workflow }}-${{ github.event.pull_request.number || github.run_id }}";
const PULL_REQUEST_GROUP = "${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}";
const CANCEL = "${{ github.event_name == 'pull_request' }}";

export const missingConcurrency = defineRule({
  meta: {
    id: "missing-concurrency",
    category: "performance",
    severity: "medium",
    title: "Superseded pull request runs are not cancelled",
    fixClass: "safe",
    docs: {
      what: "A workflow that runs on every commit of a pull request and has no `concurrency`, neither at the top nor in its jobs.",
      why: "After a second push the first run's result interests nobody, yet it runs to its end: it is billed, holds runners, and the result that counts waits behind it.",
      notReported:
        "Workflows that do not run on new pull request commits (`types:` without `synchronize`), `pull_request_target` (often a short job whose cancellation would lose its effect), any workflow that has a `concurrency` of its own, and workflows all of whose jobs have one or never run for a pull request.",
      fix: "Add a group per workflow and pull request that cancels what is in progress for pull requests only. Where the workflow has other triggers too, their runs get a group each, so that nothing there waits or is cancelled. No fix where a job deploys or releases from a pull request, because cancelling it half-way may leave it half done, nor in a workflow that others call, because the caller's name would become the group's.",
      example: {
        before: "on: pull_request\njobs:\n",
        after: `on: pull_request\nconcurrency:\n  group: ${PULL_REQUEST_GROUP}\n  cancel-in-progress: ${CANCEL}\njobs:\n`,
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const pull = findTrigger(workflow, "pull_request");
      if (!pull || workflow.concurrency || workflow.jobs.length === 0) continue;
      const types = triggerFilter(pull, "types")?.map((type) => type.value);
      if (types && !types.includes("synchronize")) continue;
      const jobs = workflow.jobs.filter(runsForPullRequests);
      if (jobs.every((job) => job.concurrency) || isMisspelt(workflow, workflow.root, "concurrency")) continue;
      yield {
        message:
          "A new push to a pull request leaves the run before it going; add a `concurrency` group that cancels superseded pull request runs.",
        path: workflow.path,
        at: pull.key,
        anchor: "concurrency",
        fix: () => addGroup(workflow, jobs),
      };
    }
  },
});

function runsForPullRequests(job: Job): boolean {
  return job.if === null || !NOT_FOR_PULL_REQUESTS.test(job.if.value);
}

function addGroup(workflow: Workflow, jobs: readonly Job[]): FixOutcome {
  const deploy = jobs.find(isDeployJob);
  if (deploy) {
    return {
      abstain: `Job \`${deploy.id}\` deploys or publishes and may run for a pull request: cancelling it half-way is yours to decide.`,
    };
  }
  if (findTrigger(workflow, "workflow_call")) {
    return {
      abstain:
        "Other workflows call this one: there `github.workflow` is the caller's name, and the two would cancel each other.",
    };
  }
  const own = workflow.jobs.some((job) => job.concurrency);
  if (own)
    return {
      abstain: "Some jobs have a `concurrency` of their own: decide by hand whether the others belong to a group.",
    };
  const isAlone = workflow.triggers.every((trigger) => trigger.event === "pull_request");
  const edits = insertGroup(workflow, isAlone ? PULL_REQUEST_GROUP : GROUP);
  if (!edits)
    return { abstain: "The workflow is written in a form that cannot be edited safely; add `concurrency` by hand." };
  return {
    edits,
    title: "Cancel superseded runs of a pull request",
    explanation: isAlone
      ? "A newer commit of the same pull request cancels the run before it."
      : "A newer commit of the same pull request cancels the run before it. Runs of other events have a group of their own each (`github.run_id`): they neither wait nor cancel.",
  };
}

/** In front of the jobs and of what is set for all of them, as a section of its own where the file has sections. */
function insertGroup({ file, root }: Workflow, group: string): Edit[] | null {
  const step = indentStep(file, root);
  const lines = [`${step}group: ${group}`, `${step}cancel-in-progress: ${CANCEL}`];
  const next = root.flow ? null : (findPair(root, "env") ?? findPair(root, "defaults") ?? findPair(root, "jobs"));
  if (next && isSetApart(file, next)) return [insertAbove(file, next, ["concurrency:", ...lines])];
  const value = ["", ...lines].join("\n");
  return insertKey(file, root, { key: "concurrency", value, before: ["env", "defaults", "jobs"] });
}
