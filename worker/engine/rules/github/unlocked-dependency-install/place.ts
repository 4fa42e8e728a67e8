import { memo } from "../../../memo.ts";
import { entryText, type Job, type StepPlace } from "../../../model/workflow.ts";
import { type Directory, joinDirectory } from "../../../shell/directories.ts";

/** Where a step's script starts, as a directory of the workspace; null where it is not known. */
export function startOf({ document, job, step }: StepPlace): Directory {
  const defaults = document.kind === "workflow" ? document.defaults.workingDirectory : null;
  const written = step.workingDirectory ?? job?.defaults.workingDirectory ?? defaults;
  return joinDirectory("", written?.value.trim() ?? "");
}

/**
 * Maps a directory of the workspace to one of this repository; null for one that is not of it. `actions/checkout` may have put
 * this repository, or another one, into a folder. An action of this repository's own pipelines works on this repository, a
 * published one on its user's.
 */
export function toRepository({ document, job, step }: StepPlace, directory: Directory): Directory {
  if (directory === null) return null;
  if (job === null) return document.path.startsWith(".github/") ? directory : null;
  const roots = rootsOf(job).filter(({ index }) => index < step.index);
  if (roots.some((root) => root.path === null)) return null;
  const around = roots.filter(({ path }) => path === "" || directory === path || directory.startsWith(`${path}/`));
  const nearest = around.toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
  if (nearest?.isOwn !== true || nearest.path === null) return null;
  return directory.slice(nearest.path.length).replace(/^\//, "");
}

interface Root {
  /** Null for a folder that is computed. */
  readonly path: string | null;
  readonly isOwn: boolean;
  /** Of the first step that puts it there. */
  readonly index: number;
}

/** The folders into which a job checks out repositories, each once. */
const rootsOf = memo((job: Job): readonly Root[] => {
  const roots = new Map<string, Root>();
  for (const { uses, with: inputs, index } of job.steps) {
    if (uses?.name !== "actions/checkout") continue;
    const path = joinDirectory("", entryText(inputs, "path") ?? "");
    const isOwn = isOwnRepository(entryText(inputs, "repository"));
    const key = `${path ?? "?"}\0${isOwn}`;
    if (!roots.has(key)) roots.set(key, { path, isOwn, index });
  }
  return [...roots.values()];
});

function isOwnRepository(repository: string | null): boolean {
  return (
    repository === null ||
    repository === "" ||
    /^\$\{\{\s*github\.(?:repository|event\.pull_request\.head\.repo\.full_name)\s*\}\}$/.test(repository)
  );
}
