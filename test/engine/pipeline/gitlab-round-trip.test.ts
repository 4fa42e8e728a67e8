import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGitlab } from "../../../worker/engine/pipeline/gitlab/read.ts";
import { renderGitlab } from "../../../worker/engine/pipeline/gitlab/render.ts";
import type { Pipeline, PipelineJob, PipelineStep } from "../../../worker/engine/pipeline/pipeline.ts";
import { type Files, NOW, snapshot } from "../../support/engine.ts";
import { SAMPLES } from "./gitlab-samples.ts";

function readFiles(files: Files, defaultBranch: string) {
  return readGitlab(new RepositoryModel(snapshot(files, defaultBranch)), ".gitlab-ci.yml");
}

/** What must survive: what runs, where, on what, beside what, and what it leaves. */
function essence(job: PipelineJob) {
  return {
    why: job.why,
    needs: job.needs,
    secrets: job.secrets,
    runner: job.runner,
    steps: job.steps.map(stepEssence),
    values: job.matrix?.values.length ?? 0,
    services: job.services.map(({ name, image, env }) => ({ name, image, env })),
    env: job.env,
    caches: job.caches.map(({ tool, keyFiles }) => ({ tool, keyFiles: keyFiles.slice(0, 2) })),
    artifacts: job.artifacts.map(({ paths, report, retentionDays, when }) => ({ paths, report, retentionDays, when })),
    environment: job.environment,
    exclusiveGroup: job.exclusiveGroup,
    timeoutMinutes: job.timeoutMinutes,
    when: job.when,
    paths: job.paths,
    allowFailure: job.allowFailure,
    fetchDepth: job.fetchDepth,
  };
}

function stepEssence(step: PipelineStep) {
  if (step.kind === "command") return { run: step.run, directory: step.directory, env: step.env, if: step.condition };
  if (step.kind === "container")
    return { ...step, name: "", image: step.push ? (step.image?.toLowerCase() ?? null) : null };
  return { ...step, name: "" };
}

/** What GitLab has no place for is left out of the comparison: gates, other systems, an empty job's filler. */
function comparable(pipeline: Pipeline): Record<string, unknown> {
  const jobs = pipeline.jobs.filter(({ isGate }) => !isGate);
  return Object.fromEntries(
    jobs.map((job) => {
      const id = ["image", "default"].includes(job.id) ? `${job.id}-job` : job.id;
      const own = job.matrix?.axis === "os" ? { ...job, matrix: null } : job;
      const needs = job.needs.map((need) => (need === "image" ? "image-job" : need));
      return [id, essence({ ...own, needs })];
    }),
  );
}

describe.each(Object.entries(SAMPLES))("%s, written and read back", (_name, { pipeline, files }) => {
  const { file } = renderGitlab(pipeline, { pins: () => null, now: NOW });
  const found = readFiles({ ...files, [file.path]: file.text }, pipeline.defaultBranch);

  it("has the same jobs", () => {
    expect(comparable(found?.pipeline ?? pipeline)).toEqual(comparable(pipeline));
    expect(found).not.toBeNull();
  });

  it("starts on the same occasions", () => {
    const { name, defaultBranch, triggers, env, cancelSuperseded } = pipeline;
    const expected = { ...triggers, schedule: [] };
    expect(found?.pipeline).toMatchObject({ name, defaultBranch, triggers: expected, env, cancelSuperseded });
  });

  it("loses nothing but its schedules and files of other jobs", () => {
    const details = found?.notCarried.map(({ detail }) => detail) ?? [];
    expect(details.filter((detail) => !/schedules|handed over/.test(detail))).toEqual([]);
  });
});
