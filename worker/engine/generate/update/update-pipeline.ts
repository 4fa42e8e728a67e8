import { applyEdits } from "../../edit/apply-edits.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asMap } from "../../parse/yaml-node.ts";
import type {
  NotCarried,
  Pipeline,
  PipelineJob,
  Platform,
  ReadPipeline,
  RenderedFile,
  RenderOptions,
} from "../../pipeline/pipeline.ts";
import { PLATFORMS, readExisting } from "../../pipeline/platforms.ts";
import type { GenerateNote } from "../generate-options.ts";
import { layoutOf } from "./layout-of.ts";
import { mergeInto, type Parsed } from "./platform-parts.ts";
import { renderedRoot } from "./rendered-blocks.ts";
import { missingPart, runningWork } from "./running-work.ts";

export interface Updated {
  /** The file with the new jobs in it, everything else byte for byte as it was; null where nothing is missing or it cannot be done. */
  readonly file: RenderedFile | null;
  /** Jobs that were added. */
  readonly added: readonly PipelineJob[];
  readonly notCarried: readonly NotCarried[];
  /** Why nothing was written; null when something was. */
  readonly reason: GenerateNote | null;
}

interface Existing {
  readonly path: string;
  readonly read: ReadPipeline;
}

/** Adds what the planned pipeline has and the repository's own does not run yet. Null where the platform has no configuration that can be read. */
export function updatePipeline(
  repository: RepositoryModel,
  { platform, planned }: { readonly platform: Platform; readonly planned: Pipeline },
  options: RenderOptions,
): Updated | null {
  const existing = readExisting(repository, platform);
  const target = mainOf(existing);
  if (!target) return null;
  const running = runningWork(
    repository,
    platform,
    existing.map(({ read }) => read),
  );
  if (platform === "github" && !running.isUncertain && !existing.some(checksChanges) && !repository.has(NEW_PATH))
    return null;
  const missing = planned.jobs.flatMap((job) => missingPart(repository, job, running) ?? []);
  if (missing.length === 0) return unchanged(upToDate(target.path), "up_to_date");
  if (running.isUncertain) return unchanged(uncertain(target.path, missing));
  const jobs = fitInto(target.read.pipeline, missing);
  return insertJobs(repository, { platform, target, pipeline: { ...planned, jobs } }, options);
}

function unchanged(detail: string, code: GenerateNote["code"] = "left_out"): Updated {
  return { file: null, added: [], notCarried: [], reason: { code, detail } };
}

function upToDate(path: string): string {
  return `\`${path}\` already runs all of this; nothing was changed.`;
}

function uncertain(path: string, missing: readonly PipelineJob[]): string {
  const names = missing.map(({ name }) => `\`${name}\``).join(", ");
  return `${path} runs scripts that are not looked into, which may already do what ${names} would; nothing was changed. Add the jobs by hand where they do not.`;
}

/** The file that checks changes: the one with most commands among those that pull requests or pushes start. */
function mainOf(existing: readonly Existing[]): Existing | undefined {
  const weight = ({ path, read }: Existing) => {
    const { triggers } = read.pipeline;
    const named = (CHECKS.test(path) ? 50 : 0) - (ELSE.test(path) ? 50 : 0);
    return (
      (triggers.pullRequest ? 100 : 0) + (triggers.push.length > 0 ? 50 : 0) + Math.min(commandsIn(read), 49) + named
    );
  };
  return existing.toSorted((a, b) => weight(b) - weight(a))[0];
}

const NEW_PATH = PLATFORMS.github.path;
/** Names of files that say what they are about. */
const CHECKS = /\/(?:ci|tests?|main|build|checks?|verify|continuous-integration)\.ya?ml$/;
const ELSE =
  /\/[^/]*(?:security|codeql|scorecard|release|publish|deploy|nightly|docs|documentation|external|issue|label|stale)/;

function commandsIn({ pipeline }: ReadPipeline): number {
  const kinds = pipeline.jobs.flatMap(({ steps }) => steps.map(({ kind }) => kind));
  return kinds.filter((kind) => kind === "command").length;
}

/** Not only labels, locks and scans: a file of its own is better than jobs among those. */
function checksChanges({ read }: Existing): boolean {
  const { triggers } = read.pipeline;
  return (triggers.pullRequest || triggers.push.length > 0) && commandsIn(read) > 0;
}

/** New jobs take a free id, the runner that the others have, and wait only for each other. */
function fitInto({ jobs: own }: Pipeline, missing: readonly PipelineJob[]): PipelineJob[] {
  const taken = new Set(own.map(({ id }) => id));
  const ids = new Map(missing.map(({ id }) => [id, taken.has(id) ? freeId(id, taken) : id]));
  const runners = new Set(own.map(({ runner }) => runner));
  const [only] = runners;
  return missing.map((job) => ({
    ...job,
    id: ids.get(job.id) ?? job.id,
    needs: job.needs.flatMap((need) => ids.get(need) ?? (taken.has(need) ? [need] : [])),
    runner: job.runner ?? (runners.size === 1 && only ? only : null),
  }));
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) if (!taken.has(`${id}-${number}`)) return `${id}-${number}`;
}

interface Insertion {
  readonly platform: Platform;
  readonly target: Existing;
  readonly pipeline: Pipeline;
}

function insertJobs(
  repository: RepositoryModel,
  { platform, target, pipeline }: Insertion,
  options: RenderOptions,
): Updated {
  const parsed = parsedTarget(repository, target.path);
  if (!parsed) return unchanged(`\`${target.path}\` could not be read; nothing was changed.`);
  const layout = layoutOf(parsed.file, parsed.root);
  const { file, notCarried } = PLATFORMS[platform].render(pipeline, { ...options, layout });
  const rendered = renderedRoot(file);
  const edits = rendered ? mergeInto(platform, parsed, rendered) : "The new jobs could not be written.";
  if (typeof edits === "string") return unchanged(`${edits} Nothing was changed; add the jobs by hand.`);
  const text = applyEdits(parsed.file.text, edits);
  if (text === null) return unchanged(`The new jobs do not fit into \`${target.path}\`; nothing was changed.`);
  return { file: { path: target.path, text }, added: pipeline.jobs, notCarried, reason: null };
}

function parsedTarget(repository: RepositoryModel, path: string): Parsed | null {
  const file = repository.file(path);
  const yaml = repository.yaml(path);
  const root = yaml?.ok ? asMap(yaml.documents.at(-1)?.root) : null;
  return file && root ? { file, root } : null;
}
