import { describe, expect, it } from "vitest";
import { gitlabDuplicatePipelines } from "../../../worker/engine/rules/gitlab/gitlab-duplicate-pipelines.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string, more: Files = {}) => placesOf(gitlabDuplicatePipelines, { [CI]: text, ...more });
const fix = (text: string, more: Files = {}) => fixOf(gitlabDuplicatePipelines, { [CI]: text, ...more });
const job = (rules: string, name = "test") => `${name}:\n  script: make\n  rules:\n${rules}`;
const MR = '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n';
const BOTH = job(`${MR}    - if: $CI_COMMIT_BRANCH\n`);
const CONDITION = '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS';

describe("gitlab-duplicate-pipelines stays silent", () => {
  it.each([
    ["jobs without rules: branch pipelines only", "test:\n  script: make\n"],
    ["merge requests only", job(MR)],
    ["merge requests and the default branch", job(`${MR}    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n`)],
    ["merge requests and a named branch", job(`${MR}    - if: '$CI_COMMIT_BRANCH == "main"'\n`)],
    ["merge requests and tags", job(`${MR}    - if: $CI_COMMIT_TAG =~ /^v/\n`)],
    [
      "the pattern of GitLab's documentation",
      `workflow:\n  rules:\n${MR}    - if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS\n      when: never\n    - if: $CI_COMMIT_BRANCH\n${BOTH}`,
    ],
    ["a workflow of merge requests", `workflow:\n  rules:\n${MR}${BOTH}`],
    ["a workflow of branches", `workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH\n${BOTH}`],
    [
      "a workflow that GitLab's template brings",
      `include:\n  - template: Workflows/MergeRequest-Pipelines.gitlab-ci.yml\n${BOTH}`,
    ],
    ["a workflow that another project may bring", `include:\n  - project: a/b\n    file: w.yml\n${BOTH}`],
    ["different jobs in the two pipelines", `${job(MR)}build:\n  script: make\n`],
    ["only merge requests and main", "test:\n  script: make\n  only: [merge_requests, main]\n"],
    ["a last rule behind a variable that nobody sets", job(`${MR}    - if: $RUN_TESTS == "true"\n`)],
    [
      "a push that is kept out",
      job(`    - if: $CI_PIPELINE_SOURCE == "push"\n      when: never\n    - when: always\n`),
    ],
    ["manual jobs", job(`${MR}    - if: $CI_COMMIT_BRANCH\n      when: manual\n`)],
    ["rules that are no list", "test:\n  script: make\n  rules: 5\n"],
    ["an expression that cannot be read", job(`    - if: $CI_COMMIT_BRANCH ===\n`)],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on a workflow in an included file", () => {
    const files = { "ci/w.yml": `workflow:\n  rules:\n${MR}` };
    expect(places(`include: /ci/w.yml\n${BOTH}`, files)).toEqual([]);
  });
});

describe("gitlab-duplicate-pipelines reports", () => {
  it.each([
    ["a rule for each kind", BOTH],
    ["pushes and merge requests", job(`${MR}    - if: $CI_PIPELINE_SOURCE == "push"\n`)],
    ["a last rule without a condition", job("    - if: $CI_COMMIT_TAG\n      when: never\n    - when: always\n")],
    ["rules for changes", job("    - changes: [src/**/*]\n")],
    ["one condition with both", job("    - if: '$CI_MERGE_REQUEST_IID || $CI_COMMIT_BRANCH'\n")],
    ["only with both", "test:\n  script: make\n  only:\n    - branches\n    - merge_requests\n"],
    ["rules that it extends", `.all:\n  rules: [{when: on_success}]\ntest:\n  extends: .all\n  script: make\n`],
  ])("%s", (_, text) => {
    expect(places(text)).toHaveLength(1);
  });

  it("a workflow that lets both in, at its rules", () => {
    const text = `workflow:\n  rules:\n${MR}    - if: $CI_COMMIT_BRANCH\n${BOTH}`;
    expect(places(text)).toEqual([`${CI}:2:3 medium`]);
  });
});

describe("gitlab-duplicate-pipelines fixes", () => {
  it("by a workflow above the first job", () => {
    expect(fix(`stages: [test]\n\n${BOTH}`).text).toBe(
      `stages: [test]\n\nworkflow:\n  rules:\n    - if: ${CONDITION}\n      when: never\n    - when: always\n\n${BOTH}`,
    );
  });

  it("by rules in the workflow that is there", () => {
    expect(fix(`workflow:\n  name: CI\n${BOTH}`).text).toBe(
      `workflow:\n  name: CI\n  rules:\n    - if: ${CONDITION}\n      when: never\n    - when: always\n${BOTH}`,
    );
  });

  it("by a rule above the one that lets branches in", () => {
    const text = `workflow:\n  rules:\n${MR}    # every branch\n    - if: $CI_COMMIT_BRANCH\n${BOTH}`;
    expect(fix(text).text).toBe(
      text.replace(
        "    - if: $CI_COMMIT_BRANCH\n",
        `    - if: ${CONDITION}\n      when: never\n    - if: $CI_COMMIT_BRANCH\n`,
      ),
    );
  });
});

describe("gitlab-duplicate-pipelines offers no fix", () => {
  it("when a job would no longer run for such a push", () => {
    expect(fix(`${BOTH}build:\n  script: make\n`)).toMatchObject({
      text: null,
      reason: expect.stringContaining("`build`"),
    });
  });

  it("when the rules are shared", () => {
    const text = `.r: &r\n${MR}    - if: $CI_COMMIT_BRANCH\nworkflow:\n  rules: *r\n${BOTH}`;
    expect(fix(text).text).toBeNull();
  });
});
