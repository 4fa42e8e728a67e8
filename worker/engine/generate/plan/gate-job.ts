import { newJob } from "../../pipeline/new-job.ts";
import type { PipelineJob } from "../../pipeline/pipeline.ts";
import type { PlanContext } from "./component-plan.ts";

const MANY_JOBS = 3;
const TIMEOUT_MINUTES = 5;

/** One check for the branch's protection rule, where there are many jobs or a matrix, whose names change; on GitHub alone. */
export function gateJob({ options }: PlanContext, checks: readonly PipelineJob[]): readonly PipelineJob[] {
  if (options.platform !== "github") return [];
  const hasMatrix = checks.some(({ matrix }) => matrix !== null);
  if (checks.length <= MANY_JOBS && !hasMatrix) return [];
  return [
    newJob({
      id: "required",
      name: "All checks passed",
      why: "The one check to require in the branch's protection rule: it passes only when every job before it did, however their names and versions change.",
      needs: checks.map(({ id }) => id),
      runner: options.runner,
      timeoutMinutes: TIMEOUT_MINUTES,
      isGate: true,
    }),
  ];
}
