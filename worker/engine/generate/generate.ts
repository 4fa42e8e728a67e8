import type { Lookups } from "../lookups.ts";
import { RepositoryModel } from "../model/repository.ts";
import type { NotCarried, PinSource, Pipeline, RenderedFile } from "../pipeline/pipeline.ts";
import { PLATFORMS } from "../pipeline/platforms.ts";
import { detectStack } from "../profile/detect-stack.ts";
import type { StackProfile } from "../profile/stack-profile.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ConfigurationProblem } from "../validate/configuration-problem.ts";
import { validateConfiguration } from "../validate/validate-configuration.ts";
import type { GenerateNote, GenerateOptions } from "./generate-options.ts";
import type { FileProblem, Generated } from "./generated.ts";
import { explainJobs } from "./plan/explain-jobs.ts";
import { planPipeline } from "./plan/plan-pipeline.ts";
import { updatePipeline } from "./update/update-pipeline.ts";
import { updateToolFile } from "./update-tool-file.ts";

export interface GenerateFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly lookups: Lookups;
  readonly pins: PinSource;
}

/**
 * A pipeline for the repository: planned from its stack and rendered for the platform, or, where the platform has one already, that
 * file with the missing jobs added. Pure; never throws. What validation says of the result is in `problems`: with an error it must
 * not be offered.
 */
export function generate(snapshot: Snapshot, options: GenerateOptions, facts: GenerateFacts): Generated {
  const repository = new RepositoryModel(snapshot);
  const profile = detectStack(repository);
  const planned = planPipeline(profile, withBranch(options, snapshot), { now: facts.now });
  if (planned.pipeline === null) return nothing(profile, planned.notes);
  const { file, pipeline, notCarried, reason } = draft(repository, options, { pipeline: planned.pipeline, facts });
  const notes = [...planned.notes, ...notCarried.map(toNote), ...(reason === null ? [] : [reason])];
  const files = withUpdates(repository, options, file);
  return {
    profile,
    pipeline,
    files,
    jobs: explainJobs(pipeline),
    notes,
    problems: check(repository, options, { files, facts }),
  };
}

interface Draft {
  readonly file: RenderedFile | null;
  /** With the jobs that the file gets, not those that it has already. */
  readonly pipeline: Pipeline;
  readonly notCarried: readonly NotCarried[];
  /** Why nothing is written. */
  readonly reason: GenerateNote | null;
}

function draft(
  repository: RepositoryModel,
  { platform, replaces }: GenerateOptions,
  { pipeline, facts }: { readonly pipeline: Pipeline; readonly facts: GenerateFacts },
): Draft {
  const updated = replaces ? null : updatePipeline(repository, { platform, planned: pipeline }, facts);
  if (updated) return { ...updated, pipeline: { ...pipeline, jobs: updated.added } };
  const { file, notCarried } = PLATFORMS[platform].render(pipeline, facts);
  const isTaken = !replaces && repository.has(file.path);
  return isTaken
    ? {
        file: null,
        pipeline: { ...pipeline, jobs: [] },
        notCarried: [],
        reason: { code: "left_out", detail: unreadable(file.path) },
      }
    : { file, pipeline, notCarried, reason: null };
}

function unreadable(path: string): string {
  return `\`${path}\` exists but cannot be read as a pipeline, so that nothing was added to it: repair it, or ask for a new file in its place.`;
}

/** Where no stack is known the profile says why better than the plan does. */
function nothing(profile: StackProfile, notes: readonly GenerateNote[]): Generated {
  const own = profile.notes.filter(({ code }) => code === "no_stack" || code === "manifest_unreadable");
  const said = own.map(({ detail }): GenerateNote => ({ code: "no_stack", detail }));
  const isUnknown = profile.components.length === 0 && said.length > 0;
  return { profile, pipeline: null, files: [], jobs: [], notes: isUnknown ? said : notes, problems: [] };
}

/** What is pinned on GitHub must be kept current by something. */
function withUpdates(
  repository: RepositoryModel,
  { platform }: GenerateOptions,
  file: RenderedFile | null,
): readonly RenderedFile[] {
  if (file === null) return [];
  const updates = platform === "github" ? updateToolFile(repository.patched(new Map([[file.path, file.text]]))) : null;
  return updates ? [file, updates] : [file];
}

function withBranch(options: GenerateOptions, { defaultBranch }: Snapshot): GenerateOptions {
  return { ...options, defaultBranch: options.defaultBranch ?? defaultBranch };
}

/** What a platform cannot say, as a note of the result. */
export function toNote({ job, detail }: NotCarried): GenerateNote {
  return { code: "not_carried", detail: job === null ? detail : `Job \`${job}\`: ${detail}` };
}

interface Checking {
  readonly files: readonly RenderedFile[];
  readonly facts: GenerateFacts;
}

/** Problems of the files, each beside the others; those that a file had before it was changed are its owner's. */
function check(repository: RepositoryModel, { platform }: GenerateOptions, { files, facts }: Checking): FileProblem[] {
  const known = { now: facts.now, lookups: facts.lookups, knowsRepository: true };
  return files.flatMap(({ path, text }) => {
    const others = files.filter((other) => other.path !== path);
    const beside = repository.patched(new Map(others.map((other) => [other.path, other.text])));
    const before = repository.file(path)?.text;
    const old = before === undefined ? [] : validateConfiguration(beside, { platform, path, text: before }, known);
    const seen = new Set(old.map(keyOf));
    const found = validateConfiguration(beside, { platform, path, text }, known);
    return found.filter((each) => !seen.has(keyOf(each))).map((each) => ({ ...each, path }));
  });
}

function keyOf({ source, rule, message }: ConfigurationProblem): string {
  return `${source} ${rule ?? ""} ${message}`;
}

/** Checks rendered files of a conversion or a template in their repository. */
export function checkFiles(snapshot: Snapshot, options: GenerateOptions, checking: Checking): FileProblem[] {
  return check(new RepositoryModel(snapshot), options, checking);
}
