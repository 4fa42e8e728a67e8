import type { RepositoryModel } from "../model/repository.ts";

/** Folders that commands fill, and paths that only the shell knows: nothing of it need be in the repository. */
const OUTPUT =
  /(?:^|\/)(?:node_modules|dist|build|out|target|bin|obj|vendor|\.venv|venv|\.next|coverage|tmp|_build|deps)(?:\/|$)|^\/|^~|[$*?{<]/;

/** True for a path from the root that something else than a commit may put there: a build, or a submodule. */
export function isProduced(repository: RepositoryModel, path: string): boolean {
  return OUTPUT.test(path) || (repository.has(".gitmodules") && isBelowSubmodule(repository, path));
}

/** The files of a submodule are those of another repository: with submodules about, a folder that is not there may be one. */
function isBelowSubmodule({ snapshot }: RepositoryModel, path: string): boolean {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return parent !== "" && !snapshot.paths.some((each) => each.startsWith(`${parent}/`));
}
