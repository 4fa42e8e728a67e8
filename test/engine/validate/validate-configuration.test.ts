import { describe, expect, it } from "vitest";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import {
  CONFIGURATION_PATHS,
  isAcceptable,
  validateConfiguration,
} from "../../../worker/engine/validate/validate-configuration.ts";
import { type Files, NOW, snapshot } from "../../support/engine.ts";

const PACKAGE = JSON.stringify({ name: "shop", scripts: { lint: "eslint .", test: "vitest run" } });
const FILES: Files = {
  "package.json": PACKAGE,
  "package-lock.json": null,
  "scripts/check.sh": null,
  "apps/web/package.json": JSON.stringify({ scripts: { build: "vite build" } }),
  Makefile: "test: build\n\tgo test ./...\nbuild:\n\tgo build ./...\n",
};

function problems(text: string, platform: Platform = "github", files: Files = FILES) {
  const repository = new RepositoryModel(snapshot(files));
  const candidate = { platform, path: CONFIGURATION_PATHS[platform], text };
  return validateConfiguration(repository, candidate, { now: NOW, lookups: NO_LOOKUPS, knowsRepository: true });
}

const messages = (text: string, platform?: Platform) =>
  problems(text, platform)
    .filter(({ source }) => source === "reference")
    .map(({ line, message }) => `${line}: ${message}`);

function workflowWith(...lines: readonly string[]): string {
  const steps = lines.map((line) => `      - run: ${line}\n`).join("");
  return `name: CI\non:\n  push:\n    branches: [main]\n  pull_request:\npermissions:\n  contents: read\nconcurrency:\n  group: ci-\${{ github.ref }}\n  cancel-in-progress: true\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n        with:\n          persist-credentials: false\n${steps}`;
}

describe("a configuration with nothing wrong", () => {
  it.each([
    ["npm ci", "npm run lint", "npm test"],
    ["make test build"],
    ["./scripts/check.sh", "bash scripts/check.sh"],
    ["cd apps/web && npm run build"],
    ["npm run missing --if-present", "npm run other --workspaces", "pnpm --filter web run nothing"],
    ["curl -fsSLo scripts/install.sh https://example.com/i", "sh scripts/install.sh"],
    ["node dist/index.js", "vendor/bin/phpunit", "./node_modules/.bin/eslint ."],
    ["npm run $TASK", "make -C sub all", "make VERSION=1 test"],
    ["cmake -B build-clang", "./build-clang/Debug/all_tests"],
    ["make build", "./src/server --version"],
    ["npx tsc", "node lib/main.js"],
  ])("has no missing reference: %s", (...lines) => {
    expect(messages(workflowWith(...lines))).toEqual([]);
  });
});

describe("what a job makes itself, or another repository holds, is not missing", () => {
  const of = (text: string, files: Files) =>
    problems(text, "github", files).filter(({ source }) => source === "reference");

  it.each([
    [
      "a make target that `.DEFAULT` hands on",
      workflowWith("make anything"),
      { Makefile: "all:\n.DEFAULT:\n\tcd src && $(MAKE) $@\n" },
    ],
    [
      "a folder that a build fills",
      `${workflowWith("meson setup _build", "cmake -Bdebug-tree")}      - run: ctest\n        working-directory: _build/doc\n      - run: ctest\n        working-directory: debug-tree/unit\n`,
      {},
    ],
    [
      "a report that the job writes",
      `${workflowWith("make")}      - uses: codecov/codecov-action@v5\n        with:\n          file: coverage.xml\n`,
      { Makefile: "all:\n" },
    ],
    [
      "a script of a submodule",
      workflowWith("bash external/tools/check.sh"),
      { ".gitmodules": '[submodule "t"]\n\tpath = external/tools\n' },
    ],
  ])("%s", (_, text, files) => {
    expect(of(text, files as Files)).toEqual([]);
  });

  it("a program without suffix is one that the job builds; its source is not", () => {
    expect(of(workflowWith("./run-all"), {})).toEqual([]);
    expect(of(workflowWith("./gradlew test"), {})).toHaveLength(1);
    expect(of(workflowWith("bash external/check.sh"), {})).toHaveLength(1);
  });
});

