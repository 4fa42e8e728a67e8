import { describe, expect, it } from "vitest";
import { gitlabMissingTimeoutRetry } from "../../../worker/engine/rules/gitlab/gitlab-missing-timeout-retry.ts";
import { type Files, fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string, more: Files = {}) => placesOf(gitlabMissingTimeoutRetry, { [CI]: text, ...more });
const fix = (text: string) => fixOf(gitlabMissingTimeoutRetry, { [CI]: text });
const LIMIT = "default:\n  timeout: 1h\n";
const TEST = "test:\n  script: make test\n";

describe("gitlab-missing-timeout-retry stays silent", () => {
  it.each([
    ["a default limit", LIMIT + TEST],
    ["a limit of its own", `${TEST}  timeout: 10 minutes\n`],
    ["a limit that it extends", `.t:\n  timeout: 1h\ntest:\n  extends: [.t]\n  script: make\n`],
    ["a job that leaves the default on purpose", `${LIMIT}${TEST}  inherit:\n    default: false\n`],
    ["a trigger", "child:\n  trigger: a/b\n"],
    ["a limit that may come from elsewhere", "include: https://example.org/x.yml\ntest:\n  extends: .t\n  script: x\n"],
    ["a retry of runner failures", `${LIMIT}${TEST}  retry:\n    max: 2\n    when: runner_system_failure\n`],
    ["a retry of exit codes", `${LIMIT}${TEST}  retry:\n    max: 1\n    exit_codes: 137\n`],
    ["no retry", `${LIMIT}${TEST}  retry: 0\n`],
    ["hidden jobs", ".test:\n  script: make\n  retry: 2\n"],
    ["odd values", `${LIMIT}${TEST}  retry: often\n`],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });

  it("on a default of an included file", () => {
    expect(places(`include: ci/d.yml\n${TEST}`, { "ci/d.yml": LIMIT })).toEqual([]);
  });
});

describe("gitlab-missing-timeout-retry reports", () => {
  it.each([
    ["a pipeline without limits, once", `${TEST}lint:\n  script: x\n`, [`${CI}:1:1 low`]],
    ["the jobs that have none", `a:\n  script: x\n  timeout: 5m\n${TEST}`, [`${CI}:4:1 low`]],
    ["a job beside includes that were not read", `include: https://example.org/x.yml\n${TEST}`, [`${CI}:2:1 low`]],
    ["a plain retry", `${LIMIT}${TEST}  retry: 2\n`, [`${CI}:5:3 low`]],
    ["a retry with a count only", `${LIMIT}${TEST}  retry:\n    max: 1\n`, [`${CI}:5:3 low`]],
    ["a default retry, once", `${LIMIT}  retry: 1\n${TEST}lint:\n  script: x\n`, [`${CI}:3:3 low`]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});

describe("gitlab-missing-timeout-retry fixes", () => {
  it("by a limit for each job, because GitLab ignores a default", () => {
    const { text, remediation } = fix(`stages: [test]\n${TEST}lint:\n  stage: test\n  script: x\n`);
    expect(text).toBe(
      "stages: [test]\ntest:\n  timeout: 1h\n  script: make test\nlint:\n  stage: test\n  timeout: 1h\n  script: x\n",
    );
    expect(remediation?.fixClass).toBe("review");
  });

  it("in braces", () => {
    expect(fix("test: {script: make}\n").text).toBe("test: {script: make, timeout: 1h}\n");
  });

  it("a plain retry", () => {
    expect(fix(`${LIMIT}${TEST}  retry: 2 # flaky\n`).text).toBe(
      `${LIMIT}${TEST}  retry:\n    max: 2\n    when: [runner_system_failure, stuck_or_timeout_failure] # flaky\n`,
    );
  });

  it("a retry with a count", () => {
    expect(fix(`${LIMIT}${TEST}  retry: {max: 1}\n`).text).toBe(
      `${LIMIT}${TEST}  retry: {max: 1, when: [runner_system_failure, stuck_or_timeout_failure]}\n`,
    );
  });
});

describe("gitlab-missing-timeout-retry offers no fix", () => {
  it("when an alias shares the job", () => {
    expect(fix("a: &a\n  script: x\nb: *a\n")).toMatchObject({ text: null, reason: expect.stringContaining("shared") });
  });

  it("when an alias shares the retry", () => {
    const text = `${LIMIT}.r: &r\n  max: 1\na:\n  script: x\n  retry: *r\n`;
    expect(fix(text)).toMatchObject({ text: null, reason: expect.stringContaining("shared") });
  });
});
