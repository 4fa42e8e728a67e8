import { swap, type Target } from "./proposing.ts";

const CI = ".github/workflows/ci.yml";
const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";

const wf = (job: string, head = "on: push") =>
  `name: CI\n${head}\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n${job}`;

/** Repairs that give less away, or read more exactly, than before. */
export const NARROWING_TARGETS: readonly Target[] = [
  {
    rule: "all-secrets-exposed",
    path: CI,
    text: wf(
      "    strategy:\n      matrix:\n        env: [prod, test]\n    environment: ci\n    steps:\n      - run: ./go.sh\n        env:\n          KEY: ${{ secrets[format('{0}_KEY', matrix.env)] }}\n",
    ),
    repair: swap(
      "${{ secrets[format('{0}_KEY', matrix.env)] }}",
      "${{ matrix.env == 'prod' && secrets.PROD_KEY || secrets.TEST_KEY }}",
    ),
  },
  {
    rule: "unpinned-action",
    path: CI,
    text: wf(
      "    steps:\n      - uses: actions/checkout@v7.0.1\n        with:\n          persist-credentials: false\n      - run: make\n",
    ),
    repair: swap("actions/checkout@v7.0.1", CHECKOUT),
  },
  {
    rule: "masked-failure",
    path: CI,
    text: wf("    steps:\n      - run: npm test || true\n"),
    repair: swap(" || true", ""),
  },
  {
    rule: "invalid-glob-pattern",
    path: CI,
    text: wf("    steps:\n      - run: make\n", "on:\n  push:\n    branches: ['release/[*']"),
    repair: swap("release/[*", "release/*"),
  },
  {
    rule: "secrets-inherit",
    path: CI,
    text: "name: CI\non: push\npermissions:\n  contents: read\njobs:\n  call:\n    uses: ./.github/workflows/other.yml\n    secrets: inherit\n",
    beside: {
      ".github/workflows/other.yml":
        "on:\n  workflow_call:\n    secrets:\n      KEY: { required: true }\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    environment: x\n    steps:\n      - run: ./x\n        env:\n          KEY: ${{ secrets.KEY }}\n",
    },
    repair: swap("    secrets: inherit\n", "    secrets:\n      KEY: ${{ secrets.KEY }}\n"),
  },
  {
    rule: "gitlab-stage-serial",
    path: ".gitlab-ci.yml",
    text: "stages: [lint, test]\ndefault:\n  image: node:24\n  interruptible: true\nlint:\n  stage: lint\n  timeout: 10m\n  script:\n    - npx eslint .\ntest:\n  stage: test\n  timeout: 10m\n  script:\n    - npm test\n",
    repair: swap("  stage: test\n", "  stage: test\n  needs: []\n"),
  },
  {
    rule: "circleci-cache-key",
    path: ".circleci/config.yml",
    text: `version: 2.1\njobs:\n  t:\n    docker:\n      - image: cimg/node:24.1.0\n    steps:\n      - checkout\n      - restore_cache:\n          keys:\n            - v1-deps\n      - run: npm ci\n      - save_cache:\n          key: v1-deps\n          paths: [node_modules]\nworkflows:\n  m:\n    jobs: [t]\n`,
    beside: { "package-lock.json": "{}", "package.json": "{}" },
    repair: (text) => text.replaceAll("v1-deps", 'v1-deps-{{ checksum "package-lock.json" }}'),
  },
  {
    rule: "dependabot-missing-ecosystem",
    path: ".github/dependabot.yml",
    text: "version: 2\nupdates:\n  - package-ecosystem: github-actions\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n",
    beside: {
      "package.json": '{"dependencies":{"a":"1"}}',
      "package-lock.json": "{}",
      [CI]: wf(
        `    steps:\n      - uses: ${CHECKOUT}\n        with:\n          persist-credentials: false\n      - run: npm test\n`,
      ),
    },
    repair: (text) =>
      text +
      "  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n",
  },
];
