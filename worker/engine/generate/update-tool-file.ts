import { NEW_DEPENDABOT_FILE, newDependabotFile } from "../edit/new-dependabot-file.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { ecosystemsOf } from "../model/updates/ecosystems.ts";
import { hasUpdateTool } from "../model/updates/update-tool.ts";
import type { RenderedFile } from "../pipeline/pipeline.ts";

/** Dependabot's configuration for a repository that nothing updates: pinned actions need it. Null where something does already. */
export function updateToolFile(repository: RepositoryModel): RenderedFile | null {
  const steps = repository.workflows.flatMap((document) =>
    document.jobs.flatMap((job) => job.steps.map((step) => ({ document, job, step }))),
  );
  const names = ecosystemsOf(repository).map(({ name }) => name);
  if (names.length === 0 || hasUpdateTool({ repository, steps })) return null;
  const outcome = newDependabotFile(names);
  const [edit] = "edits" in outcome ? outcome.edits : [];
  return edit ? { path: NEW_DEPENDABOT_FILE, text: edit.text } : null;
}
