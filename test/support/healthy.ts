/** Repositories in which nothing is wrong: every rule must be silent on each of them. */
import type { Files } from "./engine.ts";

const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const NODE = "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0";
const GO = "actions/setup-go@b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0";
const UV = "astral-sh/setup-uv@20cfd1bf945f4377ade1205e4dbc17946fc9a30d # v10.0.1";
const PYPI = "pypa/gh-action-pypi-publish@cef221092ed1bacb1cc03d23a2d87d1d172e277b # v1.14.0";
const UPLOAD = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1";
const DOWNLOAD = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1";

const checkout = `      - uses: ${CHECKOUT}\n        with:\n          persist-credentials: false\n`;
const group =
  "concurrency:\n  group: ${{ github.workflow }}-${{ github.event.pull_request.number || github.run_id }}\n  cancel-in-progress: ${{ github.event_name == 'pull_request' }}\n";
const trigger = "on:\n  push:\n    branches: [main]\n  pull_request:\n";

function dependabot(...ecosystems: string[]): string {
  const entries = ecosystems.map(
    (name) =>
      `  - package-ecosystem: ${name}\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n`,
  );
  return `version: 2\nupdates:\n${entries.join("")}`;
}

const nodeCi = `name: CI
${trigger}permissions: {}
${group}jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
${checkout}      - uses: ${NODE}
        with:
          node-version-file: .nvmrc
          cache: npm
      - run: npm ci
      - run: npm run lint
      - run: npm test
      - uses: ${UPLOAD}
        if: \${{ !cancelled() }}
        with:
          name: test-results
          path: test-results
          retention-days: 7
`;

const goCi = `name: Go
${trigger}permissions:
  contents: read
${group}jobs:
  test:
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-24.04, macos-15]
    runs-on: \${{ matrix.os }}
    timeout-minutes: 20
    steps:
${checkout}      - uses: ${GO}
        with:
          go-version-file: go.mod
      - run: go vet ./...
      - run: go test -race ./...
`;

const pythonRelease = `name: Release
on:
  push:
    tags: ['v*']
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
${checkout}      - uses: ${UV}
        with:
          enable-cache: false
      - run: uv build
      - uses: ${UPLOAD}
        with:
          name: dist
          path: dist
  publish:
    needs: [build]
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: ${DOWNLOAD}
        with:
          name: dist
          path: dist
      - uses: ${PYPI}
`;

const greeting = `name: Greeting
on:
  issues:
    types: [opened]
permissions: {}
jobs:
  greet:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      issues: write
    steps:
      - run: gh issue comment "$NUMBER" --body "Thank you for \${TITLE}"
        env:
          GH_TOKEN: \${{ github.token }}
          GH_REPO: \${{ github.repository }}
          NUMBER: \${{ github.event.issue.number }}
          TITLE: \${{ github.event.issue.title }}
`;

const reusable = `name: Shared tests
on:
  workflow_call:
    inputs:
      folder:
        type: string
        required: true
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
${checkout}      - run: cargo test --locked
        working-directory: \${{ inputs.folder }}
`;

const caller = `name: Tests
${trigger}permissions:
  contents: read
${group}jobs:
  core:
    uses: ./.github/workflows/shared.yml
    with:
      folder: core
`;

const composite = `name: Greet
description: Says a name
inputs:
  name:
    description: Whom to greet
    required: true
outputs:
  length:
    description: Letters of the name
    value: \${{ steps.count.outputs.length }}
runs:
  using: composite
  steps:
    - id: count
      shell: bash
      env:
        NAME: \${{ inputs.name }}
      run: echo "length=\${#NAME}" >> "$GITHUB_OUTPUT"
`;

const gitlab = `workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
default:
  image: node:24.4.1@sha256:${"ab".repeat(32)}
  interruptible: true
  timeout: 20m
  retry:
    max: 1
    when: [runner_system_failure]
stages: [test]
test:
  stage: test
  script:
    - npm ci
    - npm test
  cache:
    key:
      files: [package-lock.json]
    paths: [.npm/]
  artifacts:
    when: always
    expire_in: 1 week
    paths: [reports/]
`;

const dockerfile = `# syntax=docker/dockerfile:1
FROM node:24.4.1-slim@sha256:${"cd".repeat(32)} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
FROM scratch
COPY --from=build /app/dist /dist
`;

const manifest = '{"name":"shop","scripts":{"test":"vitest run","lint":"eslint ."},"dependencies":{"a":"^1.0.0"}}';
const nodeFiles: Files = { "package.json": manifest, "package-lock.json": null, ".nvmrc": "24\n" };

export const HEALTHY: Readonly<Record<string, Files>> = {
  "a Node.js project": {
    ...nodeFiles,
    ".github/workflows/ci.yml": nodeCi,
    ".github/dependabot.yml": dependabot("github-actions", "npm"),
  },
  "a Node.js project in Windows lines": {
    ...nodeFiles,
    ".github/workflows/ci.yml": nodeCi.replaceAll("\n", "\r\n"),
    ".github/dependabot.yml": dependabot("github-actions", "npm"),
  },
  "a Go project on two systems": {
    "go.mod": "module example.com/x\n\ngo 1.26\n",
    "go.sum": null,
    ".github/workflows/ci.yml": goCi,
    ".github/dependabot.yml": dependabot("github-actions", "gomod"),
  },
  "a Python release by trusted publishing": {
    ".github/workflows/release.yml": pythonRelease,
    "renovate.json": '{"extends":["config:recommended"]}',
  },
  "a workflow that answers strangers": {
    ".github/workflows/greet.yml": greeting,
    ".github/dependabot.yml": dependabot("github-actions"),
  },
  "a reusable workflow and its caller": {
    ".github/workflows/shared.yml": reusable,
    ".github/workflows/ci.yml": caller,
    "core/Cargo.toml": null,
    "core/Cargo.lock": null,
    ".github/dependabot.yml": dependabot("github-actions", "cargo"),
  },
  "a composite action": {
    "action.yml": composite,
    ".github/workflows/ci.yml": nodeCi,
    ...nodeFiles,
    ".github/dependabot.yml": dependabot("github-actions", "npm"),
  },
  "a GitLab project": { ...nodeFiles, ".gitlab-ci.yml": gitlab, "renovate.json": '{"extends":["config:recommended"]}' },
  "an image": {
    ...nodeFiles,
    Dockerfile: dockerfile,
    ".github/workflows/ci.yml": nodeCi,
    ".github/dependabot.yml": dependabot("github-actions", "npm", "docker"),
  },
  "owners of the workflows": {
    ...nodeFiles,
    ".github/workflows/ci.yml": nodeCi,
    ".github/CODEOWNERS": "* @acme/web\n/.github/ @acme/platform\n",
    ".github/dependabot.yml": dependabot("github-actions", "npm"),
  },
};
