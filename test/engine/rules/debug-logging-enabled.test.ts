import { describe, expect, it } from "vitest";
import { debugLoggingEnabled } from "../../../worker/engine/rules/github/debug-logging-enabled.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const ci = (top: string, job = "", step = "") =>
  `name: ci\non: push\n\npermissions: {}\n\n${top}jobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${job}    steps:\n      - run: make\n${step}`;
const GITLAB = ".gitlab-ci.yml";

describe("debug-logging-enabled stays silent", () => {
  it.each([
    ["false", ci("env:\n  ACTIONS_STEP_DEBUG: false\n")],
    ["false in quotes", ci("env:\n  ACTIONS_RUNNER_DEBUG: 'false'\n")],
    ["no value", ci("env:\n  ACTIONS_STEP_DEBUG:\n")],
    ["an expression", ci("env:\n  ACTIONS_STEP_DEBUG: ${{ inputs.debug }}\n")],
    ["a secret", ci("env:\n  ACTIONS_STEP_DEBUG: ${{ secrets.ACTIONS_STEP_DEBUG }}\n")],
    ["an input of that name", ci("", "", "        with: {ACTIONS_STEP_DEBUG: true}\n")],
    ["another variable", ci("env:\n  MY_ACTIONS_STEP_DEBUG: true\n  DEBUG: true\n")],
    ["a comment", ci("# ACTIONS_STEP_DEBUG: true\n")],
    ["a matrix", ci("", "    strategy: {matrix: {ACTIONS_STEP_DEBUG: [true]}}\n")],
    ["a list where a mapping belongs", ci("env: [ACTIONS_STEP_DEBUG, true]\n")],
    ["GitLab's, off", { [GITLAB]: 'variables:\n  CI_DEBUG_TRACE: "false"\n' }],
    ["a job of that name", { [GITLAB]: "CI_DEBUG_TRACE:\n  script: [make]\n" }],
    ["another file", { "values.yaml": 'variables:\n  CI_DEBUG_TRACE: "true"\n' }],
  ])("on %s", (_, files) => {
    expect(placesOf(debugLoggingEnabled, files)).toEqual([]);
  });
});

describe("debug-logging-enabled reports", () => {
  it.each([
    ["a workflow's", ci("env:\n  ACTIONS_STEP_DEBUG: true\n\n"), ["7:3 low"]],
    ["a job's", ci("", "    env: { ACTIONS_RUNNER_DEBUG: 'true' }\n"), ["10:12 low"]],
    ["a step's", ci("", "", '        env:\n          ACTIONS_STEP_DEBUG: "TRUE"\n'), ["13:11 low"]],
    ["several once", ci("env:\n  ACTIONS_STEP_DEBUG: true\n  ACTIONS_RUNNER_DEBUG: true\n"), ["7:3 low"]],
    ["GitLab's global one", { [GITLAB]: 'variables:\n  CI_DEBUG_TRACE: "true"\n' }, [`${GITLAB}:2:3 low`]],
    [
      "GitLab's with a description",
      { [GITLAB]: 'variables:\n  CI_DEBUG_TRACE: {value: "true"}\n' },
      [`${GITLAB}:2:3 low`],
    ],
    ["GitLab's in a job", { [GITLAB]: "a:\n  variables: {CI_DEBUG_SERVICES: 'true'}\n" }, [`${GITLAB}:2:15 low`]],
  ])("%s", (_, files, places) => {
    expect(placesOf(debugLoggingEnabled, files)).toEqual(places);
  });
});

describe("debug-logging-enabled fixes", () => {
  it.each([
    ["one variable of several", ci("env:\n  A: b # c\n  ACTIONS_STEP_DEBUG: true # d\n\n"), ci("env:\n  A: b # c\n\n")],
    ["the only one with its env", ci("env:\n  ACTIONS_STEP_DEBUG: true\n"), ci("")],
    ["a step's", ci("", "", "        env:\n          ACTIONS_STEP_DEBUG: true\n"), ci("")],
    ["one in braces", ci("", "    env: { A: b, ACTIONS_RUNNER_DEBUG: true }\n"), ci("", "    env: { A: b }\n")],
    [
      "all levels, CRLF",
      ci("env:\n  ACTIONS_STEP_DEBUG: true\n", "    env:\n      A: b\n      ACTIONS_STEP_DEBUG: true\n").replaceAll(
        "\n",
        "\r\n",
      ),
      ci("", "    env:\n      A: b\n").replaceAll("\n", "\r\n"),
    ],
  ])("%s", (_, before, after) => {
    const { text, reason } = fixOf(debugLoggingEnabled, before);
    expect([text, reason]).toEqual([after, null]);
  });

  it("GitLab's", () => {
    const before =
      'variables:\n  CI_DEBUG_TRACE: "true"\n  A: b\na:\n  interruptible: true\n  timeout: 5m\n  script: [make]\n';
    expect(fixOf(debugLoggingEnabled, { [GITLAB]: before }).text).toBe(
      before.replace('  CI_DEBUG_TRACE: "true"\n', ""),
    );
  });
});
