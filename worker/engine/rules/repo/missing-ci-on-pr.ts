import { kindsOfJob } from "../../data/job-kinds.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Workflow } from "../../model/workflow.ts";
import { defineRule } from "../../rule.ts";

export const missingCiOnPr = defineRule({
  meta: {
    id: "missing-ci-on-pr",
    category: "ci_cd",
    severity: "medium",
    title: "Tests run only after the merge",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "Workflows test the project, and none of them runs for pull requests or for pushes to every branch.",
      why: "The result comes when the change is already on the default branch, for everybody. Scorecard's CI-Tests check asks for the same from the other side: https://github.com/ossf/scorecard/blob/main/docs/checks.md#ci-tests.",
      notReported:
        "Repositories in which no workflow tests, which `missing-test-job` and `no-ci` report. Workflows for `pull_request`, `pull_request_target`, `merge_group`, for pushes without a branch filter or with one that takes other branches, and those that such a workflow calls.",
      fix: "Add `pull_request:` to the workflow that tests.",
      example: {
        before: "on:\n  push:\n    branches: [main]\n",
        after: "on:\n  push:\n    branches: [main]\n  pull_request:\n",
      },
    },
  },

  *check({ workflows }) {
    const testing = workflows.filter(({ jobs }) => jobs.some((job) => kindsOfJob(job).has("test")));
    const [first] = testing;
    if (
      !first ||
      workflows.some((workflow) => seesChanges(workflow) && (testing.includes(workflow) || calls(workflow)))
    )
      return;
    yield {
      message: "Nothing tests a pull request: the tests run for pushes to chosen branches alone; add `pull_request`.",
      path: first.path,
      at: first.triggers[0]?.key ?? { start: 0, end: 0 },
      anchor: "on.pull_request",
    };
  },
});

/** Runs for changes before they are merged. */
function seesChanges(workflow: Workflow): boolean {
  if (["pull_request", "pull_request_target", "merge_group"].some((event) => findTrigger(workflow, event))) return true;
  const push = findTrigger(workflow, "push");
  if (!push) return false;
  const branches = triggerFilter(push, "branches");
  if (branches) return branches.some(({ value }) => /[*?[]/.test(value)) || branches.length > 3;
  return triggerFilter(push, "tags") === null;
}

function calls({ jobs }: Workflow): boolean {
  return jobs.some(({ uses }) => uses !== null);
}
