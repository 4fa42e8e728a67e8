import { describe, expect, test } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGithub } from "../../../worker/engine/pipeline/github/read.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { Pipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { SAMPLES } from "./github-samples.ts";
import { pins } from "./github-set-up.ts";

/** What a round trip must keep of every job; versions that a set-up fills in and the words of comments may differ. */
function kept({ jobs, triggers, env, name, defaultBranch, cancelSuperseded }: Pipeline) {
  return {
    name,
    defaultBranch,
    triggers,
    env,
    cancelSuperseded,
    jobs: jobs.map(({ toolchains, caches, environment, permissions, artifacts, ...job }) => ({
      ...job,
      environment: environment?.name,
      tools: toolchains
        .map(({ tool }) => tool)
        .filter((tool) => tool !== "npm" && tool !== "composer")
        .sort(),
      versions: toolchains.flatMap(({ version }) => version ?? []).sort(),
      keyFiles: caches.flatMap(({ keyFiles }) => keyFiles).sort(),
      artifacts: artifacts.map(({ report: _report, ...artifact }) => artifact),
    })),
  };
}

describe.each(Object.entries(SAMPLES))("the workflow of %s", (_name, { pipeline, files }) => {
  const { file } = renderGithub(pipeline, { pins, now: NOW });
  const repository = new RepositoryModel(snapshot({ ...files, [file.path]: file.text }, pipeline.defaultBranch));
  const read = readGithub(repository, file.path);

  test("reads back as the pipeline that it was written from, with nothing lost", () => {
    expect(read?.notCarried).toEqual([]);
    expect(read && kept(read.pipeline)).toEqual(kept(pipeline));
  });

  test("is written again as the same text", () => {
    expect(read && renderGithub(read.pipeline, { pins, now: NOW }).file.text).toBe(file.text);
  });
});
