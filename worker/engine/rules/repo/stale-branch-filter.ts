import { isBranchName } from "../../model/branch-filter.ts";
import { triggerFilter } from "../../model/read-parts.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { Trigger, Workflow } from "../../model/workflow.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { branchTests } from "./stale-branch-filter/branch-tests.ts";
import { renameEntry, renameTest } from "./stale-branch-filter/rename.ts";

const EVENTS: ReadonlySet<string> = new Set(["push", "pull_request", "pull_request_target", "merge_group"]);
/** The two usual names of a default branch, each the other's predecessor somewhere. */
const RENAMED: Readonly<Record<string, string>> = { main: "master", master: "main" };

export const staleBranchFilter = defineRule({
  meta: {
    id: "stale-branch-filter",
    category: "ci_cd",
    severity: "high",
    title: "A branch is named that does not exist, so this never runs",
    fixClass: "review",
    scope: "repository",
    docs: {
      what: "A trigger whose `branches` all name branches that the repository does not have, or an `if` that demands one. Where the list of branches is not known: `master` in a repository whose default branch is `main` and where another trigger says so already; and the reverse.",
      why: "After a default branch is renamed, GitHub moves pull requests and rules but no workflow file. The workflow stays green because it does not run any more. GitHub: [renaming a branch](https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-branches-in-your-repository/renaming-a-branch), read 2026-11-21.",
      notReported:
        "A list in which one name exists (`[main, master]`). Patterns (`release/**`), for which a branch may come. `branches-ignore`. `workflow_run`, whose branches are those of pull requests too. An `if` with another way to be true (`||`), and comparisons with `!=`. Tags.",
      fix: "Write the name of the present branch. The fix writes the default branch; look whether it is the one that was meant, and what starts to run again.",
      example: {
        before: "on:\n  push:\n    branches: [master]\n",
        after: "on:\n  push:\n    branches: [main]\n",
      },
    },
  },

  *check(context) {
    const { repository } = context;
    for (const workflow of repository.workflows) {
      yield* checkTriggers(context, workflow);
      yield* checkTests(context, workflow);
    }
  },
});

function* checkTriggers(context: RuleContext, workflow: Workflow): Generator<Hit> {
  for (const trigger of workflow.triggers) {
    const names = EVENTS.has(trigger.event) ? namesOf(trigger) : [];
    const [first, ...others] = names;
    if (!first || !names.every(({ value }) => isGone(context, value))) continue;
    const { repository } = context;
    yield {
      message: `${names.length === 1 ? "Branch" : "None of the branches, such as"} \`${first.value}\` ${names.length === 1 ? "does not exist" : "exists"}, so \`${trigger.event}\` never starts this workflow; ${adviceFor(repository)}.`,
      path: workflow.path,
      at: first,
      anchor: `on.${trigger.event}.branches`,
      related: others.map((at) => ({ path: workflow.path, at })),
      fix: () => renameEntry(repository, workflow, first),
    };
  }
}

/** The names of a filter that holds nothing but names; empty otherwise. */
function namesOf(trigger: Trigger): readonly YamlScalar[] {
  const values = triggerFilter(trigger, "branches") ?? [];
  const wanted = values.filter(({ value }) => !value.startsWith("!"));
  return wanted.every(({ value }) => isBranchName(value)) ? wanted : [];
}

function* checkTests(context: RuleContext, workflow: Workflow): Generator<Hit> {
  for (const test of branchTests(workflow)) {
    if (!isGone(context, test.branch)) continue;
    yield {
      message: `Branch \`${test.branch}\` does not exist, so this condition is never true; ${adviceFor(context.repository)}.`,
      path: workflow.path,
      at: test.at,
      anchor: test.anchor,
      fix: () => renameTest(context.repository, workflow, test),
    };
  }
}

/** Asked only for names other than the default branch's. */
function isGone({ repository, lookups }: RuleContext, name: string): boolean {
  const { defaultBranch } = repository.snapshot;
  if (name === "" || name === defaultBranch) return false;
  const branches = lookups.branches();
  if (branches !== "unknown") return branches.length > 0 && !branches.includes(name);
  return defaultBranch !== null && RENAMED[defaultBranch] === name && hasMovedOn(repository, defaultBranch);
}

/** Another trigger already names the default branch, so that the other name is what a rename left behind. */
function hasMovedOn({ workflows }: RepositoryModel, defaultBranch: string): boolean {
  return workflows.some(({ triggers }) =>
    triggers.some(
      (trigger) =>
        EVENTS.has(trigger.event) && triggerFilter(trigger, "branches")?.some(({ value }) => value === defaultBranch),
    ),
  );
}

function adviceFor({ snapshot }: RepositoryModel): string {
  return snapshot.defaultBranch === null ? "correct the name" : `the default branch is \`${snapshot.defaultBranch}\``;
}
