import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGitlab } from "../../../worker/engine/pipeline/gitlab/read.ts";
import type { PipelineJob, ReadPipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { type Files, snapshot } from "../../support/engine.ts";

/** Where GitLab's configuration stands. */
export const PATH = ".gitlab-ci.yml";

export function readFiles(files: Files, defaultBranch = "main"): ReadPipeline | null {
  return readGitlab(new RepositoryModel(snapshot(files, defaultBranch)), PATH);
}

export function read(text: string, more: Files = {}): ReadPipeline {
  const found = readFiles({ ...more, [PATH]: text });
  if (!found) throw new Error("The file was not read.");
  return found;
}

export const only = (text: string, more: Files = {}): PipelineJob => {
  const [first] = read(text, more).pipeline.jobs;
  if (!first) throw new Error("The file has no job.");
  return first;
};
export const details = (text: string, more: Files = {}) => read(text, more).notCarried.map(({ detail }) => detail);
export const toolsOf = ({ toolchains }: PipelineJob) =>
  toolchains.map(({ tool, version }) => `${tool} ${version ?? "-"}`);
