/** The steps of a job: checkout, set-up, caches, its own commands, what is kept. */
import { isDeployCommand } from "../../data/deployments.ts";
import { scanBash } from "../../shell/bash.ts";
import type { Artifact, CommandStep, ContainerStep, Pipeline, PipelineJob, PipelineStep } from "../pipeline.ts";
import { withServiceHosts } from "../service-hosts.ts";
import { entry, list, map, mapOf, script, type YamlItem } from "../yaml-text.ts";
import { artifactSteps, builtIn, runStep, type StepEntries } from "./artifacts.ts";
import { cacheSteps } from "./caches.ts";
import { containerCommand } from "./container.ts";
import { escapeParameters } from "./escape.ts";
import type { JobImage } from "./images.ts";
import { stepWhen } from "./losses.ts";
import { hostOfService, waitCommand } from "./services.ts";
import { setupOf } from "./setup-commands.ts";

export function stepsOf(pipeline: Pipeline, job: PipelineJob, image: JobImage): YamlItem[] {
  const caches = job.caches.flatMap((cache) => cacheSteps(cache, job, image) ?? []);
  return [
    { value: "checkout" },
    ...(needsDocker(job) ? [{ value: "setup_remote_docker" }] : []),
    ...setupOf(job, image).steps.map(({ name, run }) => runStep([entry("name", name), entry("command", script(run))])),
    ...caches.map(({ key, fallback }) => builtIn("restore_cache", [entry("keys", list([key, fallback]))])),
    ...job.services.map((service) => {
      const command = waitCommand(job, service, image);
      return runStep([entry("name", `Wait for ${service.name}`), entry("command", command)]);
    }),
    ...job.steps.flatMap((step) => renderStep(pipeline, job, step)),
    ...caches.map(({ key, paths }) => builtIn("save_cache", [entry("key", key), entry("paths", list(paths))])),
    ...job.artifacts.flatMap(artifactSteps),
  ];
}

function needsDocker({ toolchains, steps }: PipelineJob): boolean {
  return toolchains.some(({ tool }) => tool === "docker") || steps.some(({ kind }) => kind === "container");
}

function renderStep(pipeline: Pipeline, job: PipelineJob, step: PipelineStep): YamlItem[] {
  if (step.kind === "container") return [containerStep(pipeline, job, step)];
  if (step.kind === "pages") return artifactSteps({ ...PAGES, name: "pages", paths: [step.directory] });
  if (step.kind === "foreign") return [];
  const when = step.condition === null ? null : stepWhen(step.condition);
  if (step.condition !== null && when === null) return [];
  const entries = commandEntries(job, step, when);
  const isShort = entries.filter((item) => item !== null).length === 2 && step.name === script(step.run);
  if (isShort) return [{ value: map([entry("run", escapeParameters(step.name))]), comment: step.why }];
  return [runStep(entries, step.why)];
}

const PAGES: Omit<Artifact, "name" | "paths"> = { retentionDays: 0, when: "success", report: null };

function commandEntries(job: PipelineJob, step: CommandStep, when: string | null): StepEntries {
  const env = Object.entries(envOf(step.env, job));
  return [
    entry("name", escapeParameters(step.name)),
    env.length === 0 ? null : entry("environment", mapOf(env)),
    step.directory === null || step.directory === "." ? null : entry("working_directory", step.directory),
    entry("command", script(escapeParameters(step.run))),
    isSilent(job, step) ? entry("no_output_timeout", `${job.timeoutMinutes}m`) : null,
    when === null || when === "on_success" ? null : entry("when", when),
  ];
}

/** Variables as the file writes them: hosts of services put in, nothing read as a parameter. */
export function envOf(env: PipelineJob["env"], job: PipelineJob): PipelineJob["env"] {
  const host = hostOfService(job);
  const values = Object.entries(env).map(
    ([name, value]) => [name, escapeParameters(withServiceHosts(value, host))] as const,
  );
  return Object.fromEntries(values);
}

/** Deploy tools print nothing while they wait, and a deployment cut off after ten minutes leaves half of it behind. */
function isSilent({ environment, exclusiveGroup }: PipelineJob, { run }: CommandStep): boolean {
  if (environment !== null || exclusiveGroup !== null) return true;
  return scanBash(run).commands.some(({ words }) => isDeployCommand(words.map(({ text }) => text)));
}

function containerStep({ defaultBranch }: Pipeline, job: PipelineJob, step: ContainerStep): YamlItem {
  return runStep([
    entry("name", step.name),
    entry("command", containerCommand(step, defaultBranch)),
    step.push ? entry("no_output_timeout", `${job.timeoutMinutes}m`) : null,
  ]);
}
