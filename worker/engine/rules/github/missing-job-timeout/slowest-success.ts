import type { WorkflowHistory } from "../../../lookups/answers.ts";
import type { Job } from "../../../model/workflow.ts";

/** Fewer successes than this say little of how long a job may take. */
const MIN_SUCCESSES = 3;
const MINUTE = 60_000;

/** Minutes (rounded up) of a job's slowest success; null when its runs are not known, too few, or cannot be told from others'. */
export function slowestSuccess(history: WorkflowHistory, { id, name }: Job): number | null {
  const shown = name?.value.trim() ?? id;
  if (shown.includes("${{")) return null;
  const durations = history.runs
    .flatMap((run) => run.jobs)
    .filter((job) => job.conclusion === "success" && isJob(job.name, shown))
    .map(({ durationMs }) => durationMs);
  return durations.length < MIN_SUCCESSES ? null : Math.ceil(Math.max(...durations) / MINUTE);
}

/** GitHub shows a cell of a matrix as `name (a, b)`. */
function isJob(name: string, shown: string): boolean {
  return name === shown || (name.startsWith(`${shown} (`) && name.endsWith(")"));
}
