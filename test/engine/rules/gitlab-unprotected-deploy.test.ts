import { describe, expect, it } from "vitest";
import { gitlabUnprotectedDeploy } from "../../../worker/engine/rules/gitlab/gitlab-unprotected-deploy.ts";
import { fixOf, placesOf } from "../../support/engine.ts";

const CI = ".gitlab-ci.yml";
const places = (text: string) => placesOf(gitlabUnprotectedDeploy, { [CI]: text });
const fix = (text: string) => fixOf(gitlabUnprotectedDeploy, { [CI]: text });
const DEPLOY = "deploy:\n  script: ./deploy.sh\n  environment: production\n";

describe("gitlab-unprotected-deploy stays silent", () => {
  it.each([
    ["a rule for the default branch", `${DEPLOY}  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n`],
    ["a rule for a named branch", `${DEPLOY}  rules:\n    - if: $CI_COMMIT_REF_NAME == "main"\n      when: manual\n`],
    ["a rule for protected refs", `${DEPLOY}  rules:\n    - if: $CI_COMMIT_REF_PROTECTED == "true"\n`],
    ["only main", `${DEPLOY}  only: [main]\n`],
    ["only tags", `${DEPLOY}  only: [tags]\n`],
    ["all but branches", `${DEPLOY}  except: [branches]\n`],
    ["rules that it extends", `.main:\n  only: [main]\n${DEPLOY}  extends: .main\n`],
    ["a workflow of the default branch", `workflow:\n  rules:\n    - if: $CI_COMMIT_BRANCH == "main"\n${DEPLOY}`],
    ["rules of an include that was not read", `include: [{project: a/b, file: x.yml}]\n${DEPLOY}  extends: .main\n`],
    ["staging", DEPLOY.replace("production", "staging")],
    ["a review app", DEPLOY.replace("production", "{name: review/$CI_COMMIT_REF_SLUG}")],
    ["an environment that is stopped", DEPLOY.replace("production", "{name: production, action: stop}")],
    ["a variable that nobody sets", `${DEPLOY}  rules:\n    - if: $DEPLOY == "yes"\n`],
    ["a plan", "deploy-plan:\n  script: terraform apply -refresh-only\n"],
    ["a manual publication without environment", "publish:\n  script: npm publish\n  when: manual\n"],
    ["a deploy of something else", "deploy-docs:\n  script: make docs\n"],
    ["the name alone", "deploy-docs-lint:\n  script: make\n"],
  ])("on %s", (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe("gitlab-unprotected-deploy reports", () => {
  it.each([
    ["production from any branch", DEPLOY, [`${CI}:1:1 medium`]],
    [
      "a named environment",
      DEPLOY.replace("production", "{name: prod-eu, url: 'https://e.org'}"),
      [`${CI}:1:1 medium`],
    ],
    ["a manual job", `${DEPLOY}  when: manual\n`, [`${CI}:1:1 medium`]],
    ["merge requests", `${DEPLOY}  rules:\n    - if: $CI_MERGE_REQUEST_IID\n`, [`${CI}:1:1 medium`]],
    ["all but main", `${DEPLOY}  except: [main]\n`, [`${CI}:1:1 medium`]],
    ["a publication", "publish:\n  script:\n    - npm publish\n", [`${CI}:1:1 medium`]],
    ["a script called deploy", "deploy:\n  script:\n    - ./scripts/deploy.sh\n", [`${CI}:1:1 medium`]],
    ["a task called deploy", "go-live:\n  stage: deploy\n  script: npm run-script deploy\n", [`${CI}:1:1 medium`]],
    ["each job", `${DEPLOY}prod2:\n  script: x\n  environment: production\n`, [`${CI}:1:1 medium`, `${CI}:4:1 medium`]],
  ])("%s", (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });
});

describe("gitlab-unprotected-deploy fixes", () => {
  it("by a rule at the end of the job", () => {
    expect(fix(`${DEPLOY}\ntest:\n  script: make\n`).text).toBe(
      `${DEPLOY}  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n\ntest:\n  script: make\n`,
    );
  });

  it("and leaves a manual job manual", () => {
    expect(fix(`${DEPLOY}  when: manual\n`).text).toBe(
      `${DEPLOY}  when: manual\n  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n`,
    );
  });

  it("with the file's newlines", () => {
    expect(fix(DEPLOY.replaceAll("\n", "\r\n")).text).toBe(
      `${DEPLOY}  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n`.replaceAll("\n", "\r\n"),
    );
  });
});

describe("gitlab-unprotected-deploy offers no fix", () => {
  it.each([
    ["a job with an `except`", `${DEPLOY}  except: [main]\n`, "`except`"],
    ["a job that others alias", `${DEPLOY.replace("deploy:", "deploy: &d")}other: *d\n`, "shared"],
    ["a job in braces", "deploy: {script: x, environment: production}\n", "by hand"],
  ])("for %s", (_, text, reason) => {
    expect(fix(text)).toMatchObject({ text: null, reason: expect.stringContaining(reason) });
  });
});
