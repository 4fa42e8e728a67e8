import { command } from "../../pipeline/new-job.ts";
import type { PipelineJob } from "../../pipeline/pipeline.ts";
import type { PlanContext } from "./component-plan.ts";

/**
 * Jobs that bring the repositories along which `.gitmodules` names: a checkout leaves their folders empty. GitLab's runner
 * fetches them by itself when told to, before an image that may have no git.
 */
export function withSubmodules({ options }: PlanContext, jobs: readonly PipelineJob[]): readonly PipelineJob[] {
  return jobs.map((job) => {
    const isBuilt = job.steps.some(({ kind }) => kind === "command" || kind === "container");
    if (!isBuilt) return job;
    if (options.platform === "gitlab") return { ...job, env: { GIT_SUBMODULE_STRATEGY: "recursive", ...job.env } };
    return {
      ...job,
      steps: [command("Fetch submodules", "git submodule update --init --recursive", null), ...job.steps],
    };
  });
}