describe("missing references are reported", () => {
  it.each([
    [
      "npm run typecheck",
      "`package.json` has no script `typecheck` (it has `lint`, `test`); add it, or run another one.",
    ],
    ["npm start", "`package.json` has no script `start` (it has `lint`, `test`); add it, or run another one."],
    [
      "cd apps/web && npm test",
      "`apps/web/package.json` has no script `test` (it has `build`); add it, or run another one.",
    ],
    ["make lint", "`Makefile` has no target `lint`; add it, or run another one."],
    ["./scripts/deploy.sh", "There is no file `scripts/deploy.sh` in the repository; add it, or correct the path."],
    [
      "pip install -r requirements-dev.txt",
      "There is no file `requirements-dev.txt` in the repository; add it, or correct the path.",
    ],
    ["python tools/gen.py", "There is no file `tools/gen.py` in the repository; add it, or correct the path."],
  ])("%s", (line, message) => {
    expect(messages(workflowWith(line))).toEqual([`19: ${message}`]);
    expect(isAcceptable(problems(workflowWith(line)))).toBe(false);
  });

  it("in GitLab and CircleCI too", () => {
    expect(messages("test:\n  script:\n    - npm run typecheck\n", "gitlab")).toHaveLength(1);
    const job =
      "version: 2.1\njobs:\n  test:\n    docker:\n      - image: cimg/node:24.1\n    steps:\n      - checkout\n      - run: make lint\nworkflows:\n  ci:\n    jobs: [test]\n";
    expect(messages(job, "circleci")).toEqual(["8: `Makefile` has no target `lint`; add it, or run another one."]);
  });

  it("a working directory and a version file that are not there", () => {
    const text = `${workflowWith()}      - run: ls\n        working-directory: apps/api\n      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0\n        with:\n          node-version-file: .nvmrc\n`;
    expect(messages(text)).toEqual([
      "19: There is no folder `apps/api` in the repository; correct the working directory.",
      "23: `node-version-file` names `.nvmrc`, which is not in the repository; add it, or correct the path.",
    ]);
  });
});

describe("what cannot be read or is not of the platform", () => {
  it.each([
    ["github", "jobs:\n\ttest: 1\n", "syntax"],
    ["gitlab", "test: [\n", "syntax"],
    ["circleci", "", "syntax"],
    ["github", "name: nothing\n", "syntax"],
    ["github", workflowWith("npm test").replace("runs-on", "run-on"), "schema"],
    ["github", workflowWith("echo ${{ github.evnt }}"), "expression"],
    ["github", workflowWith("npm test").replace("contents: read", "contents: write-all"), "schema"],
  ] as const)("%s: %j", (platform, text, source) => {
    const found = problems(text, platform);
    expect(found.map((problem) => problem.source)).toContain(source);
    expect(found.some(({ severity }) => severity === "error")).toBe(true);
  });

  it.each([
    ["gitlab", "test:\n  scripts: [make]\n  script: [make]\n", "2:3"],
    ["gitlab", "test:\n  script: [make]\n  parallel: many\n", "3:13"],
    [
      "circleci",
      "version: 2.1\njobs:\n  a:\n    dockers: []\n    docker:\n      - image: cimg/base:2025.01\n    steps: [checkout]\n",
      "4:5",
    ],
  ] as const)("%s: %j is refused by the schema at %s", (platform, text, place) => {
    const found = problems(text, platform).filter(({ source }) => source === "schema");
    expect(found.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
  });

  it("a rule's finding is an error from high on", () => {
    const text = workflowWith("echo ${{ github.event.pull_request.title }}");
    expect(problems(text)).toContainEqual(
      expect.objectContaining({ rule: "template-injection", severity: "error", line: 19 }),
    );
  });
});
