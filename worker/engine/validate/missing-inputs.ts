import type { RepositoryModel } from "../model/repository.ts";
import { entryText, type Job, type Step } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import { isProduced } from "./produced-paths.ts";

export interface MissingReference {
  readonly at: Span;
  /** What is missing and what to do. */
  readonly message: string;
}

/** Inputs of set-up actions that name one file of the repository. */
const FILE_INPUTS =
  /^(?:(?:node|python|go|java|ruby|deno|bun|swift|elixir)-version-file|version-file|global-json-file|cache-dependency-path|dockerfile)$/;
/** Actions whose `file` is read from the repository: elsewhere it is mostly what the job made. */
const READS_FILE = /^docker\/(?:build-push-action|bake-action)$/;

/** Files that a workflow hands to actions and the repository does not hold. */
export function missingInputs(repository: RepositoryModel, path: string): MissingReference[] {
  const workflow = repository.workflows.find((each) => each.path === path);
  const jobs = workflow?.jobs.filter((job) => !isElsewhere(job)) ?? [];
  return jobs.flatMap((job) => job.steps.flatMap((step) => missingOfStep(repository, step)));
}

function isElsewhere(job: Job): boolean {
  return job.steps.some(
    ({ uses, with: given }) =>
      uses?.name === "actions/checkout" && (entryText(given, "path") || entryText(given, "repository")),
  );
}

function missingOfStep(repository: RepositoryModel, { uses, with: given }: Step): MissingReference[] {
  if (uses?.kind !== "action") return [];
  const isFile = (name: string) => FILE_INPUTS.test(name) || (name === "file" && READS_FILE.test(uses.name));
  return given.flatMap(({ name, value }) => {
    if (value === null || !isFile(name)) return [];
    const files = value.value.split("\n").map((line) => line.trim().replace(/^\.\//, ""));
    const missing = files.filter((file) => file !== "" && !isProduced(repository, file) && !repository.has(file));
    return missing.map((file) => ({
      at: value,
      message: `\`${name}\` names \`${file}\`, which is not in the repository; add it, or correct the path.`,
    }));
  });
}
