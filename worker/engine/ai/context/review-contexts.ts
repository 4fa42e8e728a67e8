import { isDockerfilePath } from "../../model/docker/dockerfile.ts";
import { gitlabFilesOf } from "../../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { SentFile } from "../context.ts";
import { sentLines } from "./context-hash.ts";
import type { Place } from "./fit-lines.ts";
import type { ContextGround, ContextLimits, SelectedContexts } from "./ground.ts";
import { firstOf } from "./select-contexts.ts";
import { unitContext } from "./unit-context.ts";

/** `changed`: lines of the new files, 1-based, by path. */
export interface Review {
  readonly changed: ReadonlyMap<string, readonly number[]>;
}

/**
 * One context for each pipeline file of a pull request that has changed lines, the most changed first; a fact says which
 * lines they are. Files whose changes are comments alone have nothing to ask about.
 */
export function reviewContexts(ground: ContextGround, { changed }: Review, limits: ContextLimits): SelectedContexts {
  const { repository } = ground;
  const paths = [...changed].filter(([path, lines]) => lines.length > 0 && isPipelineFile(repository, path));
  paths.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const broken = new Set(repository.broken.map(({ path }) => path));
  const units = paths.map(([path]) => path).filter((path) => !broken.has(path));
  const selected = firstOf(units, {
    limit: limits.limit,
    unreadable: paths.map(([path]) => path).filter((path) => broken.has(path)),
    contextOf: (subject) => {
      const places = stretches(changed.get(subject) ?? []);
      const facts = (files: readonly SentFile[]) => changeFacts(subject, places, files);
      const context = unitContext(ground, { task: "code_review", subject, budget: limits.budget, places, facts });
      return context.facts.some((fact) => fact.startsWith(CHANGED)) ? context : null;
    },
  });
  return selected;
}

function isPipelineFile(repository: RepositoryModel, path: string): boolean {
  return (
    repository.workflows.some((workflow) => workflow.path === path) ||
    repository.actions.some((action) => action.path === path) ||
    repository.broken.some((broken) => broken.path === path) ||
    gitlabFilesOf(repository).some(({ file }) => file.path === path) ||
    (repository.file(path) !== null && (/^\.circleci\/[^/]+\.ya?ml$/.test(path) || isDockerfilePath(path)))
  );
}

/** Neighbouring lines as one place. */
function stretches(lines: readonly number[]): Place[] {
  const places: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = places.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else places.push([line, line]);
  }
  return places;
}

const CHANGED = "The pull request changes";

/** In lines as they are sent, from 1. */
function changeFacts(path: string, places: readonly Place[], files: readonly SentFile[]): string[] {
  const sent = places
    .map(([line, endLine]) => sentLines({ path, line, endLine }, files))
    .filter(([first]) => first > 0)
    .map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
  return sent.length > 0 ? [`${CHANGED} these lines of file 1: ${[...new Set(sent)].join(", ")}.`] : [];
}
