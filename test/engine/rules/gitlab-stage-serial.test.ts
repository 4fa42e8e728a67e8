import { describe, expect, it } from "vitest";
import { gitlabStageSerial } from "../../../worker/engine/rules/gitlab/gitlab-stage-serial.ts";
import { placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string) => placesOf(gitlabStageSerial, { [CI]: text });
const job = (name: string, stage: string, more = "") => `${name}:\n  stage: ${stage}\n  script: make ${name}\n${more}`;
const STAGES = "stages: [lint, test]\n";
const LINT = job("eslint", "lint");
const TEST = job("unit", "test");

describe("gitlab-stage-serial stays silent", () => {
  it.each([
    ["one stage", `stages: [test]\n${job("lint", "test")}${TEST}`],
    ["a job that needs nothing", STAGES + LINT + job("unit", "test", "  needs: []\n")],
    ["a pipeline that orders its jobs", STAGES + LINT + TEST + job("e2e", "test", "  needs: [unit]\n")],
    ["artifacts", STAGES + job("eslint", "lint", "  artifacts:\n    paths: [x]\n") + TEST],
    ["a default of artifacts", `default:\n  artifacts:\n    paths: [x]\n${STAGES}${LINT}${TEST}`],
    ["a build first", `stages: [build, test]\n${job("compile", "build")}${TEST}`],
    ["an install first", `stages: [lint, test]\n${job("install", "lint")}${TEST}`],
    ["an image", STAGES + LINT.replace("make eslint", "docker build .") + TEST],
    ["a manual gate", STAGES + job("lint-all", "lint", "  when: manual\n") + TEST],
    ["a deploy behind the tests", `stages: [test, deploy]\n${TEST}${job("deploy", "deploy")}`],
    ["a stage for tags only", STAGES + job("eslint", "lint", "  only: [tags]\n") + TEST],
    ["stages of an include that was not read", `include: [{project: a/b, file: x.yml}]\n${LINT}${TEST}`],
    ["a stage that does not exist", `stages: [lint]\n${LINT}${TEST}`],
    ["an empty file", ""],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-stage-serial reports", () => {
  it.each([
    ["a test behind a linter", STAGES + LINT + TEST, [`${CI}:5:1 medium`]],
    ["two of them once", STAGES + LINT + TEST + job("e2e", "test"), [`${CI}:5:1 medium`]],
    ["a linter behind a test", `stages: [test, lint]\n${TEST}${LINT}`, [`${CI}:5:1 medium`]],
    [
      "a test behind a linter behind a build",
      `stages: [build, lint, test]\n${job("compile", "build", "  artifacts: {paths: [x]}\n")}${LINT}${TEST}`,
      [`${CI}:9:1 medium`],
    ],
    [
      "a third stage",
      `stages: [lint, unit, e2e]\n${LINT}${job("tests", "unit")}${job("cypress-e2e", "e2e")}`,
      [`${CI}:5:1 medium`],
    ],
    [
      "the stages that GitLab has by itself",
      `${job("lint", "build").replace("lint:", "check:")}rust:\n  script: x\n`.replace("stage: build", "stage: .pre"),
      [`${CI}:4:1 medium`],
    ],
    [
      "merge requests",
      STAGES +
        LINT.replace("script", "only: [merge_requests]\n  script") +
        TEST.replace("script", "only: [merge_requests]\n  script"),
      [`${CI}:6:1 medium`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});
