import { describe, expect, it } from "vitest";
import { gitlabAllowFailureTests } from "../../../worker/engine/rules/gitlab/gitlab-allow-failure-tests.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string) => placesOf(gitlabAllowFailureTests, { [CI]: text });
const fix = (text: string) => fixOf(gitlabAllowFailureTests, { [CI]: text });
const job = (name: string, more = "") => `${name}:\n  stage: build\n  script: make\n  allow_failure: true\n${more}`;

describe("gitlab-allow-failure-tests stays silent", () => {
  it.each([
    ["a test that may not fail", "test:\n  script: make\n"],
    ["`false`", "test:\n  script: make\n  allow_failure: false\n"],
    ["exit codes", "test:\n  script: make\n  allow_failure:\n    exit_codes: 137\n"],
    ["a manual job", job("test", "  when: manual\n")],
    ["a job manual by rules", job("test", "  rules:\n    - when: manual\n")],
    ["an experiment", job("test:nightly").replace("test:nightly:", '"test:nightly":')],
    ["a scan", job("dependency-scan-test")],
    ["a check of a scan stage", job("check").replace("stage: build", "stage: security-scan")],
    ["a job that builds", job("compile")],
    ["a deploy job", job("deploy-test", "  environment: test\n")],
    ["a job of tags", job("test", "  only: [tags]\n")],
    [
      "a failure that a rule allows",
      "test:\n  script: make\n  rules:\n    - when: always\n      allow_failure: true\n",
    ],
    ["a quoted word", 'test:\n  script: make\n  allow_failure: "true"\n'],
    ["a hidden job", job(".test")],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-allow-failure-tests reports", () => {
  it.each([
    ["a test job", job("unit-test"), [`${CI}:4:3 medium`]],
    ["a linter", job("eslint"), [`${CI}:4:3 medium`]],
    ["a linter of a stage for quality", job("lint").replace("stage: build", "stage: quality"), [`${CI}:4:3 medium`]],
    ["a job of a test stage", job("rust").replace("stage: build", "stage: test"), [`${CI}:4:3 medium`]],
    ["a job without a stage, which is test", "rust: {script: make, allow_failure: true}\n", [`${CI}:1:22 medium`]],
    [
      "one line that two jobs extend, once",
      `.t:\n  allow_failure: true\na:\n  extends: .t\n  script: x\nb:\n  extends: .t\n  script: y\n`,
      [`${CI}:2:3 medium`],
    ],
    [
      "a line behind a merge key",
      `.t: &t\n  allow_failure: true\ntest:\n  <<: *t\n  script: x\n`,
      [`${CI}:2:3 medium`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});

describe("gitlab-allow-failure-tests fixes", () => {
  it("by deleting the line", () => {
    const { text, remediation } = fix(job("test", "  tags: [x]\n"));
    expect(text).toBe("test:\n  stage: build\n  script: make\n  tags: [x]\n");
    expect(remediation?.fixClass).toBe("review");
  });

  it("in braces", () => {
    expect(fix("test: {allow_failure: true, script: make}\n").text).toBe("test: {script: make}\n");
  });
});

describe("gitlab-allow-failure-tests offers no fix", () => {
  it("where others extend the line", () => {
    expect(fix(".t:\n  allow_failure: true\na:\n  extends: .t\n  script: x\n")).toMatchObject({
      text: null,
      reason: expect.stringContaining("share"),
    });
  });
});
