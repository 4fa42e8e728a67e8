/** The steps of a job: checkout, set-up, caches, its own commands, what is kept. */
import { isDeployCommand } from "../../data/deployments.ts";
import { scanBash } from "../../shell/bash.ts";
import type { Artifact, CommandStep, ContainerStep, Pipeline, PipelineJob, PipelineStep } from "../pipeline.ts";
import { withServiceHosts } from "../service-hosts.ts";
import { entry, list, map, mapOf, script, type YamlItem, type YamlValue } from "../yaml-text.ts";
import { cacheSteps } from "./caches.ts";
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

type Entries = Parameters<typeof map>[0];

function builtIn(name: string, entries: Entries): YamlItem {
  return { value: map([entry(name, map(entries))]) };
}

function runStep(entries: Entries, comment: string | null = null): YamlItem {
  return { value: map([entry("run", map(entries))]), comment };
}

function renderStep(pipeline: Pipeline, job: PipelineJob, step: PipelineStep): YamlItem[] {
  if (step.kind === "container") return containerSteps(pipeline, job, step);
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

function commandEntries(job: PipelineJob, step: CommandStep, when: string | null): Entries {
  const env = envOf(step.env, job);
  return [
    entry("name", escapeParameters(step.name)),
    env === null ? null : entry("environment", env),
    step.directory === null || step.directory === "." ? null : entry("working_directory", step.directory),
    entry("command", script(escapeParameters(step.run))),
    isSilent(job, step) ? entry("no_output_timeout", `${job.timeoutMinutes}m`) : null,
    when === null || when === "on_success" ? null : entry("when", when),
  ];
}

/** Variables as a mapping of strings; null for none. */
export function envOf(env: Readonly<Record<string, string>>, job: PipelineJob): YamlValue | null {
  const host = hostOfService(job);
  const values = Object.entries(env).map(
    ([name, value]) => [name, escapeParameters(withServiceHosts(value, host))] as const,
  );
  return values.length === 0 ? null : mapOf(values);
}

/** Deploy tools print nothing while they wait, and a deployment cut off after ten minutes leaves half of it behind. */
function isSilent({ environment, exclusiveGroup }: PipelineJob, { run }: CommandStep): boolean {
  if (environment !== null || exclusiveGroup !== null) return true;
  return scanBash(run).commands.some(({ words }) => isDeployCommand(words.map(({ text }) => text)));
}

function containerSteps({ defaultBranch }: Pipeline, job: PipelineJob, step: ContainerStep): YamlItem[] {
  const image =
    step.image === null
      ? `"$(echo "\${REGISTRY:-ghcr.io}/$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME" | tr '[:upper:]' '[:lower:]')"`
      : `"\${REGISTRY:-ghcr.io}/${step.image}"`;
  const lines = [
    `image=${image}`,
    `docker build --tag "$image:$CIRCLE_SHA1" --file ${quoted(step.dockerfile)} ${quoted(step.context)}`,
    ...(step.push ? pushLines(defaultBranch) : []),
  ];
  return [
    runStep([
      entry("name", step.name),
      entry("command", script(lines.join("\n"))),
      step.push ? entry("no_output_timeout", `${job.timeoutMinutes}m`) : null,
    ]),
  ];
}

function pushLines(defaultBranch: string): string[] {
  return [
    `if [ "$CIRCLE_BRANCH" = ${quoted(defaultBranch)} ] || [ -n "$CIRCLE_TAG" ]; then`,
    '  echo "$REGISTRY_PASSWORD" | docker login "${REGISTRY:-ghcr.io}" --username "$REGISTRY_USER" --password-stdin',
    '  docker tag "$image:$CIRCLE_SHA1" "$image:${CIRCLE_TAG:-latest}"',
    '  docker push "$image:$CIRCLE_SHA1"',
    '  docker push "$image:${CIRCLE_TAG:-latest}"',
    "fi",
  ];
}

function quoted(word: string): string {
  return /^[\w./@:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `store_test_results` and `store_artifacts` run after a failed step too, as reports need. */
function artifactSteps({ name, paths, report }: Artifact): YamlItem[] {
  const folders = [...new Set(paths.map(withoutGlob))];
  return folders.flatMap((path) => [
    ...(report === "junit" ? [builtIn("store_test_results", [entry("path", path)])] : []),
    builtIn("store_artifacts", [entry("path", path), entry("destination", name)]),
  ]);
}

/** The folder above the first part with a wildcard. */
function withoutGlob(path: string): string {
  const parts = path.split("/");
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  return first === -1 ? path : parts.slice(0, first).join("/") || ".";
}
