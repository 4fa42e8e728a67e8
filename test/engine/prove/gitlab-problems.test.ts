import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { platformProblems } from "../../../worker/engine/prove/platform-problems.ts";
import { type Files, snapshot } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const problems = (text: string, more: Files = {}, path = CI) =>
  platformProblems(new RepositoryModel(snapshot({ [CI]: text, ...more })), path);

describe("GitLab accepts", () => {
  it.each([
    ["a job", "a:\n  script: x\n"],
    ["a trigger", "a:\n  trigger: p/q\n"],
    ["a job that extends its script", ".b:\n  script: x\na:\n  extends: .b\n"],
    ["a job that may be defined elsewhere", "include: [{project: p, file: f}]\na:\n  stage: other\n  needs: [b]\n"],
    [
      "needs of known jobs, other projects and pipelines",
      "a:\n  script: x\nb:\n  script: x\n  needs: [a, {job: a}, {project: p, job: z, ref: r, artifacts: true}]\n",
    ],
    ["its own stages", "a:\n  stage: .pre\n  script: x\n"],
    ["sections", "default:\n  interruptible: true\nworkflow:\n  rules: [{when: always}]\na:\n  script: x\n"],
  ])("%s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });

  it("files that belong to no pipeline", () => {
    expect(problems("a:\n  script: x\n", { "other.yml": "b:\n  nonsense: x\n" }, "other.yml")).toEqual([]);
  });
});

describe("GitLab refuses", () => {
  it.each([
    ["a job without anything to run", "a:\n  stage: test\n", ["job a: nothing to run"]],
    ["an unknown stage", "a:\n  stage: other\n  script: x\n", ["job a: stage other"]],
    ["needs of a missing job", "a:\n  script: x\n  needs: [b]\n", ["job a: needs b"]],
    ["an unknown keyword", "a:\n  script: x\n  scripts: y\n", ["a: key scripts"]],
    ["an unknown default", "default:\n  script: y\na:\n  script: x\n", ["default: key script"]],
    [
      "rules beside only",
      "a:\n  script: x\n  only: [main]\n  rules: [{when: always}]\n",
      ["job a: rules with only or except"],
    ],
    ["a rule that is a text", "a:\n  script: x\n  rules: [main]\n", ["job a, rule"]],
    ["a text for a switch", "a:\n  script: x\n  interruptible: sometimes\n", ["job a: interruptible"]],
    ["a repeated key", "a:\n  script: x\n  script: y\n", ["repeated key script"]],
  ])("%s", (_, text, expected) => {
    const found = problems(text);
    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(found[index]).toContain(words.replace(", rule", ""));
  });

  it("in an included file", () => {
    expect(problems("include: ci/a.yml\n", { "ci/a.yml": "a:\n  stage: other\n  script: x\n" }, "ci/a.yml")).toEqual([
      "job a: stage other",
    ]);
  });
});
