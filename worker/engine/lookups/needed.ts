import type { RepositoryModel } from "../model/repository.ts";
import { isFullSha } from "../model/uses.ts";

/** Every `owner/repo` and movable ref that workflows and actions use, sorted and without repeats: what to fetch before an analysis. */
export function neededLookups(repository: RepositoryModel): { action: string; ref: string }[] {
  const calls = repository.workflows.flatMap(({ jobs }) => jobs.map((job) => job.uses));
  const steps = [
    ...repository.workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.steps)),
    ...repository.actions.flatMap((action) => action.steps),
  ];
  const needed = new Map<string, { action: string; ref: string }>();
  for (const uses of [...calls, ...steps.map((step) => step.uses)]) {
    if (uses?.kind !== "action" || uses.ref === null || isFullSha(uses.ref)) continue;
    const action = `${uses.owner}/${uses.repo}`;
    needed.set(`${action}@${uses.ref}`, { action, ref: uses.ref });
  }
  return [...needed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lookup]) => lookup);
}
