import { describe, expect, it } from "vitest";
import { analyze } from "../../worker/engine/analyze.ts";
import { applyToFiles } from "../../worker/engine/edit/apply-edits.ts";
import { NO_LOOKUPS } from "../../worker/engine/lookups.ts";
import { composeRemediations } from "../../worker/engine/prove/compose.ts";
import { gitlabArtifactsNeverExpire } from "../../worker/engine/rules/gitlab/gitlab-artifacts-never-expire.ts";
import { gitlabMissingTimeoutRetry } from "../../worker/engine/rules/gitlab/gitlab-missing-timeout-retry.ts";
import { gitlabNotInterruptible } from "../../worker/engine/rules/gitlab/gitlab-not-interruptible.ts";
import { gitlabOnlyExceptLegacy } from "../../worker/engine/rules/gitlab/gitlab-only-except-legacy.ts";
import { NOW, snapshot } from "../support/engine.ts";

const TEXT = `stages: [build, deploy]

build:
  stage: build
  script: make
  artifacts:
    paths: [build/]

deploy:
  stage: deploy
  script: ./deploy.sh
  only: [main]
`;

describe("fixes of one GitLab file", () => {
  it("go into one change, where they meet too", () => {
    const rules = [
      gitlabArtifactsNeverExpire,
      gitlabMissingTimeoutRetry,
      gitlabNotInterruptible,
      gitlabOnlyExceptLegacy,
    ];
    const options = { now: NOW, lookups: NO_LOOKUPS, rules };
    const source = snapshot({ ".gitlab-ci.yml": TEXT });
    const { remediations } = analyze(source, options);
    const { edits, left } = composeRemediations(source, remediations, options);
    expect(left).toEqual([]);
    expect(
      applyToFiles(new Map([[".gitlab-ci.yml", TEXT]]), edits)?.get(".gitlab-ci.yml"),
    ).toBe(`stages: [build, deploy]

default:
  interruptible: true

build:
  stage: build
  timeout: 1h
  script: make
  artifacts:
    paths: [build/]
    expire_in: 1 week

deploy:
  stage: deploy
  interruptible: false
  timeout: 1h
  script: ./deploy.sh
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
`);
  });
});
