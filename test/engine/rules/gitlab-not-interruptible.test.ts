import { describe, expect, it } from "vitest";
import { gitlabNotInterruptible } from "../../../worker/engine/rules/gitlab/gitlab-not-interruptible.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const rule = gitlabNotInterruptible;
const places = (text: string, more: Files = {}) => placesOf(rule, { [CI]: text, ...more });
const fix = (text: string, more: Files = {}) => fixOf(rule, { [CI]: text, ...more });
const TEST = "test:\n  script: make test\n";

describe("gitlab-not-interruptible stays silent", () => {
  it.each([
    ["a default", `default:\n  interruptible: true\n${TEST}`],
    ["a default that says no on purpose", `default: {interruptible: false}\n${TEST}`],
    ["the job's own key", `${TEST}  interruptible: true\n`],
    ["a key that it extends", `.base:\n  interruptible: true\ntest:\n  extends: .base\n  script: make\n`],
    ["a key behind a merge key", `.base: &base\n  interruptible: true\ntest:\n  <<: *base\n  script: make\n`],
    ["a job that says false on purpose", `${TEST}  interruptible: false\n`],
    ["jobs of the default branch", `${TEST}  only: [main]\n`],
    ["jobs of the default branch by rules", `${TEST}  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n`],
    ["jobs of tags", `${TEST}  rules:\n    - if: $CI_COMMIT_TAG\n`],
    ["scheduled jobs", `${TEST}  only: [schedules]\n`],
    ["manual jobs", `${TEST}  when: manual\n`],
    ["deploy jobs", "deploy:\n  script: ./deploy.sh\n  environment: staging\n"],
    ["a file with hidden jobs only", ".test:\n  script: make test\n"],
    ["a default that an include of another project may set", `include:\n  - project: a/b\n    file: x.yml\n${TEST}`],
    ["cancellation that is switched off", `workflow:\n  auto_cancel:\n    on_new_commit: none\n${TEST}`],
    ["a file that is no mapping", "- a\n- b\n"],
    ["odd values", "default:\ntest:\nother: 5\nthird:\n  script:\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on a default in an included file", () => {
    const files = { "ci/defaults.yml": "default:\n  interruptible: true\n" };
    expect(places(`include: ci/defaults.yml\n${TEST}`, files)).toEqual([]);
    expect(places(`include:\n  - local: /ci/*.yml\n${TEST}`, files)).toEqual([]);
  });

  it("without GitLab CI", () => {
    expect(placesOf(rule, { "ci/x.yml": TEST })).toEqual([]);
  });
});

describe("gitlab-not-interruptible reports", () => {
  it.each([
    ["a job without rules, once", `${TEST}lint:\n  script: make lint\n`, [`${CI}:1:1 medium`]],
    [
      "a job of merge requests",
      `${TEST}  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n`,
      [`${CI}:1:1 medium`],
    ],
    ["`only: [merge_requests]`", `${TEST}  only: [merge_requests]\n`, [`${CI}:1:1 medium`]],
    [
      "a job that does not inherit the default",
      `default:\n  image: x\n${TEST}  inherit:\n    default: [image]\n`,
      [`${CI}:3:1 medium`],
    ],
    [
      "a job beside GitLab's own scan templates",
      `include:\n  - template: Security/SAST.gitlab-ci.yml\n${TEST}`,
      [`${CI}:3:1 medium`],
    ],
    [
      "rules behind a reference",
      `.mr:\n  rules:\n    - if: $CI_MERGE_REQUEST_IID\n${TEST}  rules:\n    - !reference [.mr, rules]\n`,
      [`${CI}:4:1 medium`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("a job of an included file, there", () => {
    expect(places("include: ci/test.yml\n", { "ci/test.yml": TEST })).toEqual(["ci/test.yml:1:1 medium"]);
  });
});

describe("gitlab-not-interruptible fixes", () => {
  it("by a default above the first job and its comment", () => {
    expect(fix(`stages: [test]\n\n# all tests\n${TEST}`).text).toBe(
      `stages: [test]\n\ndefault:\n  interruptible: true\n\n# all tests\n${TEST}`,
    );
  });

  it("in the default that is there, leaving deploy jobs as they are", () => {
    const text = `default:\n  image: node:22\n${TEST}deploy:\n  stage: deploy\n  script: ./deploy.sh\n  environment: production\n`;
    expect(fix(text).text).toBe(
      text
        .replace("node:22\n", "node:22\n  interruptible: true\n")
        .replace("stage: deploy\n", "stage: deploy\n  interruptible: false\n"),
    );
  });

  it("with the file's newlines and indentation, and keeps triggers from being cancelled", () => {
    const text = "test:\r\n    script: make\r\nchild:\r\n    trigger: group/other\r\n";
    expect(fix(text).text).toBe(
      "default:\r\n    interruptible: true\r\n\r\ntest:\r\n    script: make\r\nchild:\r\n    interruptible: false\r\n    trigger: group/other\r\n",
    );
  });

  it("below a spec header", () => {
    expect(fix(`spec:\n  inputs:\n    a: {}\n---\n${TEST}`).text).toBe(
      `spec:\n  inputs:\n    a: {}\n---\ndefault:\n  interruptible: true\n\n${TEST}`,
    );
  });
});

describe("gitlab-not-interruptible offers no fix", () => {
  it.each([
    ["when a deploy job is shared by an alias", `${TEST}deploy: &d\n  script: ./deploy.sh\nrelease: *d\n`],
    ["when templates may deploy", `include:\n  - template: Jobs/Deploy.gitlab-ci.yml\n${TEST}`],
    ["in a flow mapping", "{test: {script: make}}\n"],
  ])("%s", (_, text) => {
    expect(fix(text)).toMatchObject({ text: null, reason: expect.stringContaining("`interruptible") });
  });
});
