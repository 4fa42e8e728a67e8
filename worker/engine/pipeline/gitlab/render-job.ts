import type { Pipeline, PipelineJob } from "../pipeline.ts";
import { entry, flow, list, map, mapOf, type YamlEntry, type YamlItem, type YamlValue } from "../yaml-text.ts";
import { artifactsValue } from "./artifacts.ts";
import type { GitlabCache } from "./caches.ts";
import { type JobPlan, type Surroundings, variablesOf } from "./job-plan.ts";
import { jobRules } from "./rules.ts";
import { isDeployment } from "./stages.ts";
import { type JobScript, scriptOf } from "./steps.ts";
import { firstParts, matrixVariable, plainVersion, toolchainOf } from "./versions.ts";

export interface Place {
  readonly pipeline: Pipeline;
  readonly stage: string;
  /** Null where the stage's order says it. */
  readonly needs: readonly { readonly name: string; readonly isOptional: boolean }[] | null;
}

/** A hidden job with what several jobs share. */
export function baseEntry(name: string, surroundings: Surroundings): YamlEntry {
  return entry(name, map(surroundingEntries(surroundings, [])), { blank: true });
}

/** A job as one entry of the file, under its own name. */
export function jobEntries(plan: JobPlan, { pipeline, stage, needs }: Place): readonly (YamlEntry | null)[] {
  const { job, base } = plan;
  const script = scriptOf(job);
  const rules = jobRules(job, pipeline);
  return [
    base === null ? null : entry("extends", base.name),
    entry("stage", stage),
    needs === null ? null : entry("needs", needsValue(needs)),
    rules === null ? null : entry("rules", rules),
    job.runner === null ? null : entry("tags", flow([job.runner])),
    entry("timeout", job.timeoutMinutes === 1 ? "1 minute" : `${job.timeoutMinutes} minutes`),
    ...deploymentEntries(job, pipeline.cancelSuperseded),
    job.allowFailure ? entry("allow_failure", true) : null,
    matrixEntry(job),
    ...environmentEntries(plan),
    ...scriptEntries(script),
    ...resultEntries(job),
  ];
}

function needsValue(needs: NonNullable<Place["needs"]>): YamlValue {
  if (needs.every(({ isOptional }) => !isOptional)) return flow(needs.map(({ name }) => name));
  return list(
    needs.map(({ name, isOptional }) => {
      return isOptional ? map([entry("job", name), entry("optional", true)]) : name;
    }),
  );
}

/** What is half done must be neither cancelled nor begun again by itself. */
function deploymentEntries(job: PipelineJob, cancels: boolean): (YamlEntry | null)[] {
  if (!isDeployment(job)) return [];
  return [
    cancels ? entry("interruptible", false) : null,
    job.exclusiveGroup === null ? null : entry("resource_group", job.exclusiveGroup),
    entry("retry", 0),
  ];
}

function matrixEntry({ matrix, toolchains }: PipelineJob): YamlEntry | null {
  if (!matrix || matrix.axis === "os") return null;
  const hasUv = matrix.axis === "python" && toolchains.some(({ tool }) => tool === "uv");
  const parts = matrix.axis === "java" ? 1 : hasUv ? 2 : null;
  const values = matrix.values.map((value) => firstParts(plainVersion(value) ?? value, parts));
  const row = map([entry(matrixVariable(matrix.axis), flow([...new Set(values)]))]);
  return entry("parallel", map([entry("matrix", list([row]))]));
}

function environmentEntries({ job, surroundings, base, pullsOnly }: JobPlan): (YamlEntry | null)[] {
  const own = [...dockerVariables(job), ...depthVariables(job), ...variablesOf(job.env)];
  const services = servicesValue(job);
  const beside = services === null ? null : entry("services", services);
  const tokens = needsIdToken(job) ? entry("id_tokens", ID_TOKENS) : null;
  if (base === null) return [...surroundingEntries(surroundings, own, beside), tokens];
  const pull = pullsOnly ? entry("cache", map([entry("policy", "pull")])) : null;
  const isBegun = base.surroundings.beforeScript.length > 0;
  return [beside, variablesEntry(own), tokens, pull, isBegun ? null : beforeEntry(surroundings.beforeScript)];
}

