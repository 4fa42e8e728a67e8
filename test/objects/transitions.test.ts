import { describe, expect, it } from "vitest";
import { isFinal, isLegalStep, JOB_STATES, phaseOf, sourcesOf } from "../../worker/services/jobs/transitions.ts";

describe("the steps of a job", () => {
  it("lead from waiting to the end and back through a failure", () => {
    const way = [
      "pending",
      "active",
      "processing",
      "failed",
      "retrying",
      "active",
      "processing",
      "ai_request",
      "completed",
    ] as const;
    expect(way.slice(1).every((to, index) => isLegalStep(way[index] ?? "pending", to))).toBe(true);
  });

  it("never lead out of an end", () => {
    const ends = JOB_STATES.filter(isFinal);
    expect(ends).toEqual(["completed", "cancelled", "dead_letter"]);
    expect(ends.flatMap((end) => JOB_STATES.filter((to) => isLegalStep(end, to)))).toEqual([]);
  });

  it("let a job be cancelled from every state that is no end", () => {
    expect(sourcesOf("cancelled")).toEqual(JOB_STATES.filter((state) => !isFinal(state)));
  });

  it.each([
    ["pending", "completed"],
    ["retrying", "completed"],
    ["active", "retrying"],
    ["completed", "active"],
    ["dead_letter", "retrying"],
  ] as const)("do not lead from %s to %s", (from, to) => {
    expect(isLegalStep(from, to)).toBe(false);
  });

  it("throw when asked for the way to a state that no step leads to", () => {
    expect(() => sourcesOf("pending")).toThrow("No step leads to the state pending.");
  });

  it("belong to one of five phases", () => {
    expect(new Set(JOB_STATES.map(phaseOf))).toEqual(
      new Set(["queued", "processing", "completed", "failed", "cancelled"]),
    );
  });
});
