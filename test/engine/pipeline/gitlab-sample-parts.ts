import type {
  Artifact,
  Cache,
  CommandStep,
  Pipeline,
  Toolchain,
  ToolName,
} from "../../../worker/engine/pipeline/pipeline.ts";
import { command } from "../../support/pipelines.ts";

/** A pipeline with the files of its repository that rules may ask about. */
export interface Sample {
  readonly pipeline: Pipeline;
  readonly files: Readonly<Record<string, string>>;
}

export const tool = (name: ToolName, version: string | null = null, more: Partial<Toolchain> = {}): Toolchain => {
  return { tool: name, version, versionFile: null, with: [], ...more };
};
export const cache = (name: ToolName, keyFiles: readonly string[], directory = "."): Cache => {
  return { tool: name, keyFiles, directory };
};
export const run = (text: string, more: Partial<CommandStep> = {}) => command(text, more);
export const artifact = (name: string, path: string, more: Partial<Artifact> = {}): Artifact => {
  return { name, paths: [path], retentionDays: 7, when: "success", report: null, ...more };
};
