import { describe, expect, it } from "vitest";
import { templateInjection } from "../../../worker/engine/rules/github/template-injection.ts";
import { type Files, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string, more: Files = {}) => placesOf(templateInjection, { [CI]: text, ...more });
const job = (line: string) => `test:\n  script:\n    - ${line}\n`;
const withInput = (input: string, line = "echo $[[ inputs.name | expand_vars ]]") =>
  `spec:\n  inputs:\n    name: ${input}\n---\n${job(line)}`;

describe("template-injection in GitLab CI stays silent", () => {
  it.each([
    ["a variable in quotes", job('echo "$CI_COMMIT_MESSAGE"')],
    ["a variable without quotes, which is data too", job("echo $CI_MERGE_REQUEST_TITLE")],
    ["eval of a fixed value", job('eval "$(ssh-agent -s)"')],
    ["eval of a commit id", job('eval "deploy $CI_COMMIT_SHA"')],
    ["a text that the inner shell reads itself", job(`sh -c 'echo "$CI_COMMIT_MESSAGE"'`)],
    ["an escaped dollar", job('sh -c "echo \\$CI_COMMIT_MESSAGE"')],
    ["an argument behind the script", job(`sh -c 'echo "$1"' _ "$CI_COMMIT_MESSAGE"`)],
    ["a script file", job('bash deploy.sh "$CI_COMMIT_BRANCH"')],
    ["a plain input", withInput("{}", "echo $[[ inputs.name ]]")],
    ["an input of numbers", withInput("{type: number}")],
    ["an input of a list", withInput("{options: [a, b]}")],
    [
      "an input in variables",
      `spec:\n  inputs:\n    name: {}\n---\ntest:\n  variables:\n    NAME: $[[ inputs.name | expand_vars ]]\n  script: echo "$NAME"\n`,
    ],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("template-injection in GitLab CI reports", () => {
  it.each([
    ["an expanded input", withInput("{}"), [`${CI}:7:12 medium`]],
    [
      "an expanded input between other functions",
      withInput("{}", "echo $[[ inputs.name | expand_vars | truncate(0,5) ]]"),
      [`${CI}:7:12 medium`],
    ],
    ["eval", job('eval "notify $CI_COMMIT_MESSAGE"'), [`${CI}:3:12 high`]],
    ["eval of the variable alone", job("eval $CI_COMMIT_TITLE"), [`${CI}:3:12 high`]],
    ["sh -c", job('sh -c "git checkout ${CI_MERGE_REQUEST_SOURCE_BRANCH_NAME}"'), [`${CI}:3:13 high`]],
    ["bash with options", job('/bin/bash -euc "echo $CI_COMMIT_BRANCH"'), [`${CI}:3:22 high`]],
    [
      "a block script",
      'test:\n  script:\n    - |\n      true\n      eval "x $CI_COMMIT_REF_NAME"\n',
      [`${CI}:5:12 high`],
    ],
    ["one finding a job", job('eval "$CI_COMMIT_TITLE"').replace(/( {4}- .*\n)/, "$1$1"), [`${CI}:3:12 high`]],
    [
      "a shared script once",
      `.s:\n  script: [eval $CI_COMMIT_TITLE]\na:\n  extends: .s\nb:\n  extends: .s\n`,
      [`${CI}:2:17 high`],
    ],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it("in an included file, there", () => {
    expect(places("include: ci/a.yml\n", { "ci/a.yml": job("eval $CI_COMMIT_TITLE") })).toEqual(["ci/a.yml:3:12 high"]);
  });
});
