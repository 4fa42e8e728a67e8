import { describe, expect, it } from "vitest";
import { gitlabArtifactsNeverExpire } from "../../../worker/engine/rules/gitlab/gitlab-artifacts-never-expire.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string, more: Files = {}) => placesOf(gitlabArtifactsNeverExpire, { [CI]: text, ...more });
const fix = (text: string, more: Files = {}) => fixOf(gitlabArtifactsNeverExpire, { [CI]: text, ...more });
const ARTIFACTS = "  artifacts:\n    paths:\n      - build/\n";
const BUILD = `build:\n  script: make\n${ARTIFACTS}`;

describe("gitlab-artifacts-never-expire stays silent", () => {
  it.each([
    ["an expiry", `${BUILD}    expire_in: 2 days\n`],
    ["an expiry in braces", "build: {script: make, artifacts: {paths: [x], expire_in: 1 day}}\n"],
    [
      "an expiry that it extends",
      `.a:\n  artifacts:\n    expire_in: 1 day\nbuild:\n  extends: .a\n  script: make\n${ARTIFACTS}`,
    ],
    [
      "an expiry of the default",
      `default:\n  artifacts:\n    paths: [x]\n    expire_in: 1 day\nbuild:\n  script: make\n`,
    ],
    ["reports alone", "test:\n  script: make\n  artifacts:\n    reports:\n      junit: report.xml\n"],
    ["a job of tags", `${BUILD}  rules:\n    - if: $CI_COMMIT_TAG\n`],
    ["a release job", `release:\n  script: make\n${ARTIFACTS}`],
    ["the Pages job", `pages:\n  script: make\n${ARTIFACTS}`],
    ["a job without artifacts", "test:\n  script: make\n"],
    ["a hidden job that nobody extends", `.build:\n  script: make\n${ARTIFACTS}`],
    [
      "a job that extends what was not read",
      `include: [{project: a/b, file: x.yml}]\nbuild:\n  extends: .x\n  script: make\n${ARTIFACTS}`,
    ],
    ["artifacts that are no mapping", "build:\n  script: make\n  artifacts: 5\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-artifacts-never-expire reports", () => {
  it.each([
    ["paths without an expiry", BUILD, [`${CI}:3:3 low`]],
    ["`never`", `${BUILD}    expire_in: never\n`, [`${CI}:6:5 low`]],
    ["untracked files", "build:\n  script: make\n  artifacts:\n    untracked: true\n", [`${CI}:3:3 low`]],
    ["each job's own", `${BUILD}${BUILD.replace("build:", "docs:")}`, [`${CI}:3:3 low`, `${CI}:8:3 low`]],
    [
      "once what two jobs extend",
      `.b:\n${ARTIFACTS}one:\n  extends: .b\n  script: a\ntwo:\n  extends: .b\n  script: b\n`,
      [`${CI}:2:3 low`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("artifacts of an included file, there", () => {
    expect(places("include: ci/b.yml\n", { "ci/b.yml": BUILD })).toEqual(["ci/b.yml:3:3 low"]);
  });
});

describe("gitlab-artifacts-never-expire fixes", () => {
  it("behind the paths", () => {
    expect(fix(`${BUILD}    name: x # kept\n`).text).toBe(`${BUILD}    expire_in: 1 week\n    name: x # kept\n`);
  });

  it("in braces", () => {
    expect(fix("build: {script: make, artifacts: {paths: [x]}}\n").text).toBe(
      "build: {script: make, artifacts: {paths: [x], expire_in: 1 week}}\n",
    );
  });

  it("`never`, for review", () => {
    const { text, remediation } = fix(`${BUILD}    expire_in: never\n`);
    expect(text).toBe(`${BUILD}    expire_in: 1 week\n`);
    expect(remediation?.fixClass).toBe("review");
  });

  it("in an included file", () => {
    const { files } = fix("include: ci/b.yml\n", { "ci/b.yml": BUILD });
    expect(files.get("ci/b.yml")).toBe(`${BUILD}    expire_in: 1 week\n`);
  });
});

describe("gitlab-artifacts-never-expire offers no fix", () => {
  it("when an alias shares the mapping", () => {
    const text = `.a: &a\n  paths: [x]\none:\n  script: a\n  artifacts: *a\ntwo:\n  script: b\n  artifacts: *a\n`;
    expect(fix(text)).toMatchObject({ text: null, reason: expect.stringContaining("shared") });
  });
});
