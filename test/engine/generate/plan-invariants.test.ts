import { describe, expect, it } from "vitest";
import { analyze } from "../../../worker/engine/analyze.ts";
import { newestPin } from "../../../worker/engine/data/action-pins.ts";
import { explainJobs } from "../../../worker/engine/generate/plan/explain-jobs.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { snapshot, WORKFLOW } from "../../support/engine.ts";
import { NOW, pipelineOf, runsOf } from "./plan-profiles.ts";
import { SAMPLES } from "./plan-samples.ts";

const STYLES = [null, "compact", "parallel"] as const;
const PLATFORMS: readonly Platform[] = ["github", "gitlab", "circleci"];
const ALL = SAMPLES.flatMap((sample) =>
  STYLES.map((style) => ({ ...sample, name: `${sample.name} (${style})`, style })),
);
const PLANS = SAMPLES.flatMap(({ component }) =>
  STYLES.flatMap((style) => PLATFORMS.map((platform) => pipelineOf([component], { style, platform }))),
);
const JOBS = PLANS.flatMap(({ jobs }) => jobs);

describe("every plan", () => {
  it("has unique ids in kebab-case, and needs that exist and come before", () => {
    for (const { jobs } of PLANS) {
      const ids = jobs.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [at, { id, needs }] of jobs.entries()) {
        expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
        for (const need of needs) expect(ids.slice(0, at)).toContain(need);
      }
    }
  });

  it("has no job without commands but the gate, no command twice in a job, and the install before what needs it", () => {
    for (const job of JOBS) {
      const runs = runsOf(job);
      expect(runs.length > 0).toBe(!job.isGate);
      expect(new Set(runs).size).toBe(runs.length);
    }
  });

  it("explains each job by a sentence, limits its time, and names caches by files", () => {
    for (const job of JOBS) {
      expect(job.why).toMatch(/^[A-Z].*\.$/);
      expect(job.timeoutMinutes).toBeGreaterThanOrEqual(5);
      expect(job.timeoutMinutes).toBeLessThanOrEqual(30);
      for (const { keyFiles } of job.caches) expect(keyFiles.length).toBeGreaterThan(0);
    }
  });

  it("takes versions of a matrix only in a job with that matrix", () => {
    for (const { toolchains, matrix } of JOBS) {
      const tools = toolchains.filter(({ version }) => version === "matrix").map(({ tool }) => tool);
      expect(tools).toEqual(matrix === null ? [] : [matrix.axis]);
    }
  });

  it("is the same each time, and the same commands for every platform", () => {
    for (const { component } of SAMPLES) {
      expect(pipelineOf([component])).toEqual(pipelineOf([component]));
      const commands = PLATFORMS.map((platform) => {
        const pipeline = pipelineOf([component], { platform });
        return explainJobs({ ...pipeline, jobs: pipeline.jobs.filter(({ isGate }) => !isGate) });
      });
      expect(commands[1]).toEqual(commands[0]);
      expect(commands[2]).toEqual(commands[0]);
    }
  });

  it("names versions, not files, where a platform cannot read files", () => {
    const files = SAMPLES.flatMap(({ component }) => pipelineOf([component], { platform: "gitlab" }).jobs)
      .flatMap(({ toolchains }) => toolchains)
      .filter(({ version, versionFile }) => version === null && versionFile !== null);
    expect(files.map(({ tool, versionFile }) => [tool, versionFile])).toEqual([["pnpm", "package.json"]]);
  });

  it.each(ALL)("has no finding of our own: $name", ({ component, style }) => {
    const pipeline = pipelineOf([component], { style });
    const { file } = renderGithub(pipeline, { pins: newestPin, now: NOW });
    const lockfile = component.packageManager?.lockfile;
    const versions = component.runtimes.map((each) => [each.file, `${each.version}\n`]);
    const files = { ...Object.fromEntries(versions), ...(lockfile ? { [lockfile]: null } : {}) };
    const { findings } = analyze(snapshot({ ...files, [WORKFLOW]: file.text }), { now: NOW, lookups: NO_LOOKUPS });
    const own = findings.filter(({ path }) => path === WORKFLOW);
    expect(own.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
