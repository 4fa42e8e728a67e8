import { type Ecosystem, ecosystemsIn } from "../../data/update-ecosystems.ts";
import { memo } from "../../memo.ts";
import type { RepositoryModel } from "../repository.ts";
import type { Action, Workflow } from "../workflow.ts";

const GITHUB_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Ecosystems that a repository has something of to update: pipelines of own commands alone give an update tool nothing to do. */
export const ecosystemsOf = memo((repository: RepositoryModel): readonly Ecosystem[] => {
  const all = ecosystemsIn(repository.snapshot.paths);
  return usesOthersActions(repository) ? all : all.filter(({ name }) => name !== "github-actions");
});

/** A workflow that could not be read may use any. */
function usesOthersActions(repository: RepositoryModel): boolean {
  const { workflows, actions, snapshot } = repository;
  if ([...workflows, ...actions].some(usesRemote)) return true;
  const read = new Set(workflows.map(({ path }) => path));
  return snapshot.paths.some((path) => GITHUB_FILE.test(path) && !read.has(path));
}

function usesRemote(document: Workflow | Action): boolean {
  const parts = document.kind === "action" ? document.steps : document.jobs.flatMap((job) => [job, ...job.steps]);
  return parts.some(({ uses }) => uses?.kind === "action");
}
