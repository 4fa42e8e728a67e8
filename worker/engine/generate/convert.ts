import { RepositoryModel } from "../model/repository.ts";
import type { NotCarried, Pipeline, Platform } from "../pipeline/pipeline.ts";
import { PLATFORMS, readExisting } from "../pipeline/platforms.ts";
import { detectStack } from "../profile/detect-stack.ts";
import type { Snapshot } from "../snapshot.ts";
import { convertedPipeline } from "./converted-pipeline.ts";
import { checkFiles, type GenerateFacts, toNote } from "./generate.ts";
import type { GenerateNote, GenerateOptions } from "./generate-options.ts";
import type { Generated } from "./generated.ts";
import { explainJobs } from "./plan/explain-jobs.ts";

export interface Conversion {
  readonly from: Platform;
  /** Only `platform` counts: what runs is what the existing configuration runs. */
  readonly options: GenerateOptions;
}

/** The repository's configuration of one platform in the words of another; what has none is listed in the notes. Pure; never throws. */
export function convert(snapshot: Snapshot, { from, options }: Conversion, facts: GenerateFacts): Generated {
  const repository = new RepositoryModel(snapshot);
  const profile = detectStack(repository);
  const nothing = (note: GenerateNote): Generated => ({
    profile,
    pipeline: null,
    files: [],
    jobs: [],
    notes: [note],
    problems: [],
  });
  const [source, ...others] = readExisting(repository, from).toSorted(byJobs);
  if (!source) return nothing({ code: "left_out", detail: noSource(from) });
  if (from === options.platform)
    return nothing({ code: "left_out", detail: "Source and target are the same platform; name another one." });
  const fitted = convertedPipeline(source.read, { from, to: options.platform });
  const { pipeline } = fitted;
  if (pipeline.jobs.length === 0) return nothing({ code: "left_out", detail: nothingLeft(source.path) });
  const rendered = PLATFORMS[options.platform].render(pipeline, {
    ...facts,
    header: `Converted by AutoDevOps from \`${source.path}\`; edit it freely.`,
  });
  if (repository.has(rendered.file.path) && !options.replaces) {
    return nothing({
      code: "left_out",
      detail: `\`${rendered.file.path}\` exists already: ask for a new file in its place, or remove it first.`,
    });
  }
  const files = [rendered.file];
  const left = others.map(
    ({ path }): GenerateNote => ({ code: "not_carried", detail: notConverted(path, source.path) }),
  );
  const read = [...source.read.notCarried, ...fitted.notCarried];
  const lost = [...read, ...rendered.notCarried.filter((each) => !isSaid(each, pipeline, read))];
  const notes = [...left, ...lost.map(toNote)];
  return {
    profile,
    pipeline,
    files,
    jobs: explainJobs(pipeline),
    notes,
    problems: checkFiles(snapshot, options, { files, facts }),
  };
}

type Source = ReturnType<typeof readExisting>[number];

/** The file that does most first. */
function byJobs(a: Source, b: Source): number {
  const stepsOf = ({ read }: Source) => read.pipeline.jobs.reduce((sum, { steps }) => sum + steps.length, 0);
  const checks = ({ read }: Source) => Number(read.pipeline.triggers.pullRequest);
  return checks(b) - checks(a) || stepsOf(b) - stepsOf(a) || (a.path < b.path ? -1 : 1);
}

/** The reader has told of a step of its platform alone, and what to do about it. */
function isSaid({ job, detail }: NotCarried, { jobs }: Pipeline, read: readonly NotCarried[]): boolean {
  const steps = jobs.find(({ id }) => id === job)?.steps ?? [];
  const step = steps.find((each) => each.kind === "foreign" && detail.includes(each.what));
  return step?.kind === "foreign" && read.some((each) => each.job === job && each.detail.includes(step.what));
}

function nothingLeft(path: string): string {
  return `Nothing that \`${path}\` does can be said on the other platform: it consists of actions, calls or conditions that only its own has.`;
}

function noSource(from: Platform): string {
  const { label, path } = PLATFORMS[from];
  return `The repository has no configuration of ${label} that can be read (\`${path}\`); name the platform that it uses now.`;
}

function notConverted(path: string, source: string): string {
  return `\`${path}\` was not converted: only \`${source}\`, which checks changes, was. Move its jobs by hand.`;
}
