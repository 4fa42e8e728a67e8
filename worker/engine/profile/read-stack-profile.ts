import type { RepositoryModel } from "../model/repository.ts";
import type { StackProfile } from "./stack-profile.ts";

const MANIFESTS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)package\.json$/, "node"],
  [/(?:^|\/)go\.mod$/, "go"],
];

/** Reads what the repository is made of from its paths. */
export function readStackProfile(repository: RepositoryModel): StackProfile {
  const languages = MANIFESTS.filter(([pattern]) => repository.snapshot.paths.some((path) => pattern.test(path)));
  return { languages: languages.map(([, language]) => language) };
}
