import { describe, expect, it } from "vitest";
import { newestPin, tableLookups } from "../../../worker/engine/data/action-pins.ts";
import { generate } from "../../../worker/engine/generate/generate.ts";
import type { GenerateOptions } from "../../../worker/engine/generate/generate-options.ts";
import type { Platform } from "../../../worker/engine/pipeline/pipeline.ts";
import { isAcceptable } from "../../../worker/engine/validate/validate-configuration.ts";
import { type Files, NOW, snapshot, WORKFLOW } from "../../support/engine.ts";

const OPTIONS: Omit<GenerateOptions, "platform"> = {
  jobs: null,
  versions: null,
  deploy: "none",
  defaultBranch: null,
  runner: null,
  style: null,
  components: null,
  replaces: false,
};
const PROJECT: Files = {
  "package.json": JSON.stringify({
    name: "a",
    scripts: { lint: "eslint .", test: "node --test", build: "tsc -p ." },
    devDependencies: { eslint: "9.30.0", typescript: "5.9.2" },
  }),
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: { "": { devDependencies: { eslint: "9.30.0", typescript: "5.9.2" } } },
  }),
  ".nvmrc": "24\n",
  "tsconfig.json": "{}\n",
  "test/a.test.js": null,
};
const CHECKOUT =
  "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n        with:\n          persist-credentials: false\n";

function update(files: Files, platform: Platform = "github") {
  const facts = { now: NOW, lookups: tableLookups(), pins: newestPin };
  const result = generate(snapshot({ ...PROJECT, ...files }), { ...OPTIONS, platform }, facts);
  return { ...result, text: result.files[0]?.text ?? null, words: result.notes.map(({ detail }) => detail).join(" ") };
}

/** True when every line of `before` still stands in `after`, in order. */
function keeps(before: string, after: string | null): boolean {
  const left = (after ?? "").split("\n");
  return before.split("\n").every((line) => {
    const at = left.indexOf(line);
    left.splice(0, at + 1);
    return at !== -1;
  });
}

const TESTS_ONLY = `# The checks of this project.
name: CI
on:
  push:
    branches: [main]
  pull_request: # for forks too
permissions:
  contents: read
concurrency:
  group: ci-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  test: # runs everywhere
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: ${CHECKOUT}      - run: npm ci
      - run: npm test
`;

describe("a workflow that only tests", () => {
  const { text, problems, jobs } = update({ [WORKFLOW]: TESTS_ONLY });

  it("gets the jobs that are missing, behind its own", () => {
    expect(text?.startsWith(TESTS_ONLY)).toBe(true);
    expect(jobs.flatMap(({ commands }) => commands)).toEqual(expect.arrayContaining(["npm run lint", "npm run build"]));
    expect(jobs.flatMap(({ commands }) => commands)).not.toContain("npm test");
  });

  it("has no new problem", () => {
    expect(problems).toEqual([]);
  });
});

describe("the style of the file", () => {
  it("four spaces and lists at the key's own depth are kept", () => {
    const wide = TESTS_ONLY.replace(/^( +)/gm, "$1$1")
      .replace(/^ {12}- /gm, "        - ")
      .replace(/^ {16}(?=with|persist)/gm, "          ");
    const narrow = TESTS_ONLY.replace(/^ {2}(?= {4}(?:- | {2}))/gm, "");
    for (const before of [wide, narrow]) {
      const { text, problems } = update({ [WORKFLOW]: before });
      expect(keeps(before, text)).toBe(true);
      expect(isAcceptable(problems)).toBe(true);
      const dashes = new Set(text?.match(/^ +(?=- (?:uses|name|run))/gm)?.map((indent) => indent.length));
      expect(dashes.size).toBe(1);
    }
  });

  it("line ends of Windows are kept", () => {
    const { text } = update({ [WORKFLOW]: TESTS_ONLY.replaceAll("\n", "\r\n") });
    expect(text?.includes("npm run lint\r\n")).toBe(true);
    expect(text?.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("the runner that all jobs share is taken", () => {
    const { text } = update({ [WORKFLOW]: TESTS_ONLY.replace("ubuntu-24.04", "self-hosted-arm") });
    expect(text?.match(/runs-on: (.+)/g)).toEqual(
      Array(text?.match(/runs-on:/g)?.length).fill("runs-on: self-hosted-arm"),
    );
  });

  it("an id that is taken gets a number", () => {
    const { text, jobs } = update({
      [WORKFLOW]: TESTS_ONLY.replace("test: #", `${update({ [WORKFLOW]: TESTS_ONLY }).jobs[0]?.id}: #`),
    });
    expect(jobs[0]?.id).toMatch(/-2$/);
    expect(text).toContain(`  ${jobs[0]?.id}:\n`);
  });
});

describe("nothing is changed", () => {
  it.each([
    [
      "all of it runs already",
      TESTS_ONLY.replace("npm test", "npm run lint && npm run build && npm test && npx tsc --noEmit"),
      /already runs all/,
    ],
    [
      "a matrix runs it",
      TESTS_ONLY.replace("    steps:", "    strategy:\n      matrix:\n        task: [lint, build]\n    steps:").replace(
        "npm test",
        "npm run ${{ matrix.task }} && npm test && npx tsc --noEmit",
      ),
      /already runs all/,
    ],
    ["a script may run it", TESTS_ONLY.replace("npm test", "./go.sh && npm test"), /not looked into/],
    [
      "the jobs are in flow style",
      "on: [push, pull_request]\njobs: {a: {runs-on: x, steps: [{run: npm test}]}}\n",
      /style that jobs cannot be added to/,
    ],
  ])("where %s", (_name, workflow, words) => {
    const result = update({ [WORKFLOW]: workflow, "go.sh": null });
    expect(result.files).toEqual([]);
    expect(result.words).toMatch(words);
  });
});

describe("GitLab", () => {
  const before = `stages: [test]\n\n# Tests first.\ntest:\n  stage: test\n  image: node:24\n  script:\n    - npm ci\n    - npm test\n`;

  it("gets the missing jobs and their stages", () => {
    const { text, problems } = update({ ".gitlab-ci.yml": before }, "gitlab");
    expect(text).toContain("npm run lint");
    expect(keeps(before.replace("stages: [test]\n", ""), text)).toBe(true);
    expect(text).toMatch(/^stages: \[test/);
    expect(isAcceptable(problems)).toBe(true);
  });
});

describe("CircleCI", () => {
  const before =
    "version: 2.1\njobs:\n  test:\n    docker:\n      - image: cimg/node:24.11.1\n    steps:\n      - checkout\n      - run: npm ci\n      - run: npm test\nworkflows:\n  main:\n    jobs:\n      - test\n";

  it("gets the missing jobs and runs them in its workflow", () => {
    const { text, problems, jobs } = update({ ".circleci/config.yml": before }, "circleci");
    expect(keeps(before, text)).toBe(true);
    for (const { id } of jobs) expect(text).toMatch(new RegExp(`workflows:[^]*- ${id}\\b`));
    expect(isAcceptable(problems)).toBe(true);
  });
});
