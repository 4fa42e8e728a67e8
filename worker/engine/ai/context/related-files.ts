import { memo } from "../../memo.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { referencesOf } from "./references.ts";

/** No pipeline needs more to be understood, and cycles end. */
const MAX_RELATED = 40;

const relatedOf = memo((_repository: RepositoryModel) => new Map<string, readonly string[]>());
const namedBy = memo((_repository: RepositoryModel) => new Map<string, readonly string[]>());

/** Every file that a pipeline's file leads to, the nearest first, each once, itself left out. */
export function relatedFiles(repository: RepositoryModel, path: string): readonly string[] {
  const known = relatedOf(repository);
  const found = known.get(path) ?? follow(repository, path);
  known.set(path, found);
  return found;
}

function follow(repository: RepositoryModel, start: string): string[] {
  const seen = new Set([start]);
  const queue = [start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of named(repository, path)) {
      if (seen.has(next) || seen.size > MAX_RELATED) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return [...seen].slice(1);
}

function named(repository: RepositoryModel, path: string): readonly string[] {
  const known = namedBy(repository);
  const found = known.get(path) ?? [...new Set(referencesOf(repository, path))];
  known.set(path, found);
  return found;
}
