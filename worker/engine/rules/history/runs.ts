import type { WorkflowRun } from "../../lookups/answers.ts";
import type { Lookups } from "../../lookups.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { Workflow } from "../../model/workflow.ts";

/** Finished runs of a workflow, newest first; none when nobody knows its history. */
export function finishedRuns(lookups: Lookups, workflow: Workflow): readonly WorkflowRun[] {
  const history = lookups.history(workflow.path);
  return history === "unknown" ? [] : history.runs.filter(({ conclusion }) => conclusion !== null);
}

/** Those of the default branch that no pull request started. */
export function runsOnDefaultBranch(
  lookups: Lookups,
  { snapshot }: RepositoryModel,
  workflow: Workflow,
): readonly WorkflowRun[] {
  return finishedRuns(lookups, workflow).filter(
    ({ branch, event }) => branch === snapshot.defaultBranch && event !== "pull_request",
  );
}

/** The middle of some numbers, the upper one of two; null for none. */
export function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;
}
