import { memo } from "../../memo.ts";
import { asScalar, type YamlScalar } from "../../parse/yaml-node.ts";
import { scanBash } from "../../shell/bash.ts";
import type { ShellScript } from "../../shell/script.ts";
import type { SourceFile } from "../source-file.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "./pipeline.ts";
import { listItems, settingOf } from "./settings.ts";

export type ScriptKey = "before_script" | "script" | "after_script";
export const SCRIPT_KEYS: readonly ScriptKey[] = ["before_script", "script", "after_script"];

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

const known = new WeakMap<GitlabEntry, JobScript>();

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

/** One line as Bash reads it, scanned once for all rules. */
export const shellOfLine = memo((text: YamlScalar): ShellScript => scanBash(text.value));
