import { admitsBranch } from "../../model/branch-filter.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import { findTrigger, type Trigger, type Workflow } from "../../model/workflow.ts";
import { findPair, type YamlPair } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { checksOf, matchesCheck } from "./required-check-can-be-skipped/check-names.ts";
import { removeFilter } from "./required-check-can-be-skipped/remove-filter.ts";

export const requiredCheckCanBeSkipped = defineRule({
  meta: {
    id: "required-check-can-be-skipped",
    category: "ci_cd",
    severity: "high",
    title: "A required check belongs to a workflow that does not always run",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A check that the default branch requires is made by a workflow whose `pull_request` trigger has `paths`, `paths-ignore`, or branch filters that leave the default branch out. One finding per filter.",
      why: 'Where the filter keeps the workflow from running, the check is never reported, and the pull request waits for it for ever ("Expected — Waiting for status to be reported"). GitHub: [troubleshooting required status checks](https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks), read 2026-11-21.',
      notReported:
        "Checks that are not required, or whose rules could not be read. A job that an `if` skips: that counts as passed. A check of the same name in another workflow for pull requests, the usual stand-in. Workflows that also run on every push. Names that are computed. Filters that let everything through.",
      fix: "Run the workflow on every pull request, and let a first job find out what changed and the others depend on it with `if`. The fix removes the filter, after which all of it always runs: look at what that costs.",
      example: {
        before: "on:\n  pull_request:\n    branches: [main]\n    paths: [src/**]\n",
        after: "on:\n  pull_request:\n    branches: [main]\n",
      },
    },
  },

  *check({ repository, lookups }) {
    const branch = repository.snapshot.defaultBranch;
    if (branch === null) return;
    const filtered = repository.workflows.flatMap((workflow) => filterOf(workflow, branch));
    if (filtered.length === 0) return;
    const rules = lookups.branchRules(branch);
    if (rules === "unknown") return;
    for (const { workflow, trigger, pair } of filtered) {
      const others = repository.workflows.filter((other) => other !== workflow && runsOnPullRequests(other));
      const names = rules.requiredChecks.filter(
        (name) =>
          checksOf(workflow).some((check) => matchesCheck(check, name)) &&
          !others.some((other) => checksOf(other).some((check) => matchesCheck(check, name))),
      );
      if (names.length > 0) yield toHit({ workflow, trigger, pair }, names);
    }
  },
});

interface Filtered {
  readonly workflow: Workflow;
  readonly trigger: Trigger;
  readonly pair: YamlPair;
}

function toHit({ workflow, trigger, pair }: Filtered, names: readonly string[]): Hit {
  const key = workflow.file.slice(pair.key);
  const shown = names
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(", ");
  return {
    message: `The default branch requires ${shown}, but \`${key}\` can keep ${names.length === 1 ? "it" : "them"} from running, and the pull request then waits for ever; remove the filter.`,
    path: workflow.path,
    at: pair.key,
    anchor: `on.${trigger.event}.${key}`,
    fix: () => removeFilter(workflow, trigger, pair),
  };
}

function filterOf(workflow: Workflow, branch: string): Filtered[] {
  const trigger = findTrigger(workflow, "pull_request");
  const push = findTrigger(workflow, "push");
  if (!trigger?.node || (push && !push.node) || findTrigger(workflow, "pull_request_target")) return [];
  const paths = ["paths", "paths-ignore"].filter((name) => {
    const values = triggerFilter(trigger, name)?.map(({ value }) => value) ?? [];
    return (
      values.length > 0 &&
      !(name === "paths" && values.some((value) => value === "**") && !values.some((value) => value.startsWith("!")))
    );
  });
  const branches = admitsBranch(trigger, branch) === false ? ["branches", "branches-ignore"] : [];
  return [...paths, ...branches].flatMap((name) => {
    const pair = findPair(trigger.node, name);
    return pair ? [{ workflow, trigger, pair }] : [];
  });
}

function runsOnPullRequests(workflow: Workflow): boolean {
  return workflow.triggers.some(({ event }) => event === "pull_request" || event === "pull_request_target");
}
