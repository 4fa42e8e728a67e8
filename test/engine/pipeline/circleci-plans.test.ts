import { describe, expect, it } from "vitest";
import { analyze } from "../../../worker/engine/analyze.ts";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { readCircleci } from "../../../worker/engine/pipeline/circleci/read.ts";
import { renderCircleci } from "../../../worker/engine/pipeline/circleci/render.ts";
import type { Pipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { circleciProblems } from "../../../worker/engine/prove/platform/circleci-problems.ts";
import { circleciSchemaProblems } from "../../../worker/engine/schema/circleci-schema.ts";
import { toValue } from "../../../worker/engine/schema/to-value.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { pipelineOf } from "../generate/plan-profiles.ts";
import { SAMPLES as PLANS } from "../generate/plan-samples.ts";
import { SAMPLES } from "./circleci-samples.ts";

const PIPELINES: readonly (readonly [string, Pipeline])[] = [
  ...Object.entries(SAMPLES),
  ...PLANS.map(({ name, component }) => {
    const pipeline = pipelineOf([component], { platform: "circleci", deploy: "container-registry" });
    return [name, pipeline] as const;
  }),
];

function commandsOf({ jobs }: Pipeline) {
  return jobs
    .filter(({ isGate }) => !isGate)
    .map(({ id, steps }) => [
      id,
      steps.flatMap((step) => {
        if (step.kind === "command") return [step.run.trim()];
        return step.kind === "container" ? [`${step.dockerfile} ${step.context} ${step.image} ${step.push}`] : [];
      }),
    ]);
}

describe("a pipeline of every stack, as CircleCI configuration", () => {
  it.each(PIPELINES)("%s", (_, pipeline) => {
    const { file } = renderCircleci(pipeline, { pins: () => null, now: NOW });
    const source = snapshot({ [file.path]: file.text });
    const repository = new RepositoryModel(source);
    const findings = analyze(source, { now: NOW, lookups: NO_LOOKUPS }).findings.filter(
      ({ path }) => path === file.path,
    );
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    expect(circleciProblems(repository, file.path)).toEqual([]);
    const yaml = parseYaml(file.text);
    const root = yaml.ok ? yaml.documents[0]?.root : null;
    expect(root ? circleciSchemaProblems(toValue(root)) : "no YAML").toEqual([]);
    const back = readCircleci(repository, file.path);
    expect(back && commandsOf(back.pipeline)).toEqual(commandsOf(pipeline));
  });
});
