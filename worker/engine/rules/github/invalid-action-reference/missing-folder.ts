import { memo } from "../../../memo.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { Uses } from "../../../model/uses.ts";
import { findEntry, type Job, type Step } from "../../../model/workflow.ts";

/** What is wrong with a step's local action whose files are not in the repository; null where something else may bring them. */
export function missingFolder(repository: RepositoryModel, job: Job, step: Step): string | null {
  const { uses } = step;
  if (uses?.kind !== "local" || /(?:^|\/)\.{1,2}(?:\/|$)|\$\{\{/.test(uses.path) || !knowsFiles(repository))
    return null;
  const folder = uses.path === "" ? "" : `${uses.path}/`;
  if (ACTION_FILES.some((name) => repository.has(folder + name))) return null;
  const before = job.steps.slice(0, step.index);
  if (!before.some(isCheckout) || before.some(mayBringFiles)) return null;
  return `\`${uses.raw}\` has no \`action.yml\`, nor a Dockerfile; correct the path or add the action.`;
}

const ACTION_FILES = ["action.yml", "action.yaml", "Dockerfile"];

/** A list that was cut, or that holds the pipelines alone, says nothing about other files. */
const knowsFiles = memo(
  ({ snapshot }: RepositoryModel): boolean =>
    snapshot.notes.every(({ code }) => code !== "tree_truncated") &&
    snapshot.paths.some((path) => !path.startsWith(".github/workflows/")),
);

function isCheckout({ uses }: Step): boolean {
  return uses?.name === "actions/checkout";
}

/** Another repository, another commit, or a script and an action that may write what the step then uses. */
function mayBringFiles({ uses, run, with: given }: Step): boolean {
  if (run) return true;
  if (uses?.name === "actions/checkout")
    return ["repository", "ref", "path", "submodules"].some((name) => findEntry(given, name));
  return !isSetup(uses);
}

function isSetup(uses: Uses | null): boolean {
  return uses !== null && /^actions\/setup-[a-z]+$/.test(uses.name);
}
