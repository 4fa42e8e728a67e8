import { describe, expect, it } from "vitest";
import { details, only, PATH, read, readFiles, toolsOf } from "./gitlab-reading.ts";

const IMAGES: readonly (readonly [string, readonly string[]])[] = [
  ["node:22", ["node 22"]],
  ["node:22.11-bookworm-slim@sha256:0000000000000000000000000000000000000000000000000000000000000000", ["node 22.11"]],
  ["docker.io/library/python:3.12-slim", ["python 3.12"]],
  ["${CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX}/golang:1.25-alpine", ["go 1.25"]],
  ["ghcr.io/astral-sh/uv:python3.13-bookworm", ["python 3.13", "uv -"]],
  ["maven:3.9-eclipse-temurin-21", ["java 21", "maven 3.9"]],
  ["gradle:8-jdk17", ["java 17", "gradle -"]],
  ["eclipse-temurin:21-jdk", ["java 21"]],
  ["mcr.microsoft.com/dotnet/sdk:9.0", ["dotnet 9.0"]],
  ["elixir:1.18-otp-27", ["elixir 1.18", "erlang 27"]],
  ["php:8.4-cli", ["php 8.4"]],
  ["node:lts", ["node -"]],
  ["debian:12", []],
];

describe("the image", () => {
  it.each(IMAGES)("%s", (image, tools) => {
    expect(toolsOf(only(`test:\n  image: ${image}\n  script: make test\n`))).toEqual(tools);
  });

  it("of somebody else is listed", () => {
    expect(details("test:\n  image: registry.example.com/ci:7\n  script: make test\n")).toEqual([
      "It runs in the image `registry.example.com/ci:7`: what it brings has to be installed elsewhere.",
    ]);
  });

  it("comes from the defaults or from what a job extends", () => {
    const text =
      "default:\n  image: node:20\n.ruby:\n  image: ruby:3.4\na:\n  script: x\nb:\n  extends: .ruby\n  script: x\n";
    expect(read(text).pipeline.jobs.map(toolsOf)).toEqual([["node 20"], ["ruby 3.4"]]);
  });
});

const SCRIPTS: readonly (readonly [string, string, readonly [string, string | null][]])[] = [
  [
    "a folder that is entered",
    "    - cd web\n    - npm ci\n    - cd ..\n    - make\n",
    [
      ["npm ci", "web"],
      ["make", null],
    ],
  ],
  [
    "a folder for one command",
    "    - (cd web && npm ci)\n    - make\n",
    [
      ["npm ci", "web"],
      ["make", null],
    ],
  ],
  [
    "a way out of the repository",
    "    - cd ../other\n    - make\n",
    [
      ["cd ../other", null],
      ["make", null],
    ],
  ],
  ["the project's own folder", "    - cd web\n    - cd $CI_PROJECT_DIR\n    - make\n", [["make", null]]],
  [
    "what changes the shell",
    "    - make\n    - export A=1\n    - make b\n",
    [
      ["make", null],
      ["export A=1\nmake b", null],
    ],
  ],
  [
    "nested lists",
    "    - [make, [make b]]\n",
    [
      ["make", null],
      ["make b", null],
    ],
  ],
  ["tools being installed", "    - corepack enable\n    - npm i -g pnpm@9\n    - pnpm test\n", [["pnpm test", null]]],
];

describe("the script", () => {
  it.each(SCRIPTS)("%s", (_what, lines, steps) => {
    const { steps: found } = only(`test:\n  script:\n${lines}`);
    expect(found.map((step) => (step.kind === "command" ? [step.run, step.directory] : step.kind))).toEqual(steps);
  });

  it("begins with before_script and ends with after_script", () => {
    const text = "default:\n  before_script: [a]\ntest:\n  script: [b]\n  after_script: [c]\n";
    const steps = only(text).steps.map((step) => (step.kind === "command" ? [step.run, step.condition] : step.kind));
    expect(steps).toEqual([
      ["a", null],
      ["b", null],
      ["c", "always()"],
    ]);
  });

  it("comes from included files and references", () => {
    const text =
      "include: ci/base.yml\ntest:\n  extends: .base\n  script:\n    - !reference [.lines, script]\n    - b\n";
    const more = { "ci/base.yml": ".base:\n  image: node:22\n.lines:\n  script: [a]\n" };
    expect([only(text, more).steps.length, toolsOf(only(text, more)), details(text, more)]).toEqual([
      2,
      ["node 22"],
      [],
    ]);
  });
});

describe("the order", () => {
  it("is that of the stages where nobody says `needs`", () => {
    const text =
      "stages: [a, b, c]\nx:\n  stage: a\n  script: x\ny:\n  stage: b\n  script: y\nz:\n  stage: c\n  script: z\nw:\n  stage: c\n  needs: []\n  script: w\n";
    expect(read(text).pipeline.jobs.map(({ id, needs }) => [id, ...needs])).toEqual([
      ["x"],
      ["y", "x"],
      ["z", "y"],
      ["w"],
    ]);
  });
});

