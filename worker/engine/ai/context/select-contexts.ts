import type { AiContext } from "../context.ts";
import { dependenciesContext, WHOLE_REPOSITORY } from "./dependencies-context.ts";
import type { ContextGround, ContextWish, SelectedContexts } from "./ground.ts";
import { pipelineUnits, unreadable } from "./pipeline-units.ts";
import { unitContext } from "./unit-context.ts";

/**
 * What is asked about a repository: one context for each pipeline file, those with the worst findings first; for
 * `dependencies` one for the whole repository. Equal pipelines give equal hashes in all repositories.
 */
export function selectContexts(ground: ContextGround, wish: ContextWish): SelectedContexts {
  return wish.task === "dependencies" ? ofRepository(ground, wish) : ofPipelines(ground, wish);
}

function ofRepository(ground: ContextGround, { budget, limit }: ContextWish): SelectedContexts {
  const context = limit > 0 ? dependenciesContext(ground, budget) : null;
  return context && context.files.length > 0
    ? { contexts: [context], notAsked: [] }
    : { contexts: [], notAsked: [WHOLE_REPOSITORY] };
}

function ofPipelines(ground: ContextGround, { task, budget, limit }: ContextWish): SelectedContexts {
  return firstOf(pipelineUnits(ground), {
    limit,
    unreadable: unreadable(ground.repository),
    contextOf: (subject) => unitContext(ground, { task, subject, budget }),
  });
}

interface Units {
  readonly limit: number;
  readonly unreadable: readonly string[];
  readonly contextOf: (subject: string) => AiContext | null;
}

/** The contexts of the first units that have one; all other units are not asked about. */
export function firstOf(units: readonly string[], { limit, unreadable, contextOf }: Units): SelectedContexts {
  const contexts: AiContext[] = [];
  const notAsked = [...unreadable];
  for (const unit of units) {
    const context = contexts.length < limit ? contextOf(unit) : null;
    if (context && context.files.length > 0) contexts.push(context);
    else notAsked.push(unit);
  }
  return { contexts, notAsked: [...new Set(notAsked)].sort() };
}
