import type { Pipeline } from "../../pipeline/pipeline.ts";
import type { JobExplanation } from "../generate-options.ts";

/** What each job is for and runs, in the order of the file. */
export function explainJobs({ jobs }: Pipeline): readonly JobExplanation[] {
  return jobs.map(({ id, name, why, steps }) => ({
    id,
    name,
    why,
    commands: steps.flatMap((step) => (step.kind === "command" ? [step.run] : [])),
  }));
}
