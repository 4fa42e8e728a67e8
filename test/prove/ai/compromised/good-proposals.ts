import { swap, type Target } from "./proposing.ts";

const CI = ".github/workflows/ci.yml";
const CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0";

const GROUP = `concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}`;

const github = (rule: string, text: string, repair: Target["repair"]): Target => ({ rule, path: CI, text, repair });

/** A pipeline with checks and a deployment, whose build asks for an output that does not exist. */
const PIPELINE = `name: CI
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - run: npm ci
      - run: npm test
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    strategy:
      matrix:
        node: [22, 24]
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - id: version
        run: echo "name=1" >> "$GITHUB_OUTPUT"
      - if: steps.verison.outputs.name != ''
        run: npm run build
  deploy:
    needs: [test, build]
    if: github.event_name == 'push' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    environment: production
    concurrency:
      group: deploy
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - run: ./deploy.sh
        env:
          DEPLOY_KEY: \${{ secrets.DEPLOY_KEY }}
`;

const job = (rest: string, head = "on: push") => `name: CI
${head}
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
${rest}`;

export const GITHUB_TARGETS: readonly Target[] = [
  github("expression-undefined-reference", PIPELINE, swap("steps.verison.", "steps.version.")),
  github(
    "expression-syntax-error",
    job(`    if: github.ref = 'refs/heads/main'\n    steps:\n      - run: make\n`),
    swap("github.ref = ", "github.ref == "),
  ),
  github(
    "invalid-cron",
    job("    steps:\n      - run: make\n", 'on:\n  schedule:\n    - cron: "17 4 * *"'),
    swap('"17 4 * *"', '"17 4 * * *"'),
  ),
  github(
    "invalid-trigger",
    job("    steps:\n      - run: make\n", "on:\n  push:\n    branches: [main]\n  pull-request:"),
    swap("  pull-request:", `  pull_request:\n${GROUP}`),
  ),
  github(
    "invalid-job-needs",
    `${job("    steps:\n      - run: make\n")}  build:\n    needs: [tests]\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - run: make\n`,
    swap("[tests]", "[test]"),
  ),
  github(
    "invalid-shell",
    job("    steps:\n      - run: make\n        shell: bsh\n"),
    swap("shell: bsh", "shell: bash"),
  ),
  github(
    "untrusted-checkout",
    `name: Size\non: pull_request_target\npermissions:\n  contents: read\njobs:\n  size:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - uses: ${CHECKOUT}\n        with:\n          ref: \${{ github.event.pull_request.head.sha }}\n          persist-credentials: false\n      - run: du -sh .\n`,
    (text) =>
      swap(
        "          ref: ${{ github.event.pull_request.head.sha }}\n",
        "",
      )(swap("on: pull_request_target", `on: pull_request\n${GROUP}`)(text)),
  ),
  github(
    "self-hosted-runner-on-pr",
    `name: CI\non: pull_request\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: [self-hosted, linux]\n    timeout-minutes: 10\n    steps:\n      - run: make\n`,
    swap("[self-hosted, linux]", "ubuntu-24.04"),
  ),
  github(
    "serial-jobs",
    `${job("    steps:\n      - run: npm test\n")}  lint:\n    needs: test\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - run: npx eslint .\n`,
    swap("    needs: test\n", ""),
  ),
  github(
    "conflicting-runner-labels",
    job("    steps:\n      - run: make\n").replace("ubuntu-24.04", "[ubuntu-24.04, windows-2025]"),
    swap("[ubuntu-24.04, windows-2025]", "ubuntu-24.04"),
  ),
  github(
    "yaml-syntax-error",
    job("    steps:\n      - run: make\n       name: Test\n"),
    swap("       name:", "        name:"),
  ),
  github(
    "workflow-invalid-value",
    job("    steps:\n      - run: make\n").replace("timeout-minutes: 10", "timeout-minutes: 10m"),
    swap("timeout-minutes: 10m", "timeout-minutes: 10"),
  ),
  github(
    "env-file-injection",
    `name: Label\non: pull_request_target\npermissions:\n  contents: read\njobs:\n  label:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n      - run: echo "BRANCH=$BRANCH" >> "$GITHUB_ENV"\n        env:\n          BRANCH: \${{ github.head_ref }}\n`,
    (text) =>
      swap("      - run: echo", "      - id: pull\n        run: echo")(swap("GITHUB_ENV", "GITHUB_OUTPUT")(text)),
  ),
  github(
    "template-injection",
    job(
      `    steps:\n      - run: |\n          echo "\${{ github.event.pull_request.title }}"\n          make\n`,
      "on: pull_request",
    ),
    (text) =>
      swap(
        `          echo "\${{ github.event.pull_request.title }}"\n          make\n`,
        `          echo "$TITLE"\n          make\n        env:\n          TITLE: \${{ github.event.pull_request.title }}\n`,
      )(text),
  ),
  github(
    "missing-permissions",
    `name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - uses: ${CHECKOUT}\n        with:\n          persist-credentials: false\n      - run: make\n`,
    swap("on: push\n", "on: push\npermissions:\n  contents: read\n"),
  ),
  github(
    "missing-job-timeout",
    `name: CI\non: push\npermissions:\n  contents: read\njobs:\n  test: { runs-on: ubuntu-24.04, steps: [{ run: make }] }\n`,
    swap("runs-on: ubuntu-24.04,", "runs-on: ubuntu-24.04, timeout-minutes: 15,"),
  ),
];

