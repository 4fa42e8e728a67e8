import { describe, expect, it } from "vitest";
import { jobOf, pipelineOf, runsOf, toolsOf } from "./plan-profiles.ts";
import { SAMPLES } from "./plan-samples.ts";

describe("the plan of one component", () => {
  it.each(SAMPLES)("$name", ({ component, jobs }) => {
    const pipeline = pipelineOf([component]);
    const checks = pipeline.jobs.filter(({ isGate }) => !isGate);
    expect(Object.fromEntries(checks.map((job) => [job.id, [toolsOf(job), runsOf(job)]]))).toEqual(jobs);
  });

  it("tests a library on every supported line that its range allows, the lowest and the newest ones", () => {
    const matrixOf = (name: string) => {
      const sample = SAMPLES.find((each) => each.name === name);
      return sample ? jobOf(pipelineOf([sample.component]), "test").matrix : null;
    };
    expect(matrixOf("an npm library with a range of Node")).toEqual({ axis: "node", values: ["22", "24", "26"] });
    expect(matrixOf("a library on Poetry with a range")).toEqual({
      axis: "python",
      values: ["3.11", "3.12", "3.13", "3.14"],
    });
    expect(matrixOf("a gem with a range")?.values).toEqual(["3.3", "3.4"]);
    expect(matrixOf("a PHP library with two alternatives")?.values).toEqual(["8.3", "8.4", "8.5"]);
    expect(matrixOf("Rust with the least version that it promises")?.values).toEqual(["1.85", "stable"]);
    expect(matrixOf("an application with an image, whose range is no promise to others")).toBeNull();
  });
});
