import { describe, expect, it } from "vitest";
import { evaluateCondition } from "../../../worker/engine/model/gitlab/condition.ts";
import { presenceOf } from "../../../worker/engine/model/gitlab/presence.ts";
import { gitlabPipelinesOf } from "../../../worker/engine/model/gitlab/read-pipeline.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { snapshot } from "../../support/engine.ts";

const VALUES: Readonly<Record<string, string | null>> = { A: "x", B: "", N: null, V: "v1.2", P: "/^v/" };
const variableOf = (name: string) => VALUES[name];

describe("a condition of rules", () => {
  it.each([
    ["$A", true],
    ["$B", false],
    ["$N", false],
    ["$UNKNOWN", "unknown"],
    ['$A == "x"', true],
    ["$A == 'y'", false],
    ['"x" == $A', true],
    ["$N == null", true],
    ["$A != null", true],
    ['$A == "x" && $B', false],
    ['$B || $A == "x"', true],
    ["($B || $A) && $V", true],
    ["$B || $A && $V", true],
    ["$UNKNOWN && $B", false],
    ["$UNKNOWN || $A", true],
    ["$UNKNOWN || $B", "unknown"],
    ["$V =~ /^v\\d/", true],
    ["$V =~ /^V/i", true],
    ["$V !~ /^v/", false],
    ["$N =~ /x/", false],
    ["$V =~ $P", true],
    ["${A}", true],
    ["$V =~ /(a+)+$/", "unknown"],
    ["$A ==", "unknown"],
    ["$A $B", "unknown"],
    ["($A", "unknown"],
    ["", "unknown"],
    ["x".repeat(5000), "unknown"],
  ])("%s is %s", (text, expected) => {
    expect(evaluateCondition(text, variableOf)).toBe(expected);
  });
});

const OCCASIONS = ["branch", "merge_request", "default_branch", "tag"] as const;

function presences(text: string) {
  const [pipeline] = gitlabPipelinesOf({ repository: new RepositoryModel(snapshot({ ".gitlab-ci.yml": text })) });
  const job = pipeline?.entries.get("a");
  return pipeline && job ? OCCASIONS.map((occasion) => presenceOf(pipeline, job, occasion)).join(" ") : "no job";
}

describe("a job is in the pipelines of a branch, a merge request, the default branch and a tag", () => {
  it.each([
    ["without rules", "", "runs out runs runs"],
    ["of merge requests", "  rules:\n    - if: $CI_MERGE_REQUEST_IID\n", "out runs out out"],
    ["of the default branch", "  rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]\n", "out out runs out"],
    ["of all", "  rules: [{when: always}]\n", "runs runs runs runs"],
    ["manual by rule", "  rules: [{if: $CI_COMMIT_TAG, when: manual}]\n", "out out out manual"],
    ["manual", "  when: manual\n", "manual out manual manual"],
    ["never", "  rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]\n", "runs runs runs out"],
    ["of a variable that the file sets", "  variables: {X: 'y'}\n  rules: [{if: $X == 'y'}]\n", "runs runs runs runs"],
    ["of a variable that nobody sets", "  rules: [{if: $X}]\n", "out out out out"],
    [
      "of a variable of GitLab's that is not known",
      "  rules: [{if: $CI_PROJECT_NAMESPACE == 'x'}]\n",
      "unknown unknown unknown unknown",
    ],
    ["but for changes", "  rules: [{changes: [x], when: never}, {when: always}]\n", "runs runs runs runs"],
    ["only main", "  only: [main]\n", "out out runs out"],
    ["only refs", "  only: {refs: [tags, merge_requests]}\n", "out runs out runs"],
    ["only a pattern", "  only: [/^feature/]\n", "runs out out out"],
    ["only variables", "  only: {variables: [$CI_COMMIT_TAG]}\n", "out out out runs"],
    ["only with kubernetes", "  only: {kubernetes: active}\n", "unknown unknown unknown unknown"],
    ["except main", "  except: [main]\n", "runs out out runs"],
    ["except branches", "  except: {refs: [branches]}\n", "out out out runs"],
    ["only and except", "  only: [branches]\n  except: [main]\n", "runs out out out"],
    ["of odd rules", "  rules: 5\n", "unknown unknown unknown unknown"],
  ])("%s", (_, body, expected) => {
    expect(presences(`a:\n  script: x\n${body}`)).toBe(expected);
  });

  it("unless the workflow keeps them out", () => {
    expect(presences("workflow:\n  rules: [{if: $CI_COMMIT_TAG}]\na:\n  script: x\n")).toBe("out out out runs");
    expect(presences("include: [{project: p, file: f}]\na:\n  script: x\n")).toBe("unknown unknown unknown unknown");
  });
});
