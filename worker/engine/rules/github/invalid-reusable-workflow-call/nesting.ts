import { memo } from "../../../memo.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Workflow } from "../../../model/workflow.ts";

/** The caller counts as the first. Source: https://github.blog/changelog/2025-11-06-new-releases-for-github-actions-november-2025/, seen 2026-11-21. */
const MAX_LEVELS = 10;

const byPath = memo(
  ({ workflows }: RepositoryModel): ReadonlyMap<string, Workflow> =>
    new Map(workflows.map((workflow) => [workflow.path, workflow])),
);

/** The workflow in a file; null when there is none that could be read. */
export function workflowAt(repository: RepositoryModel, path: string): Workflow | null {
  return byPath(repository).get(path) ?? null;
}

/** What is wrong with how calls nest below one call; null when nothing is. */
export function nestingProblem(repository: RepositoryModel, caller: Workflow, called: Workflow): string | null {
  const way = [caller.path];
  const circle = circleFrom(repository, called, way);
  if (circle)
    return `The call comes back to this workflow (${circle.map((path) => `\`${path}\``).join(" → ")}), which GitHub refuses; break the circle.`;
  const levels = 1 + depthOf(repository, called, new Set([caller.path]));
  return levels > MAX_LEVELS
    ? `Workflows nest ${levels} levels deep here, and GitHub allows ${MAX_LEVELS}; call one of them directly.`
    : null;
}

/** The way from the caller back to itself. Circles that do not contain the caller are found from their own workflows. */
function circleFrom(repository: RepositoryModel, here: Workflow, way: readonly string[]): string[] | null {
  if (here.path === way[0]) return [...way, here.path];
  if (way.includes(here.path)) return null;
  for (const next of calledBy(repository, here)) {
    const circle = circleFrom(repository, next, [...way, here.path]);
    if (circle) return circle;
  }
  return null;
}

function depthOf(repository: RepositoryModel, here: Workflow, above: ReadonlySet<string>): number {
  if (above.has(here.path) || above.size > MAX_LEVELS + 1) return 0;
  const below = calledBy(repository, here).map((next) => depthOf(repository, next, new Set([...above, here.path])));
  return 1 + Math.max(0, ...below);
}

function calledBy(repository: RepositoryModel, { jobs }: Workflow): Workflow[] {
  const paths = new Set(jobs.flatMap(({ uses }) => (uses?.kind === "local" ? [uses.path] : [])));
  return [...paths].map((path) => workflowAt(repository, path)).filter((workflow) => workflow !== null);
}