function surroundingEntries(
  { image, variables, caches, beforeScript }: Surroundings,
  own: readonly (readonly [string, string])[],
  services: YamlEntry | null = null,
): (YamlEntry | null)[] {
  const named = image.hasEntrypoint ? map([entry("name", image.name), entry("entrypoint", flow([""]))]) : image.name;
  const cache = caches.map(cacheValue);
  const [only] = cache;
  return [
    entry("image", named),
    services,
    variablesEntry([...Object.entries(variables), ...own]),
    only === undefined ? null : entry("cache", cache.length === 1 ? only : list(cache)),
    beforeEntry(beforeScript),
  ];
}

/** Why something is installed that nobody expects to be missing. */
const REASONS: readonly (readonly [string, string])[] = [
  ["command -v node ", "The image has no Node.js: its own archive, once its checksum is right."],
  ["command -v composer ", "The image has no Composer: its own archive, once its checksum is right."],
  ["mkdir -p .go/", "Only archives of modules are kept here, so that gofmt does not see their sources."],
  ["pnpm config set ", "Below node_modules, so that formatters and linters do not see the store."],
];

function beforeEntry(lines: readonly string[]): YamlEntry | null {
  if (lines.length === 0) return null;
  const items = lines.map((value) => ({
    value,
    comment: REASONS.find(([start]) => value.startsWith(start))?.[1] ?? null,
  }));
  return entry("before_script", { list: items });
}

function cacheValue({ prefix, files, paths }: GitlabCache): YamlValue {
  const key = map([entry("prefix", prefix), entry("files", list(files))]);
  return map([entry("key", key), entry("paths", list(paths))]);
}

/** What the job says itself wins; options of Maven's JVM add up. */
function variablesEntry(variables: readonly (readonly [string, string])[]): YamlEntry | null {
  const values = new Map<string, string>();
  for (const [name, value] of variables) {
    const before = name === "MAVEN_OPTS" ? values.get(name) : undefined;
    values.set(name, before === undefined ? value : `${before} ${value}`);
  }
  return values.size === 0 ? null : entry("variables", mapOf(values));
}

function usesDocker(job: PipelineJob): boolean {
  return toolchainOf(job, "docker") !== null || job.steps.some(({ kind }) => kind === "container");
}

/** Where Docker's image and the one beside it find each other's certificates: docs.gitlab.com/ci/docker/using_docker_build. */
function dockerVariables(job: PipelineJob): [string, string][] {
  if (!usesDocker(job)) return [];
  return [
    ["DOCKER_HOST", "tcp://docker:2376"],
    ["DOCKER_TLS_CERTDIR", "/certs"],
    ["DOCKER_TLS_VERIFY", "1"],
    ["DOCKER_CERT_PATH", "/certs/client"],
  ];
}

/** GitLab fetches 20 commits unless it is told otherwise. */
function depthVariables({ fetchDepth }: PipelineJob): [string, string][] {
  return fetchDepth === 1 ? [] : [["GIT_DEPTH", String(fetchDepth)]];
}

function servicesValue(job: PipelineJob): YamlValue | null {
  const services = job.services.map(({ name, image, env }) => {
    const variables = variablesOf(env);
    return map([entry("name", image), entry("alias", name), variablesEntry(variables)]);
  });
  if (usesDocker(job)) services.push(map([entry("name", "docker:28-dind"), entry("alias", "docker")]));
  return services.length === 0 ? null : list(services);
}

/** A token for signing in elsewhere without a stored password; Pages and the own registry need none. */
const ID_TOKENS = map([entry("ID_TOKEN", map([entry("aud", "$CI_SERVER_URL")]))]);

export function needsIdToken({ permissions, steps }: PipelineJob): boolean {
  return permissions["id-token"] === "write" && steps.every(({ kind }) => kind === "command" || kind === "foreign");
}

function scriptEntries({ script, afterScript }: JobScript): (YamlEntry | null)[] {
  const nothing: YamlItem = { value: "true" };
  const items = script.length > 0 ? script : [nothing];
  return [
    entry("script", { list: items }),
    afterScript.length > 0 ? entry("after_script", { list: afterScript }) : null,
  ];
}

function resultEntries(job: PipelineJob): (YamlEntry | null)[] {
  const artifacts = artifactsValue(job);
  const pages = job.steps.find((step) => step.kind === "pages");
  const { environment } = job;
  const url = environment?.url ? entry("url", environment.url) : null;
  return [
    pages?.kind === "pages" ? entry("pages", map([entry("publish", pages.directory)])) : null,
    artifacts === null ? null : entry("artifacts", artifacts),
    environment === null
      ? null
      : entry("environment", url === null ? environment.name : map([entry("name", environment.name), url])),
  ];
}
