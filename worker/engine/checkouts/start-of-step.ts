import type { StepPlace } from "../model/workflow.ts";
import { type Directory, joinDirectory } from "../shell/directories.ts";

/** Where a step's script starts, as a directory of the workspace; null where it is not known. */
export function startOf({ document, job, step }: StepPlace): Directory {
  const defaults = document.kind === "workflow" ? document.defaults.workingDirectory : null;
  const written = step.workingDirectory ?? job?.defaults.workingDirectory ?? defaults;
  return joinDirectory("", written?.value.trim() ?? "");
}
