import type { RepositoryModel } from "../../model/repository.ts";
import type { Risk } from "./risk.ts";

/**
 * Everything that files of `after` bring in over the same files of `before`: rights, triggers, secrets, hosts, code of
 * others, fewer checks. Whatever is not known to be harmless counts. Empty: nothing does.
 */
export function newRisks(before: RepositoryModel, after: RepositoryModel, paths: readonly string[]): Risk[] {
  return paths.flatMap((path) => risksOf(before, after, path));
}

function risksOf(before: RepositoryModel, after: RepositoryModel, path: string): Risk[] {
  const isSame = before.file(path)?.text === after.file(path)?.text;
  return isSame ? [] : [{ kind: "unneeded", path, place: "", message: "The file changes." }];
}
