import { attached } from "../../attached.ts";
import { memo } from "../../memo.ts";
import { asScalar, type YamlScalar } from "../../parse/yaml-node.ts";
import { scanBash } from "../../shell/bash.ts";
import type { ShellScript } from "../../shell/script.ts";
import type { SourceFile } from "../source-file.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "./pipeline.ts";
import { listItems, settingOf } from "./settings.ts";

type ScriptKey = "before_script" | "script" | "after_script";
const SCRIPT_KEYS: readonly ScriptKey[] = ["before_script", "script", "after_script"];

/** One item of a script with the file that it stands in: included files and references may bring it. */
export interface ScriptLine {
  readonly key: ScriptKey;
  readonly text: YamlScalar;
  readonly file: SourceFile;
}

export interface JobScript {
  readonly lines: readonly ScriptLine[];
  /** False when some line could not be read. */
  readonly isComplete: boolean;
}

const known = attached<GitlabEntry, JobScript>();

/** Everything that a job runs, in order, defaults and references resolved. */
export function scriptOf(pipeline: GitlabPipeline, job: GitlabEntry): JobScript {
  const script = known.get(job) ?? readScript(pipeline, job);
  known.set(job, script);
  return script;
}

function readScript(pipeline: GitlabPipeline, job: GitlabEntry): JobScript {
  let isComplete = true;
  const lines = SCRIPT_KEYS.flatMap((key): ScriptLine[] => {
    const answer = settingOf(pipeline, job, key);
    if (!isSetting(answer)) {
      if (answer === "unknown") isComplete = false;
      return [];
    }
    const list = listItems(pipeline, answer);
    if (!list.isComplete) isComplete = false;
    return list.items.flatMap(({ node, file }) => {
      const text = asScalar(node);
      return text ? [{ key, text, file }] : [];
    });
  });
  return { lines, isComplete };
}

/** A line of a script with the first job that runs it. */
export interface JobLine extends ScriptLine {
  readonly pipeline: GitlabPipeline;
  readonly job: GitlabEntry;
}

/** Every line that a job of the pipelines runs, each place in a file once: jobs share lines through bases, defaults and references. */
export const linesOf = memo((pipelines: readonly GitlabPipeline[]): readonly JobLine[] => {
  const lines = new Map<YamlScalar, JobLine>();
  for (const pipeline of pipelines) {
    for (const job of pipeline.jobs) {
      for (const line of scriptOf(pipeline, job).lines) {
        if (!lines.has(line.text)) lines.set(line.text, { ...line, pipeline, job });
      }
    }
  }
  return [...lines.values()];
});

/** Lines that one shell runs after each other: `before_script` and `script` together, `after_script` alone; each list once, however many jobs share it. */
export function linesOfJobs(pipelines: readonly GitlabPipeline[]): readonly LineList[] {
  const lists = new Map<string, LineList>();
  for (const pipeline of pipelines) {
    for (const list of pipeline.jobs.flatMap((job) => listsOf(pipeline, job))) {
      const id = list.map(({ file, text }) => `${file.path}:${text.start}`).join("\n");
      if (!lists.has(id)) lists.set(id, list);
    }
  }
  return [...lists.values()];
}

type LineList = readonly [JobLine, ...JobLine[]];

function listsOf(pipeline: GitlabPipeline, job: GitlabEntry): LineList[] {
  const lines = scriptOf(pipeline, job).lines.map((line) => ({ ...line, pipeline, job }));
  return [false, true].flatMap((isAfter) => {
    const [first, ...others] = lines.filter(({ key }) => (key === "after_script") === isAfter);
    return first ? [[first, ...others] satisfies LineList] : [];
  });
}

/** One line as Bash reads it, scanned once for all rules. */
export const shellOfLine = memo((text: YamlScalar): ShellScript => scanBash(text.value));