describe("the occasions", () => {
  const when = (text: string) => {
    const { pipeline } = read(text);
    const { push, pullRequest, tags } = pipeline.triggers;
    return [push, pullRequest, tags, ...pipeline.jobs.map((job) => job.when)];
  };

  it("are all branches and tags where nobody says otherwise", () => {
    expect(when("test:\n  script: x\n")).toEqual([["main", "**"], false, ["*"], "always"]);
  });

  it("are those of `only`", () => {
    const text = "test:\n  script: x\n  only: [merge_requests, main]\ndeploy:\n  script: y\n  only: [main]\n";
    expect(when(text)).toEqual([["main"], true, [], "always", "default_branch"]);
  });

  it("are those of rules, with the files that they look at", () => {
    const text =
      "test:\n  script: x\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n      changes: [src/**]\n";
    expect([when(text), only(text).paths]).toEqual([[[], true, [], "always"], ["src/**"]]);
  });

  it("name what is started by hand", () => {
    expect(details("test:\n  script: x\n  rules:\n    - when: manual\n")).toEqual([
      "It is started by hand: add an approval.",
    ]);
  });
});

describe("what is beside a job", () => {
  it("are services under the names by which variables know them", () => {
    const text =
      "test:\n  script: x\n  services:\n    - postgres:17\n    - name: redis:8.2\n      alias: cache\n  variables:\n    POSTGRES_USER: postgres\n    DATABASE_URL: postgres://postgres:pw@postgres/app\n    REDIS_HOST: cache\n";
    const { services, env } = only(text);
    expect(services.map(({ name, port }) => [name, port])).toEqual([
      ["postgres", 5432],
      ["cache", 6379],
    ]);
    const database = "postgres://postgres:pw@{{host:postgres}}/app";
    expect(env).toEqual({ POSTGRES_USER: "postgres", DATABASE_URL: database, REDIS_HOST: "{{host:cache}}" });
  });

  it("is Docker where it is a service", () => {
    const text = "test:\n  image: docker:28\n  services: [docker:28-dind]\n  script: docker compose up --wait\n";
    expect([toolsOf(only(text)), only(text).services]).toEqual([["docker 28"], []]);
  });
});

it("takes the comment above a job for its reason", () => {
  const text = "# A header.\n\n# Keeps the\n# style.\nlint:\n  script: x\n\ntest:\n  script: y\n";
  expect(read(text).pipeline.jobs.map(({ why }) => why)).toEqual([
    "Keeps the style.",
    "Job `test` of the GitLab pipeline.",
  ]);
});

it("names secrets that commands use and nobody sets", () => {
  const text = "b:\n  variables:\n    A_KEY: x\n  script: deploy $A_KEY ${NPM_TOKEN} $CI_JOB_TOKEN $HOME\n";
  expect(only(text).secrets).toEqual(["NPM_TOKEN"]);
});

it("reads a matrix of one variable", () => {
  const text = "test:\n  image: ruby:$RUBY\n  parallel:\n    matrix:\n      - RUBY: ['3.3', '3.4']\n  script: rake\n";
  expect([only(text).matrix, toolsOf(only(text))]).toEqual([{ axis: "ruby", values: ["3.3", "3.4"] }, ["ruby matrix"]]);
});

const LOST: readonly (readonly [string, string, string])[] = [
  [
    "a pipeline of another file",
    "a:\n  trigger: group/project\nb:\n  script: x\n",
    "It starts another pipeline: run those jobs here, or call that pipeline.",
  ],
  [
    "an include of another project",
    "include:\n  - template: Jobs/SAST.gitlab-ci.yml\nb:\n  script: x\n",
    "What `include: template: Jobs/SAST.gitlab-ci.yml` brings is not in this repository.",
  ],
  [
    "a split",
    "b:\n  parallel: 4\n  script: x\n",
    "`parallel` splits it in a way that has to be set up again: it runs once.",
  ],
  ["a coverage pattern", "b:\n  coverage: /\\d+/\n  script: x\n", "`coverage` is GitLab's own."],
  [
    "a report",
    "b:\n  script: x\n  artifacts:\n    reports:\n      dotenv: a.env\n",
    "The report `dotenv` is read by GitLab alone.",
  ],
  [
    "a cache of its own key",
    "b:\n  script: x\n  cache:\n    key: k\n    paths: [dist/]\n",
    "The cache of `dist/` is kept under a key of GitLab's: cache the downloads by lockfile.",
  ],
  ["GitLab's variables", "b:\n  script: echo $CI_COMMIT_SHA\n", "Its commands use variables of GitLab: CI_COMMIT_SHA."],
  ["a blanket retry", "b:\n  retry: 2\n  script: x\n", "It is tried again after a failure."],
  [
    "a variable of variables",
    "b:\n  variables:\n    A: $B/c\n  script: x\n",
    "Variable `A` is made of others (`$B/c`), which GitLab alone puts together: set it by hand.",
  ],
  [
    "an action of an environment",
    "b:\n  script: x\n  environment:\n    name: review\n    on_stop: c\n",
    "`environment:on_stop` is GitLab's own.",
  ],
];

describe("what has no counterpart is listed", () => {
  it.each(LOST)("%s", (_what, text, detail) => {
    expect(details(text)).toContain(detail);
  });
});

it.each([
  ["nothing", ""],
  ["no mapping", "- a\n"],
  ["broken YAML", "test: [\n"],
  ["no job", "stages: [a]\n"],
])("is nothing to read: %s", (_what, text) => {
  expect(readFiles({ [PATH]: text })).toBeNull();
});

it("survives odd types", () => {
  const text =
    "test:\n  script: {a: b}\n  needs: x\n  services: 7\n  cache: []\n  artifacts: text\n  parallel: {}\n  image: [a]\n  rules: {}\n  variables: [a]\n  timeout: never\n";
  expect(readFiles({ [PATH]: text })?.pipeline.jobs.map(({ id }) => id)).toEqual(["test"]);
});
