import { newJob } from "../../worker/engine/pipeline/new-job.ts";
import type { Pipeline, PipelineJob } from "../../worker/engine/pipeline/pipeline.ts";

/** A job with nothing special about it; what a test is about stands in `fields`. */
export function job(id: string, fields: Partial<PipelineJob> = {}): PipelineJob {
  return newJob({ id, name: id, why: `Proves that ${id} passes.`, timeoutMinutes: 15, ...fields });
}

export function command(run: string, fields: Partial<Extract<PipelineJob["steps"][number], { kind: "command" }>> = {}) {
  return { kind: "command", name: run, run, directory: null, env: {}, why: null, condition: null, ...fields } as const;
}

/** A pipeline for pull requests and pushes to `main`. */
export function pipelineOf(jobs: readonly PipelineJob[], fields: Partial<Pipeline> = {}): Pipeline {
  return {
    name: "CI",
    defaultBranch: "main",
    triggers: { push: ["main"], pullRequest: true, mergeGroup: false, tags: [], schedule: [], manual: true },
    env: {},
    cancelSuperseded: true,
    jobs,
    ...fields,
  };
}
