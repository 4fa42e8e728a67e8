import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGithub } from "../../../worker/engine/pipeline/github/read.ts";
import type { Pipeline, PipelineJob, Toolchain, ToolName } from "../../../worker/engine/pipeline/pipeline.ts";
import { type Files, snapshot, WORKFLOW } from "../../support/engine.ts";

/** A workflow of this text, read in a repository with these files. */
export function read(text: string, files: Files = {}, defaultBranch: string | null = "main") {
  const found = readGithub(new RepositoryModel(snapshot({ ...files, [WORKFLOW]: text }, defaultBranch)), WORKFLOW);
  if (!found) throw new Error("The workflow was not read.");
  return found;
}

/** A job of this text, on pull requests. */
export function readJob(
  body: string,
  files: Files = {},
): { job: PipelineJob; pipeline: Pipeline; lost: readonly string[] } {
  const indented = body
    .trim()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  const { pipeline, notCarried } = read(`on: pull_request\njobs:\n  a:\n${indented}\n`, files);
  const [job] = pipeline.jobs;
  if (!job) throw new Error("There is no job.");
  return { job, pipeline, lost: notCarried.map(({ detail }) => detail) };
}

/** A job with these steps. */
export const steps = (...lines: string[]) =>
  readJob(`runs-on: ubuntu-24.04\nsteps:\n${lines.map((line) => `  ${line}`).join("\n")}`);

export function toolchain(tool: ToolName, version: string | null = null): Toolchain {
  return { tool, version, versionFile: null, with: [] };
}
