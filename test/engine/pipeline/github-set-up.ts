import { expect } from "vitest";
import { parse } from "yaml";
import { ACTION_PINS } from "../../../worker/engine/data/action-pins.ts";
import { renderGithub } from "../../../worker/engine/pipeline/github/render.ts";
import type { PinSource, PipelineJob } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW } from "../../support/engine.ts";
import { job, pipeline, run } from "./github-builders.ts";

/** The newest commits that the engine's own table has. */
export const pins: PinSource = (action) => ACTION_PINS.find((pin) => pin.action === action) ?? null;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps between the checkout and the job's own commands, short: the action without its owner and commit, and its inputs. */
export function setUp(more: Partial<PipelineJob>): string[] {
  const planned = pipeline([job("a", { steps: [run("Own", "own")], ...more })]);
  const { file, notCarried } = renderGithub(planned, { pins, now: NOW });
  expect(notCarried).toEqual([]);
  const steps: Step[] = parse(file.text).jobs.a.steps;
  const end = steps.findIndex((step) => step.run === "own");
  return steps.slice(1, end).map(({ uses, run: script, with: inputs }) => {
    const name =
      uses === undefined
        ? `$ ${script?.trim().replaceAll("\n", " && ")}`
        : (uses.split("@")[0] ?? "").replace(/^[^/]+\//, "");
    return [name, ...Object.entries(inputs ?? {}).map(([key, value]) => `${key}=${String(value).trim()}`)].join(" ");
  });
}
