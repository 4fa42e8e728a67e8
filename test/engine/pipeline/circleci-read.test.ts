import { describe, expect, it } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readCircleci } from "../../../worker/engine/pipeline/circleci/read.ts";
import { renderCircleci } from "../../../worker/engine/pipeline/circleci/render.ts";
import type { Pipeline, PipelineJob, ReadPipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { NOW, snapshot } from "../../support/engine.ts";
import { SAMPLES } from "./circleci-samples.ts";

const PATH = ".circleci/config.yml";
const maybe = (text: string) => readCircleci(new RepositoryModel(snapshot({ [PATH]: text })), PATH);

function read(text: string): ReadPipeline {
  const found = maybe(text);
  if (!found) throw new Error("The configuration was not read.");
  return found;
}

const jobs = (text: string) => read(text).pipeline.jobs;
const runs = ({ steps }: PipelineJob) => steps.flatMap((step) => (step.kind === "command" ? [step.run.trim()] : []));
const lost = (text: string) => read(text).notCarried.map(({ job, detail }) => `${job}: ${detail}`);

function only(text: string): PipelineJob {
  const [job, ...others] = jobs(text);
  if (!job || others.length > 0) throw new Error("One job was expected.");
  return job;
}

/** What has to come back from a file as it was written into it. */
function kept(pipeline: Pipeline) {
  return pipeline.jobs
    .filter(({ isGate }) => !isGate)
    .map((job) => ({
      id: job.id,
      needs: job.needs,
      when: job.when,
      env: { ...pipeline.env, ...job.env },
      services: job.services.map(({ name, image, port, env }) => ({ name, image, port, env })),
      caches: job.caches,
      exclusiveGroup: job.exclusiveGroup,
      artifacts: job.artifacts
        .filter(({ name }) => name !== "pages")
        .map(({ name, paths, report }) => ({
          name,
          report,
          paths,
        })),
      commands: job.steps
        .filter(({ kind }) => kind === "command")
        .map((step) => {
          if (step.kind !== "command") return null;
          return { name: step.name, run: step.run.trim(), directory: step.directory, env: step.env };
        }),
    }));
}

describe("what was rendered", () => {
  it.each(Object.entries(SAMPLES))("is read back: %s", (_, pipeline) => {
    const { file } = renderCircleci(pipeline, { pins: () => null, now: NOW });
    const { pipeline: back, notCarried } = read(file.text);
    expect(kept(back)).toEqual(kept(pipeline));
    expect(back.triggers.push).toEqual(pipeline.triggers.push);
    expect(back.triggers.pullRequest).toBe(pipeline.triggers.pullRequest);
    expect(back.triggers.tags).toEqual(pipeline.triggers.tags);
    expect(notCarried.filter(({ detail }) => !detail.includes("passes or not"))).toEqual([]);
    const again = renderCircleci(back, { pins: () => null, now: NOW }).file.text;
    expect(renderCircleci(read(again).pipeline, { pins: () => null, now: NOW }).file.text).toBe(again);
  });

  it("keeps a matrix over versions", () => {
    const sample = SAMPLES["Django with Postgres and Redis"];
    if (!sample) throw new Error("The sample is gone.");
    const [job] = jobs(renderCircleci(sample, { pins: () => null, now: NOW }).file.text);
    expect(job?.matrix).toEqual({ axis: "python", values: ["3.12", "3.13"] });
    expect(job?.toolchains.map(({ tool, version }) => [tool, version])).toEqual([
      ["python", "matrix"],
      ["uv", "0.9.5"],
    ]);
  });
});

const HEAD = "version: 2.1\n";
const IMAGE = "docker: [{image: cimg/node:24.21.0}]";

describe("a file that people wrote", () => {
  it("has commands with parameters put in their place", () => {
    const text = `${HEAD}commands:\n  say:\n    parameters: {to: {type: string, default: all}, loud: {type: boolean, default: false}}\n    steps:\n      - run: echo << parameters.to >>\n      - when:\n          condition: << parameters.loud >>\n          steps: [{run: echo LOUD}]\njobs:\n  build:\n    ${IMAGE}\n    steps: [checkout, say, {say: {to: you, loud: true}}]\n`;
    expect(runs(only(text))).toEqual(["echo all", "echo you", "echo LOUD"]);
  });

  it("has commands of inline orbs, which call each other", () => {
    const text = `${HEAD}orbs:\n  mine:\n    commands:\n      a: {steps: [{run: echo a}]}\n      b: {steps: [a, {run: echo b}]}\njobs:\n  build:\n    ${IMAGE}\n    steps: [mine/b]\n`;
    expect(runs(only(text))).toEqual(["echo a", "echo b"]);
  });

  it("ends commands that call themselves", () => {
    const text = `${HEAD}commands:\n  a: {steps: [a]}\njobs:\n  build: {${IMAGE}, steps: [a, {run: x}]}\n`;
    expect(runs(only(text))).toEqual(["x"]);
    expect(lost(text)).toEqual(["build: Steps nest deeper than can be followed."]);
  });

  it("has executors with parameters, their variables under the job's", () => {
    const text = `${HEAD}executors:\n  node:\n    parameters: {tag: {type: string, default: "22.1"}}\n    docker: [{image: "cimg/node:<< parameters.tag >>"}]\n    environment: {A: executor, B: executor}\njobs:\n  build:\n    executor: {name: node, tag: "24.2"}\n    environment: {B: job}\n    steps: [{run: x}]\n`;
    expect(only(text).toolchains.map(({ tool, version }) => [tool, version])).toEqual([["node", "24.2"]]);
    expect(only(text).env).toEqual({ A: "executor", B: "job" });
  });

  it.each([
    ["npm", "npm ci"],
    ["yarn", "yarn install --frozen-lockfile"],
    ["pnpm", "pnpm install --frozen-lockfile"],
  ])("installs with the node orb: %s", (manager, expected) => {
    const text = `${HEAD}orbs: {node: circleci/node@7.2.1}\njobs:\n  build:\n    executor: {name: node/default, tag: "24.2"}\n    steps: [checkout, {node/install-packages: {pkg-manager: ${manager}, app-dir: web}}, {run: x}]\n`;
    expect(runs(only(text))).toEqual([expected, "x"]);
    expect(only(text).steps[0]).toMatchObject({ directory: "web" });
    expect(lost(text)).toEqual([
      "build: Executor `node/default` is of an orb: what its image holds is not in the repository.",
    ]);
  });

  it.each([
    [
      "node/test",
      "{version: '22.1', pkg-manager: pnpm, app-dir: ~/project/web}",
      ["pnpm install --frozen-lockfile", "pnpm run test"],
    ],
    ["node/run", "{npm-run: build, setup: [{run: echo first}]}", ["echo first", "npm ci", "npm run build"]],
    [
      "python/test",
      "{pkg-manager: poetry, args: --with dev}",
      ["poetry install --no-ansi --with dev", "poetry run pytest"],
    ],
    [
      "python/test",
      "{test-tool: unittest, pip-dependency-file: dev.txt}",
      ["pip install -r dev.txt", "python -m unittest"],
    ],
  ])("does what a job of CircleCI's orb does: %s %s", (name, call, expected) => {
    const text = `${HEAD}orbs: {node: circleci/node@7.2.1, python: circleci/python@4.0.0}\nworkflows: {w: {jobs: [{${name}: ${call}}]}}\n`;
    expect(runs(only(text))).toEqual(expected);
    expect(lost(text)).toEqual([]);
  });

  it("says what orbs it does not know, and keeps their place", () => {
    const text = `${HEAD}orbs: {codecov: codecov/codecov@5, aws: circleci/aws-ecr@9}\njobs:\n  build: {${IMAGE}, steps: [{run: x}, codecov/upload, gone/step]}\nworkflows: {w: {jobs: [build, {aws/build: {requires: [build]}}]}}\n`;
    const [build, image] = jobs(text);
    expect(build?.steps.map((step) => (step.kind === "foreign" ? step.what : step.kind))).toEqual([
      "command",
      "`codecov/upload` of orb `codecov/codecov@5`",
      "step `gone/step`, which nothing defines",
    ]);
    expect(image).toMatchObject({ id: "aws-build", needs: ["build"], steps: [{ kind: "foreign" }] });
    expect(lost(text)).toEqual([
      "aws-build: The file uses job `aws/build` of orb `circleci/aws-ecr@9`: its steps are not in the repository.",
    ]);
  });

  it("takes apart a matrix over anything but the version of its image", () => {
    const text = `${HEAD}jobs:\n  test:\n    parameters: {node: {type: string}, suite: {type: string}}\n    docker: [{image: "cimg/node:<< parameters.node >>"}]\n    steps: [{run: "npm run << parameters.suite >>"}]\n  after: {${IMAGE}, steps: [{run: x}]}\nworkflows:\n  w:\n    jobs:\n      - test:\n          matrix: {parameters: {node: ["22.1", "24.1"], suite: [unit, e2e]}}\n      - after: {requires: [test]}\n`;
    const found = jobs(text);
    expect(found.map(({ id, needs, matrix }) => [id, needs, matrix?.values ?? null])).toEqual([
      ["test-unit", [], ["22.1", "24.1"]],
      ["test-e2e", [], ["22.1", "24.1"]],
      ["after", ["test-unit", "test-e2e"], null],
    ]);
    expect(found.slice(0, 2).map(runs)).toEqual([["npm run unit"], ["npm run e2e"]]);
  });

  it("takes apart a matrix whose value stands in a command too", () => {
    const text = `${HEAD}jobs:\n  test:\n    parameters: {v: {type: string}}\n    docker: [{image: "cimg/python:<< parameters.v >>"}]\n    steps: [{run: "tox -e py<< parameters.v >>"}]\nworkflows: {w: {jobs: [{test: {name: test-<< matrix.v >>, matrix: {parameters: {v: ["3.12", "3.13"]}, exclude: [{v: "3.12"}]}}}]}}\n`;
    expect(only(text)).toMatchObject({
      id: "test-3-13",
      matrix: null,
      toolchains: [{ tool: "python", version: "3.13" }],
    });
  });

  it("needs what an approval waits for", () => {
    const text = `${HEAD}jobs:\n  a: {${IMAGE}, steps: [{run: a}]}\n  b: {${IMAGE}, steps: [{run: b}]}\nworkflows: {w: {jobs: [a, {hold: {type: approval, requires: [a]}}, {b: {requires: [hold]}}]}}\n`;
    expect(jobs(text).map(({ id, needs }) => [id, needs])).toEqual([
      ["a", []],
      ["b", ["a"]],
    ]);
    expect(lost(text)).toEqual(["null: `hold` waits for a person: protect the environment of the jobs behind it."]);
  });

  it("has services with known ports, and others that a step waits for", () => {
    const text = `${HEAD}jobs:\n  build:\n    docker:\n      - image: cimg/ruby:3.4.9-node\n      - {image: "cimg/postgres:17.2", environment: {POSTGRES_USER: a}}\n      - {image: acme/thing:1, name: thing, command: serve}\n      - image: acme/silent\n    environment: {DATABASE_URL: "postgres://a@127.0.0.1:5432/x", HOST: localhost}\n    steps: [{run: dockerize -wait tcp://thing:9999 -timeout 1m}, {run: x}]\n`;
    const job = only(text);
    expect(job.services.map(({ name, port }) => [name, port])).toEqual([
      ["postgres", 5432],
      ["thing", 9999],
    ]);
    expect(job.env).toEqual({ DATABASE_URL: "postgres://a@{{host:postgres}}:5432/x", HOST: "localhost" });
    expect(job.toolchains.map(({ tool }) => tool)).toEqual(["ruby", "node"]);
    expect(runs(job)).toEqual(["x"]);
    expect(lost(text)).toEqual([
      "build: Container `acme/thing:1` is started with a command of its own.",
      "build: Container `acme/silent` listens on a port that is not known: add it as a service by hand.",
    ]);
  });

  it.each([
    ["deploys for one branch", "{branches: {only: main}}", "default_branch", null],
    ["deploys for another branch", "{branches: {only: [staging]}}", "default_branch", "It runs for staging alone"],
    ["is for tags", "{branches: {ignore: /.*/}, tags: {only: /^v.*/}}", "tag", null],
    ["is for branches but one", "{branches: {ignore: main}}", "pull_request", null],
    ["says so in an expression", 'pipeline.git.branch == "main"', "default_branch", "It runs only where"],
  ])("%s", (_, filters, when, loss) => {
    const text = `${HEAD}jobs:\n  t: {${IMAGE}, steps: [{run: t}]}\n  d: {${IMAGE}, steps: [{run: d}]}\nworkflows: {w: {jobs: [t, {d: {filters: ${filters.startsWith("{") ? filters : `'${filters}'`}}}]}}\n`;
    expect(jobs(text)[1]?.when).toBe(when);
    expect(lost(text).join()).toContain(loss ?? "");
    expect(lost(text)).toHaveLength(loss === null ? 0 : 1);
  });

  it("says what of it has no words here", () => {
    const text = `${HEAD}jobs:\n  a:\n    machine: {image: "ubuntu-2404:current"}\n    resource_class: xlarge\n    parallelism: 4\n    steps:\n      - add_ssh_keys\n      - {persist_to_workspace: {root: ., paths: [dist]}}\n      - {save_cache: {key: v1, paths: [/opt/x]}}\n      - {run: {command: serve, background: true, shell: /bin/zsh}}\nworkflows:\n  w:\n    when: << pipeline.parameters.run >>\n    jobs: [{a: {context: [aws, org]}}]\n`;
    expect(lost(text)).toEqual([
      'null: Workflow `w` runs only when `"<< pipeline.parameters.run >>"`: its jobs have no such condition here.',
      "a: SSH keys of the project are added: hand the key over as a secret.",
      "a: The job hands `dist` to later jobs by a workspace: keep them as artifacts and fetch them where they are needed.",
      "a: A cache of `/opt/x` is named by no lockfile that is known: add it by hand.",
      "a: `serve` runs in the background: start it with `&` in the step that needs it.",
      "a: `serve` asks for the shell `/bin/zsh`.",
      "a: It runs on class `xlarge`: choose a runner of that size.",
      "a: It runs in 4 containers at once that share the tests.",
      "a: Context `aws`, `org` hands it variables: set them as secrets.",
    ]);
    expect(jobs(text)[0]?.toolchains.map(({ tool }) => tool)).toEqual(["docker"]);
  });

  it.each([
    ["a store of npm's", "~/.npm/_cacache", "package-lock.json", "npm"],
    ["modules by their lockfile", "node_modules", "web/yarn.lock", "yarn"],
    ["an environment by its lockfile", ".venv", "poetry.lock", "poetry"],
    ["a home that is written out", "/home/circleci/go/pkg/mod", "go.sum", "go"],
    ["a folder of the project's", "vendor/bundle", "Gemfile.lock", "ruby"],
  ])("caches %s", (_, path, file, tool) => {
    const text = `${HEAD}jobs: {build: {${IMAGE}, steps: [{save_cache: {key: 'v1-{{ checksum "${file}" }}', paths: [${path}]}}]}}\n`;
    expect(only(text).caches).toEqual([{ tool, keyFiles: [file], directory: file.includes("/") ? "web" : "." }]);
  });

  it("says that an image is not known", () => {
    const text = `${HEAD}jobs: {build: {docker: [{image: "acme/ci:3"}], steps: [{run: x}]}}\n`;
    expect(lost(text)).toEqual([
      "build: It runs in image `acme/ci:3`: what that holds is not known, so set its tools up.",
    ]);
  });

  it("keeps what may not run as a condition", () => {
    const text = `${HEAD}jobs:\n  build:\n    ${IMAGE}\n    steps:\n      - {run: {command: a, when: always}}\n      - when: {condition: {equal: [main, << pipeline.git.branch >>]}, steps: [{run: b}]}\n      - unless: {condition: {equal: [1, 1]}, steps: [{run: c}]}\n`;
    expect(only(text).steps.map((step) => (step.kind === "command" ? [step.run, step.condition] : null))).toEqual([
      ["a", "always"],
      ["b", 'when: {"equal":["main","<< pipeline.git.branch >>"]}'],
    ]);
  });

  it("gives jobs of two workflows ids of their own", () => {
    const text = `${HEAD}jobs: {a: {${IMAGE}, steps: [{run: x}]}}\nworkflows: {w: {jobs: [a]}, nightly: {triggers: [{schedule: {cron: 0 3 * * *, filters: {branches: {only: main}}}}], jobs: [a]}}\n`;
    expect(jobs(text).map(({ id }) => id)).toEqual(["a", "nightly-a"]);
    expect(read(text).pipeline.triggers.schedule).toEqual(["0 3 * * *"]);
  });

  it.each([
    ["text alone", "hello"],
    ["broken YAML", "a: [b"],
    ["no jobs", "version: 2.1\n"],
    ["a workflow of nothing", "version: 2.1\nworkflows: {w: {jobs: []}}\n"],
    ["another file", ""],
  ])("is none: %s", (_, text) => {
    expect(maybe(text)).toBeNull();
  });

  it.each([
    "jobs: [1]",
    "jobs: {a: 1}",
    "jobs: {a: {steps: 3, docker: x}}",
    "commands: 3\njobs: {a: {steps: [[[{run: }]]]}}",
  ])("does not throw: %s", (body) => {
    expect(() => maybe(`${HEAD}${body}\nworkflows: {w: {jobs: [a, {a: 3}, 4, {}]}}\n`)).not.toThrow();
  });
});
