import type { ContextGround, ContextLimits, SelectedContexts } from "./ground.ts";
import { contextOf } from "./select-contexts.ts";

/** `changed`: lines of the new files, 1-based, by path. */
export interface Review {
  readonly changed: ReadonlyMap<string, readonly number[]>;
}

/** One context for each changed pipeline file of a pull request. */
export function reviewContexts(
  ground: ContextGround,
  { changed }: Review,
  { limit }: ContextLimits,
): SelectedContexts {
  const paths = [...changed.keys()].sort();
  return {
    contexts: paths.slice(0, limit).map((path) => contextOf(ground, "code_review", path)),
    notAsked: paths.slice(limit),
  };
}
