/** A job of the file, as one use of it in a workflow runs it. */
import { record, text } from "../../profile/read-value.ts";
import { newJob } from "../new-job.ts";
import type { Artifact, Matrix, PipelineJob, Toolchain, ToolName } from "../pipeline.ts";
import { cacheEnv } from "./caches.ts";
import type { ConfigDefinitions } from "./read-definitions.ts";
import { type Executor, executorOf, runnerOf, servicesOf, withHosts } from "./read-executor.ts";
import { MATRIX_MARK, toolsOfImage } from "./read-images.ts";
import { orbWork } from "./read-orbs.ts";
import { argumentsOf, substitute } from "./read-parameters.ts";
import { installedTool, mergeToolchains } from "./read-setup.ts";
import { type ReadSteps, readSteps } from "./read-steps.ts";
import { readEnv } from "./read-values.ts";
import type { JobUse } from "./read-workflow.ts";

export interface ReadJob {
  readonly job: Omit<PipelineJob, "id" | "needs" | "when">;
  readonly losses: readonly string[];
}

export function readJob(use: JobUse, definitions: ConfigDefinitions, path: string): ReadJob {
  const found = definitions.jobs.get(use.job);
  if (!found) return foreignJob(use, definitions, path);
  const given = argumentsOf(found, use.call);
  if (use.matrix) given.set(use.matrix.parameter, MATRIX_MARK);
  const definition = record(substitute(found, given));
  const executor = executorOf(definition, definitions, use.job);
  const all = [use.call["pre-steps"], definition.steps, use.call["post-steps"]].flatMap((each) => each ?? []);
  const read = readSteps(all, definitions, use.job);
  const tools = withoutSetup(read, executor);
  const caches = distinct(read.caches);
  const services = servicesOf(executor, read.awaited);
  const env = withHosts({ ...executor.env, ...readEnv(definition.environment) }, services.services);
  return {
    job: {
      ...blank(use, path),
      runner: runnerOf(executor.settings),
      toolchains: tools.toolchains,
      matrix: matrixOf(use, tools.toolchains),
      services: services.services,
      env: without(env, cacheEnv(caches)),
      caches,
      steps: tools.steps,
      artifacts: artifactsOf(read.artifacts),
      exclusiveGroup: text(use.call["serial-group"])?.replace(/^<<[^>]*>>\//, "") ?? null,
    },
    losses: [...executor.losses, ...services.losses, ...read.losses, ...jobLosses(definition, use)],
  };
}

function blank(use: JobUse, path: string): ReadJob["job"] {
  return newJob({ id: use.name, name: use.name, why: `Read from \`${path}\`.`, timeoutMinutes: USUAL_MINUTES });
}

/** CircleCI has no time limit of a job's own. */
const USUAL_MINUTES = 60;

/** A job of an orb of the registry, or one that nothing defines. */
function foreignJob(use: JobUse, definitions: ConfigDefinitions, path: string): ReadJob {
  const [alias = "", name = ""] = use.job.split("/");
  const orb = definitions.orbs.get(alias);
  const known = orb === undefined ? null : orbWork(orb, name, use.call);
  const what = orb === undefined ? `job \`${use.job}\`, which nothing defines` : `job \`${use.job}\` of orb \`${orb}\``;
  const own: PipelineJob["steps"] = known
    ? known.commands.map((each) => ({ kind: "command", env: {}, why: null, condition: null, ...each }))
    : [{ kind: "foreign", name: use.job, platform: "circleci", what }];
  const before = readSteps([use.call["pre-steps"] ?? [], use.call.setup ?? []], definitions, "");
  const after = readSteps(use.call["post-steps"] ?? [], definitions, "");
  const steps = [...before.steps, ...own, ...after.steps];
  return {
    job: { ...blank(use, path), steps, toolchains: mergeToolchains(known?.toolchains ?? []) },
    losses: [
      ...(known ? [] : [`The file uses ${what}: its steps are not in the repository.`]),
      ...before.losses,
      ...after.losses,
      ...jobLosses({}, use),
    ],
  };
}

function withoutSetup(read: ReadSteps, { images, settings }: Executor): Pick<PipelineJob, "steps" | "toolchains"> {
  const runs = read.steps.flatMap((step) => (step.kind === "command" ? [step.run] : []));
  const steps: PipelineJob["steps"][number][] = [];
  const installed: Toolchain[] = [];
  for (const step of read.steps) {
    const isPlain = step.kind === "command" && step.condition === null && step.directory === null;
    const tool = isPlain ? installedTool(step.run, runs) : null;
    if (tool === null) steps.push(step);
    else if (tool !== "nothing") installed.push(tool);
  }
  const image = text(images[0]?.image);
  const own = image === null ? [] : toolsOfImage(image);
  const docker = settings.machine ? [{ tool: "docker", version: null, versionFile: null, with: [] } as const] : [];
  return { steps, toolchains: mergeToolchains([...own, ...installed, ...read.toolchains, ...docker]) };
}

function matrixOf({ matrix }: JobUse, toolchains: readonly Toolchain[]): Matrix | null {
  const tool = toolchains.find(({ version }) => version === "matrix")?.tool;
  return matrix && tool ? { axis: tool satisfies ToolName, values: matrix.values } : null;
}

function without(env: PipelineJob["env"], setUp: PipelineJob["env"]): PipelineJob["env"] {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => setUp[name] !== value && value !== MATRIX_MARK),
  );
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Files of one name belong together, and test results that are kept as files too are one report. */
function artifactsOf(all: readonly Artifact[]): Artifact[] {
  const merged = new Map<string, Artifact>();
  const files = all.filter(({ report }) => report === null);
  for (const artifact of [...files, ...all.filter(({ report }) => report !== null)]) {
    const [path = ""] = artifact.paths;
    const same = [...merged].find(([, { paths }]) => paths.includes(path))?.[0];
    const name = same ?? (artifact.name || path.split("/").at(-1) || "files");
    const known = merged.get(name);
    const paths = [...new Set([...(known?.paths ?? []), ...artifact.paths])];
    merged.set(name, { ...artifact, name, paths, report: artifact.report ?? known?.report ?? null });
  }
  return [...merged.values()];
}

function jobLosses(definition: Readonly<Record<string, unknown>>, { call, job }: JobUse): string[] {
  const losses: string[] = [];
  const size = text(definition.resource_class);
  if (size !== null && size !== "medium") losses.push(`It runs on class \`${size}\`: choose a runner of that size.`);
  if (definition.parallelism !== undefined && definition.parallelism !== 1)
    losses.push(`It runs in ${String(definition.parallelism)} containers at once that share the tests.`);
  const contexts = [call.context].flat().filter((each) => typeof each === "string");
  if (contexts.length > 0)
    losses.push(`Context ${contexts.map((each) => `\`${each}\``).join(", ")} hands it variables: set them as secrets.`);
  if (text(call["override-with"]) !== null)
    losses.push(`Job \`${job}\` may be replaced by \`${text(call["override-with"])}\`.`);
  return losses;
}
