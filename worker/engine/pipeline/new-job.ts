import type { CommandStep, PipelineJob } from "./pipeline.ts";

type Required = "id" | "name" | "why" | "timeoutMinutes";

/** A job that runs always, on the platform's ordinary Linux, with the rights to read the code and nothing else. */
export function newJob(job: Pick<PipelineJob, Required> & Partial<PipelineJob>): PipelineJob {
  return {
    needs: [],
    runner: null,
    toolchains: [],
    matrix: null,
    services: [],
    env: {},
    caches: [],
    steps: [],
    artifacts: [],
    permissions: {},
    environment: null,
    exclusiveGroup: null,
    when: "always",
    paths: null,
    allowFailure: false,
    fetchDepth: 1,
    secrets: [],
    isGate: false,
    ...job,
  };
}

/** One command in a folder, null for the root. */
export function command(name: string, run: string, directory: string | null): CommandStep {
  return { kind: "command", name, run, directory, env: {}, why: null, condition: null };
}
