import { fallbackVersion } from "../../../data/fallback-versions.ts";
import type { Cache, PipelineJob, Toolchain, ToolName } from "../../pipeline.ts";
import { script, type YamlItem, type YamlValue } from "../../yaml-text.ts";
import { expression, quoted, type StepWriter } from "../step.ts";

export interface SetupContext {
  readonly job: PipelineJob;
  readonly toolchain: Toolchain;
  readonly writer: StepWriter;
}

/** The steps that make one tool ready, in their order. */
export type Setup = (context: SetupContext) => readonly (YamlItem | null)[];

/** The job's toolchain of this name; null when it has none. */
export function findTool(job: PipelineJob, tool: ToolName): Toolchain | null {
  return job.toolchains.find((toolchain) => toolchain.tool === tool) ?? null;
}

/** The first of the job's caches that is one of these tools'. */
export function findCache(job: PipelineJob, ...tools: readonly ToolName[]): Cache | null {
  return job.caches.find((cache) => tools.includes(cache.tool)) ?? null;
}

/** The version to write; null where a file says it, or nothing does. */
export function versionText(job: PipelineJob, { tool, version }: Toolchain): string | null {
  return version === "matrix" ? expression(`matrix.${job.matrix?.axis ?? tool}`) : version;
}

/** The two inputs that choose a version: the text, else the file where the action reads it, else a supported line. */
export function versionInputs(
  context: SetupContext,
  [input, fileInput]: readonly [string, string],
  readable: RegExp,
): readonly (readonly [string, YamlValue])[] {
  const { toolchain } = context;
  const text = versionText(context.job, toolchain);
  const file = toolchain.versionFile;
  if (text !== null) return [[input, text]];
  if (file !== null && readable.test(file)) return [[fileInput, file]];
  const version = fallbackVersion(toolchain.tool);
  if (file !== null) loseFile(context, version ?? "the newest one");
  return [[input, version]];
}

/** Says that a file which names the version is not read. */
export function loseFile({ job, toolchain, writer }: SetupContext, instead: string): void {
  const { tool, versionFile } = toolchain;
  const detail = `The set-up of \`${tool}\` cannot read \`${versionFile}\`: it takes ${instead}. Write the version that the file names.`;
  writer.lost({ job: job.id, detail });
}

/** Paths of several files as the actions read them: one for each line. */
export function pathLines(paths: readonly string[]): string {
  return script(paths.join("\n"));
}

/** `hashFiles('a', 'b')`. */
export function hashOf(files: readonly string[]): string {
  return `hashFiles(${files.map(quoted).join(", ")})`;
}

/** A cache of a folder that no set-up action knows of. `name` tells the caches of a repository apart. */
export function cacheStep(
  { writer }: Pick<SetupContext, "writer">,
  name: string,
  { keyFiles, paths }: { readonly keyFiles: readonly string[]; readonly paths: readonly string[] },
): YamlItem | null {
  const prefix = `${expression("runner.os")}-${name}-`;
  return writer.step({
    uses: "actions/cache",
    with: [
      ["path", pathLines(paths)],
      ["key", `${prefix}${expression(hashOf(keyFiles))}`],
      ["restore-keys", prefix],
    ],
  });
}

/** True where the job's results reach users: there no cache that other runs can write is restored. */
export function isReleasing({ steps, environment, exclusiveGroup, permissions }: PipelineJob): boolean {
  const pushes = steps.some((step) => step.kind === "container" && step.push);
  const writes = Object.values(permissions).includes("write");
  return pushes || writes || environment !== null || exclusiveGroup !== null;
}

/** The folder below which the tool works, from its cache or its version's file; null for the root. */
export function folderOf({ job, toolchain }: SetupContext): string | null {
  const directory = findCache(job, toolchain.tool)?.directory ?? parentFolder(toolchain.versionFile);
  return directory === null || directory === "." ? null : directory;
}

/** `web` for `web/.nvmrc`, null for a file in the root. */
export function parentFolder(path: string | null): string | null {
  const slash = path?.lastIndexOf("/") ?? -1;
  return path === null || slash < 0 ? null : path.slice(0, slash);
}
