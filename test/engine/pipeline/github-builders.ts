import { newJob } from "../../../worker/engine/pipeline/new-job.ts";
import type {
  Cache,
  CommandStep,
  Pipeline,
  PipelineJob,
  PipelineService,
  Toolchain,
  ToolName,
} from "../../../worker/engine/pipeline/pipeline.ts";

/** A repository's files beside its pipeline, as far as rules ask for them. */
export interface Sample {
  readonly pipeline: Pipeline;
  readonly files: Readonly<Record<string, string>>;
}

export function run(name: string, command: string, more: Partial<CommandStep> = {}): CommandStep {
  return { kind: "command", name, run: command, directory: null, env: {}, why: null, condition: null, ...more };
}

export function tool(name: ToolName, version: string | null = null, more: Partial<Toolchain> = {}): Toolchain {
  return { tool: name, version, versionFile: null, with: [], ...more };
}

export function cache(name: ToolName, ...keyFiles: string[]): Cache {
  return { tool: name, keyFiles, directory: "." };
}

export function job(id: string, more: Partial<PipelineJob> = {}): PipelineJob {
  const name = `${id[0]?.toUpperCase()}${id.slice(1)}`;
  return newJob({ id, name, why: `Shows that ${id} works.`, timeoutMinutes: 15, ...more });
}

export function pipeline(jobs: readonly PipelineJob[], more: Partial<Pipeline> = {}): Pipeline {
  return {
    name: "CI",
    defaultBranch: "main",
    triggers: { push: ["main"], pullRequest: true, mergeGroup: true, tags: [], schedule: [], manual: true },
    env: {},
    cancelSuperseded: true,
    jobs,
    ...more,
  };
}

export function gate(...needs: string[]): PipelineJob {
  return job("ci", {
    name: "CI",
    why: "The one check that branch protection asks for.",
    needs,
    isGate: true,
    timeoutMinutes: 5,
  });
}

export const POSTGRES: PipelineService = {
  name: "postgres",
  image: "postgres:17",
  port: 5432,
  env: { POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "app_test" },
  health: "pg_isready -U postgres",
};
export const REDIS: PipelineService = {
  name: "redis",
  image: "redis:8.2",
  port: 6379,
  env: {},
  health: "redis-cli ping",
};

export const npmJob = (id: string, ...steps: CommandStep[]) =>
  job(id, {
    toolchains: [tool("node", "24"), tool("npm")],
    caches: [cache("npm", "package-lock.json")],
    steps: [run("Install dependencies", "npm ci"), ...steps],
  });
