import type { RepositoryModel } from "../model/repository.ts";
import type { Proof } from "./component-draft.ts";

/** Files in which a project says what its checks run: pipelines, hooks, and task files of the root. */
const RECIPE =
  /^(?:\.github\/workflows\/[^/]+|\.gitlab-ci|\.circleci\/config|\.pre-commit-config|Taskfile)\.ya?ml$|^(?:GNUmakefile|[Mm]akefile|\.?[Jj]ustfile|package\.json)$/;

/** The first line of such a file, comments left out, that matches; null where nothing runs it. */
export function inRecipes({ snapshot }: RepositoryModel, pattern: RegExp): Proof | null {
  for (const { path, text } of snapshot.files) {
    if (!RECIPE.test(path)) continue;
    const line = text.split("\n").findIndex((each) => !/^\s*#/.test(each) && pattern.test(each));
    if (line >= 0) return { path, line: line + 1, confidence: "medium" };
  }
  return null;
}