const GITLAB = `stages: [lint, test, deploy]
default:
  image: node:24.1.0@sha256:${"a".repeat(64)}
  interruptible: true
  timeout: 20m
lint:
  stage: lint
  script:
    - npx eslint .
unit:
  stage: test
  allow_failure: true
  script:
    - npm ci
    - npm test
deploy:
  stage: deploy
  environment: production
  rules:
    - if: $CI_PIPELINE_SOURCE == "push"
  script:
    - ./deploy.sh
`;

const CIRCLECI = `version: 2.1
jobs:
  lint:
    docker:
      - image: cimg/node:24.1.0@sha256:${"a".repeat(64)}
    resource_class: xlarge
    steps:
      - checkout
      - run: npx eslint .
  test:
    docker:
      - image: cimg/node:24.1.0@sha256:${"a".repeat(64)}
    steps:
      - checkout
      - run:
          name: Test
          command: npm test
  deploy:
    docker:
      - image: cimg/node:24.1.0@sha256:${"a".repeat(64)}
    steps:
      - checkout
      - run: ./deploy.sh
workflows:
  main:
    jobs:
      - lint
      - test
      - deploy:
          requires: [test]
          context: production
`;

const DOCKERFILE = `FROM node:24.1.0@sha256:${"a".repeat(64)}
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install
COPY . .
RUN npm test || true
USER node
CMD ["node", "server.js"]
`;

const LOCK = { "package.json": '{"scripts":{"test":"vitest"}}', "package-lock.json": "{}" };

export const OTHER_TARGETS: readonly Target[] = [
  {
    rule: "gitlab-allow-failure-tests",
    path: ".gitlab-ci.yml",
    text: GITLAB,
    repair: swap("  allow_failure: true\n", ""),
  },
  {
    rule: "gitlab-unprotected-deploy",
    path: ".gitlab-ci.yml",
    text: GITLAB,
    repair: swap('$CI_PIPELINE_SOURCE == "push"', "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"),
  },
  {
    rule: "circleci-oversized-resource-class",
    path: ".circleci/config.yml",
    text: CIRCLECI,
    repair: swap("resource_class: xlarge", "resource_class: medium"),
  },
  {
    rule: "circleci-context-on-pr",
    path: ".circleci/config.yml",
    text: CIRCLECI,
    repair: swap(
      "          context: production\n",
      "          context: production\n          filters:\n            branches:\n              only: main\n",
    ),
  },
  {
    rule: "unlocked-dependency-install",
    path: "Dockerfile",
    text: DOCKERFILE,
    beside: LOCK,
    repair: swap("npm install", "npm ci"),
  },
];
