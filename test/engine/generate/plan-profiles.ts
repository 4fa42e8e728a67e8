import type { GenerateOptions } from "../../../worker/engine/generate/generate-options.ts";
import { planPipeline } from "../../../worker/engine/generate/plan/plan-pipeline.ts";
import type { Pipeline, PipelineJob } from "../../../worker/engine/pipeline/pipeline.ts";
import type {
  Commands,
  Component,
  PackageManager,
  ProfileEvidence,
  RuntimeVersion,
} from "../../../worker/engine/profile/stack-profile.ts";

/** 2026-11-21. */
export const NOW = Date.UTC(2026, 10, 21);

const OPTIONS: GenerateOptions = {
  platform: "github",
  jobs: null,
  versions: null,
  deploy: "none",
  defaultBranch: null,
  runner: null,
  style: null,
  components: null,
  replaces: false,
};

const NO_COMMANDS: Commands = {
  install: null,
  lint: null,
  format: null,
  typecheck: null,
  test: null,
  build: null,
  start: null,
};

type Given = Partial<Omit<Component, "commands">> & {
  readonly ecosystem: Component["ecosystem"];
  readonly commands?: Partial<Commands>;
};

/** A component with what a case is about; the rest is empty. */
export function component({ commands, ...given }: Given): Component {
  const language = given.language ?? given.ecosystem;
  return {
    path: ".",
    language,
    languages: [language],
    packageManager: null,
    frameworks: [],
    runtimes: [],
    monorepo: null,
    services: [],
    container: null,
    deploy: null,
    partOf: null,
    evidence: [],
    confidence: "high",
    ...given,
    commands: { ...NO_COMMANDS, ...commands },
  };
}

export function manager(name: string, lockfile: string | null, version: string | null = null): PackageManager {
  return { name, lockfile, version };
}

export function exact(name: string, version: string, file: string): RuntimeVersion {
  return { name, version, file, kind: "exact" };
}

export function range(name: string, version: string, file: string): RuntimeVersion {
  return { name, version, file, kind: "range" };
}

export function evidence(about: ProfileEvidence["about"], value: string, path: string): ProfileEvidence {
  return { about, value, path, line: 1, confidence: "high" };
}

export function plan(components: readonly Component[], options: Partial<GenerateOptions> = {}) {
  return planPipeline({ components, notes: [] }, { ...OPTIONS, ...options }, { now: NOW });
}

/** The pipeline of components that have one. */
export function pipelineOf(components: readonly Component[], options: Partial<GenerateOptions> = {}): Pipeline {
  const { pipeline } = plan(components, options);
  if (pipeline === null) throw new Error("no pipeline was planned");
  return pipeline;
}

export function jobOf({ jobs }: Pipeline, id: string): PipelineJob {
  const job = jobs.find((each) => each.id === id);
  if (!job) throw new Error(`no job ${id} among ${jobs.map((each) => each.id).join(", ")}`);
  return job;
}

/** What a job runs, a folder in front where it is not the root. */
export function runsOf({ steps }: PipelineJob): string[] {
  return steps.map((step) => {
    if (step.kind !== "command") return step.kind;
    return step.directory === null ? step.run : `${step.directory}: ${step.run}`;
  });
}

/** `node 24`, `node .nvmrc`, `php 8.4 +pdo_pgsql`. */
export function toolsOf({ toolchains }: PipelineJob): string[] {
  return toolchains.map(({ tool, version, versionFile, with: parts }) =>
    [tool, version, versionFile, ...parts.map((part) => `+${part}`)].filter((part) => part !== null).join(" "),
  );
}
