/** Scripts for Bash or sh wherever pipelines keep them: steps, GitLab jobs, Dockerfiles. */
import { memo } from "../memo.ts";
import { isDockerfilePath } from "../model/docker/dockerfile.ts";
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

export interface ScriptPlace {
  /** What the shell reads. The commands of a GitLab job follow each other, as its shell runs them. */
  readonly text: string;
  /** Scanned when it is first asked for; offsets are in `text`. */
  readonly script: ShellScript;
  /** Structural: job and step, GitLab job and key, stage. Several places may share it. */
  readonly anchor: string;
  /** The step that runs it; null outside of workflows and actions. */
  readonly step: StepPlace | null;
  /** Where a stretch of the text stands; the whole scalar where escapes leave no plain answer. */
  placeOf(start: number, end: number): FilePlace;
}

/** Scripts in which `words` occurs, of the files to check now and of GitLab jobs that such a file takes part in. */
export function* scriptsWith(context: RuleContext, words: RegExp): Generator<ScriptPlace> {
  yield* stepScripts(context, words);
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
    text: run.value,
    anchor: `jobs.${job?.id ?? ""}.${step.identity}`,
    step: place,
    get script() {
      return bashOf(run);
    },
    placeOf: (start, end) => ({ path: document.path, at: scalarSpan(document.file, run, { start, end }) }),
  };
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
  return withScript({
    text,
    anchor: `${first.job.name}.${lines.at(-1)?.key ?? first.key}`,
    placeOf: (start, end) => {
      const index = starts.findLastIndex((from) => from <= start);
      const [line, from] = [lines[index] ?? first, starts[index] ?? 0];
      const last = Math.min(end - from, line.text.value.length);
      return { path: line.file.path, at: scalarSpan(line.file, line.text, { start: start - from, end: last }) };
    },
  });
}

/** The `RUN` instructions of a Dockerfile in their shell form. */
const dockerScripts = memo((file: SourceFile): readonly ScriptPlace[] =>
  runScripts(file).map(({ text, offset, anchor }) =>
    withScript({
      text,
      anchor,
      placeOf: (start, end) => ({ path: file.path, at: { start: offset + start, end: offset + end } }),
    }),
  ),
);

function withScript(place: Omit<ScriptPlace, "script" | "step">): ScriptPlace {
  let script: ShellScript | undefined;
  return {
    ...place,
    step: null,
    get script() {
      script ??= scanBash(place.text);
      return script;
    },
  };
}
