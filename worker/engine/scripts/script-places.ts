/** Scripts for Bash or sh wherever pipelines keep them: steps, GitLab jobs, Dockerfiles. */
import { type Change, editScalar } from "../expressions/edit-scalar.ts";
import type { Edit } from "../finding.ts";
import { memo } from "../memo.ts";
import { isDockerfilePath } from "../model/docker/dockerfile.ts";
import type { DockerInstruction } from "../model/docker/instructions.ts";
import { linesOfJobs } from "../model/gitlab/job-scripts.ts";
import type { GitlabPipeline } from "../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../model/gitlab/read-pipeline.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { StepPlace } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import type { RuleContext } from "../rule.ts";
import { scanBash } from "../shell/bash.ts";
import type { ShellScript } from "../shell/script.ts";
import { shellOfStep } from "../shell/shell-of-step.ts";
import { bashOf } from "../shell/step-script.ts";
import { runScripts } from "./run-instructions.ts";
import { scalarSpan } from "./scalar-span.ts";

interface FilePlace {
  readonly path: string;
  readonly at: Span;
}

/** Another script on the same disk: a step of the job, a `RUN` of the stage. */
interface Neighbour {
  readonly script: ShellScript;
  /** True for one that runs behind. */
  readonly isLater: boolean;
}

export interface ScriptPlace {
  /** `gitlab_part`: a file that other repositories' pipelines include. */
  readonly kind: "step" | "gitlab" | "gitlab_part" | "dockerfile";
  /** What the shell reads. The commands of a GitLab job follow each other, as its shell runs them. */
  readonly text: string;
  /** Scanned when it is first asked for; offsets are in `text`. */
  script(): ShellScript;
  /** Structural: job and step, GitLab job and key, stage. Several places may share it. */
  readonly anchor: string;
  /** The step that runs it; null outside of workflows and actions. */
  readonly step: StepPlace | null;
  /** The instructions of a Dockerfile's stage in front of it; empty elsewhere. */
  readonly stage: readonly DockerInstruction[];
  /** Read when they are asked for; none for a GitLab job, whose commands stand in one text. */
  neighbours(): readonly Neighbour[];
  /** Where a stretch of the text stands; the whole scalar where escapes leave no plain answer. */
  placeOf(start: number, end: number): FilePlace;
  /** Edits of the file that replace a stretch of the text; null where its style cannot hold them. */
  edit(change: Change): readonly Edit[] | null;
}

/** Scripts in which `words` occurs, of the files to check now and of GitLab jobs that such a file takes part in. */
export function* scriptsWith(context: RuleContext, words: RegExp): Generator<ScriptPlace> {
  yield* stepScripts(context, words);
  yield* scriptsOutsideSteps(context, words);
}

/** The same for GitLab jobs and Dockerfiles alone. */
export function* scriptsOutsideSteps(context: RuleContext, words: RegExp): Generator<ScriptPlace> {
  for (const place of gitlabScripts(context)) if (words.test(place.text)) yield place;
  const dockerfiles = context.files.filter(({ path, text }) => isDockerfilePath(path) && words.test(text));
  for (const place of dockerfiles.flatMap(dockerScripts)) if (words.test(place.text)) yield place;
}

function* stepScripts({ steps }: RuleContext, words: RegExp): Generator<ScriptPlace> {
  for (const place of steps) {
    const { run } = place.step;
    if (run && words.test(run.value) && isUnixShell(place)) yield inStep(place, run);
  }
}

function isUnixShell(place: StepPlace): boolean {
  const { name } = shellOfStep(place);
  return name === "bash" || name === "sh";
}

function inStep(place: StepPlace, run: YamlScalar): ScriptPlace {
  const { document, job, step } = place;
  return {
    kind: "step",
    text: run.value,
    stage: [],
    anchor: `jobs.${job?.id ?? ""}.${step.identity}`,
    step: place,
    script: () => bashOf(run),
    neighbours: () => stepsAround(place),
    placeOf: (start, end) => ({ path: document.path, at: scalarSpan(document.file, run, { start, end }) }),
    edit: (change) => editScalar(document.file, run, [change]),
  };
}

function stepsAround({ document, job, step }: StepPlace): Neighbour[] {
  const steps = job?.steps ?? (document.kind === "action" ? document.steps : []);
  return steps.flatMap((other): Neighbour[] => {
    if (other.run === null || other === step || !isUnixShell({ document, job, step: other })) return [];
    return [{ script: bashOf(other.run), isLater: other.index > step.index }];
  });
}

function* gitlabScripts(context: RuleContext): Generator<ScriptPlace> {
  const pipelines = gitlabPipelinesOf(context);
  if (pipelines.length === 0) return;
  const inScope = new Set(context.files);
  for (const { place, files } of jobScripts(pipelines)) if (files.some((file) => inScope.has(file))) yield place;
}

type JobLines = ReturnType<typeof linesOfJobs>[number];

const jobScripts = memo((pipelines: readonly GitlabPipeline[]) =>
  linesOfJobs(pipelines).map((lines) => ({
    place: inJob(lines),
    files: lines.map(({ file }) => file),
  })),
);

function inJob(lines: JobLines): ScriptPlace {
  const [first] = lines;
  const starts: number[] = [];
  let text = "";
  for (const line of lines) {
    starts.push(text.length);
    text += `${line.text.value}\n`;
  }
  const lineAt = (start: number) => {
    const index = starts.findLastIndex((from) => from <= start);
    const line = lines[index] ?? first;
    return { ...line, from: starts[index] ?? 0, length: line.text.value.length };
  };
  return withScript({
    kind: first.pipeline.kind === "part" ? "gitlab_part" : "gitlab",
    text,
    stage: [],
    neighbours: () => [],
    anchor: `${first.job.name}.${lines.at(-1)?.key ?? first.key}`,
    placeOf: (start, end) => {
      const line = lineAt(start);
      const span = { start: start - line.from, end: Math.min(end - line.from, line.length) };
      return { path: line.file.path, at: scalarSpan(line.file, line.text, span) };
    },
    edit: ({ start, end, text: written }) => {
      const line = lineAt(start);
      const change = { start: start - line.from, end: end - line.from, text: written };
      return change.end > line.length ? null : editScalar(line.file, line.text, [change]);
    },
  });
}

/** The `RUN` instructions of a Dockerfile in their shell form. */
const dockerScripts = memo((file: SourceFile): readonly ScriptPlace[] => {
  const places = runScripts(file).map(({ text, offset, anchor, stage }): ScriptPlace => {
    const place = withScript({
      kind: "dockerfile",
      text,
      anchor,
      stage,
      neighbours: () => {
        const index = places.indexOf(place);
        return places.flatMap((other, at) =>
          at === index || other.anchor !== anchor ? [] : [{ script: other.script(), isLater: at > index }],
        );
      },
      placeOf: (start, end) => ({ path: file.path, at: { start: offset + start, end: offset + end } }),
      edit: ({ start, end, text: written }) => [
        { path: file.path, start: offset + start, end: offset + end, text: written },
      ],
    });
    return place;
  });
  return places;
});

function withScript(place: Omit<ScriptPlace, "script" | "step">): ScriptPlace {
  let script: ShellScript | undefined;
  return {
    ...place,
    step: null,
    script: () => {
      script ??= scanBash(place.text);
      return script;
    },
  };
}
