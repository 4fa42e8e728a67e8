import { describe, expect, test } from "vitest";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { readGithub } from "../../../worker/engine/pipeline/github/read.ts";
import { snapshot, WORKFLOW } from "../../support/engine.ts";
import { read, readJob, toolchain } from "./github-reading.ts";

describe("what is no workflow is not read", () => {
  test.each([
    ["broken YAML", "on: [push\njobs:"],
    ["a list", "- a\n"],
    ["neither triggers nor jobs", "name: x\n"],
    ["an empty file", ""],
  ])("%s", (_name, text) => {
    expect(readGithub(new RepositoryModel(snapshot({ [WORKFLOW]: text })), WORKFLOW)).toBeNull();
  });

  test("a file that is not there", () => {
    expect(readGithub(new RepositoryModel(snapshot({})), WORKFLOW)).toBeNull();
  });
});

describe("odd shapes are read without a failure", () => {
  test.each([
    "on: push\njobs:\n",
    "on:\njobs: {a: {}}\n",
    "on: [push]\njobs: {a: {steps: [1, {}, {run: }, {uses: }, {uses: ./x}, {uses: x}]}}\n",
    "on: {push: {branches: main}, schedule: {cron: x}}\njobs: {a: {runs-on: {group: x}, strategy: {matrix: 1}, services: {x: {}}, needs: 3}}\n",
    "on: {workflow_dispatch: {inputs: }}\njobs: {a: {strategy: {matrix: {node: 3}}, environment: {}, permissions: 4, env: [1]}}\n",
  ])("%s", (text) => {
    expect(() => read(text)).not.toThrow();
  });
});

describe("triggers", () => {
  test.each([
    ["on: push", { push: ["**"], pullRequest: false }],
    ["on: [push, pull_request]", { push: ["**"], pullRequest: true }],
    ["on: {push: {branches: [main, 'release/**'], tags: ['v*']}}", { push: ["main", "release/**"], tags: ["v*"] }],
    ["on: {push: {tags: v*}}", { push: [], tags: ["v*"] }],
    [
      "on: {schedule: [{cron: '0 3 * * *'}], merge_group: , workflow_dispatch: }",
      { schedule: ["0 3 * * *"], mergeGroup: true, manual: true },
    ],
  ])("%s", (on, expected) => {
    expect(read(`${on}\njobs: {a: {steps: []}}`).pipeline.triggers).toMatchObject(expected);
  });

  test.each([
    ["on: release", "The trigger `release`"],
    ["on: {push: {branches-ignore: [x]}}", "`branches-ignore` of `push`"],
    ["on: {pull_request: {types: [labeled]}}", "`types` of `pull_request`"],
    ["on: {push: {paths: [a]}, pull_request: {paths: [b]}}", "path filters of the triggers differ"],
    ["on: {push: {paths: ['!docs/**']}}", "path filters of the triggers differ or exclude"],
  ])("%s loses something", (on, expected) => {
    expect(read(`${on}\njobs: {a: {steps: []}}`).notCarried.map(({ detail }) => detail)).toEqual([
      expect.stringContaining(expected),
    ]);
  });

  test("paths of the triggers are those of every job", () => {
    const { pipeline, notCarried } = read(
      "on: {push: {paths: [web/**]}, pull_request: {paths: [web/**]}}\njobs: {a: {steps: []}}",
    );
    expect([pipeline.jobs[0]?.paths, notCarried]).toEqual([["web/**"], []]);
  });

  test("the default branch is the repository's, else the first that pushes run for", () => {
    expect(read("on: {push: {branches: ['v*', trunk]}}\njobs: {a: {steps: []}}", {}, null).pipeline.defaultBranch).toBe(
      "trunk",
    );
  });
});

describe("conditions of jobs", () => {
  test.each([
    ["github.event_name == 'pull_request'", "pull_request", false],
    ["${{ github.ref == 'refs/heads/main' }}", "default_branch", false],
    ["github.event_name == 'push' && github.ref_name == 'main'", "default_branch", false],
    ["${{ success() && startsWith(github.ref, 'refs/tags/v') }}", "tag", false],
    ["github.event_name == 'push'", "default_branch", false],
    ["github.repository == 'a/b'", "always", true],
    ["github.ref == 'refs/heads/other'", "always", true],
    ["needs.b.outputs.x == 'true'", "always", true],
  ])("%s", (condition, when, isLost) => {
    const { job, lost } = readJob(`if: ${condition}\nruns-on: ubuntu-latest\nsteps: [{run: "true"}]`);
    expect([job.when, lost.length > 0]).toEqual([when, isLost]);
  });
});

describe("the matrix", () => {
  test("is of the tool that its values are for, whatever it is called", () => {
    const { job, lost } = readJob(`
runs-on: \${{ matrix.os }}
strategy: {matrix: {os: [ubuntu-24.04, windows-2025], nodeVersion: [22, "24"]}}
steps: [{uses: actions/setup-node@v6, with: {node-version: "\${{ matrix.nodeVersion }}"}}]`);
    expect(job.matrix).toEqual({ axis: "node", values: ["22", "24"] });
    expect(job.toolchains).toEqual([{ tool: "node", version: "matrix", versionFile: null, with: [] }]);
    expect([job.runner, lost]).toEqual([null, [expect.stringContaining("axis `os`")]]);
  });

  test("of shards is none, and includes are listed", () => {
    const { job, lost } = readJob(`
runs-on: ubuntu-24.04
strategy: {matrix: {shard: [1, 2], include: [{shard: 3}]}}
steps: [{run: "npm test -- --shard=\${{ matrix.shard }}"}]`);
    expect(job.matrix).toBeNull();
    expect(lost).toEqual([
      expect.stringContaining("include"),
      expect.stringContaining("axis `shard`"),
      expect.stringContaining("expressions"),
    ]);
  });

  test("of rows alone has each version once", () => {
    const { job, lost } = readJob(`
runs-on: ubuntu-24.04
strategy: {matrix: {include: [{elixir: "1.17", otp: 26}, {elixir: "1.18", otp: 27, lint: true}, {elixir: "1.18", otp: 28}]}}
steps: [{uses: erlef/setup-beam@v1, with: {elixir-version: "\${{ matrix.elixir }}", otp-version: "\${{ matrix.otp }}"}}]`);
    expect(job.matrix).toEqual({ axis: "elixir", values: ["1.17", "1.18"] });
    expect(lost).toEqual([
      expect.stringContaining("axis `otp`"),
      expect.stringContaining("axis `lint`"),
      expect.stringContaining("`${{ matrix.otp }}`"),
    ]);
  });

  test("that is computed is listed", () => {
    const { job, lost } = readJob(
      'runs-on: ubuntu-24.04\nstrategy: {matrix: "${{ fromJSON(needs.a.outputs.m) }}"}\nsteps: []',
    );
    expect([job.matrix, lost]).toEqual([null, [expect.stringContaining("computed")]]);
  });
});

describe("services", () => {
  test("with their hosts in variables", () => {
    const { job, lost } = readJob(`
runs-on: ubuntu-24.04
services:
  db:
    image: postgres:17
    env: {POSTGRES_PASSWORD: x}
    ports: ["5433:5432"]
    options: >-
      --health-cmd "pg_isready -U \\"x\\""
      --health-interval 10s
  redis: {image: "redis:8.2"}
env: {DB_HOST: localhost, DB_PORT: "5432", URL: "redis://127.0.0.1:6379/1", OTHER: localhost}
steps: [{run: make test}]`);
    expect(job.services).toEqual([
      { name: "db", image: "postgres:17", port: 5432, env: { POSTGRES_PASSWORD: "x" }, health: 'pg_isready -U "x"' },
      { name: "redis", image: "redis:8.2", port: 6379, env: {}, health: null },
    ]);
    expect(job.env).toEqual({
      DB_HOST: "{{host:db}}",
      DB_PORT: "5432",
      URL: "redis://{{host:redis}}:6379/1",
      OTHER: "localhost",
    });
    expect(lost).toEqual([expect.stringContaining("port 5433 here")]);
  });

  test("whose hosts are told by the names of the variables", () => {
    const { job, lost } = readJob(`
runs-on: ubuntu-24.04
services:
  db: {image: "postgres:17", options: --health-cmd pg_isready --tmpfs /data}
  cache: {image: "redis:8.2"}
env: {DATABASE_HOST: localhost, REDIS_HOST: 127.0.0.1, SOME_HOST: localhost, DB_PORT: "\${{ job.services.db.ports['5432'] }}"}
steps: []`);
    expect(job.env).toEqual({
      DATABASE_HOST: "{{host:db}}",
      REDIS_HOST: "{{host:cache}}",
      SOME_HOST: "localhost",
      DB_PORT: "5432",
    });
    expect(lost).toEqual([expect.stringContaining("`--tmpfs`")]);
  });

  test("that cannot be read are listed", () => {
    const { job, lost } = readJob(
      'runs-on: ubuntu-24.04\nservices: {a: {image: "${{ matrix.x }}"}, b: {image: some/thing}}\nsteps: []',
    );
    expect([job.services, lost.length]).toEqual([[], 2]);
  });
});

describe("jobs", () => {
  test.each([
    ["Python ${{ matrix.python }}", "Python"],
    ["test (OTP ${{ matrix.otp }} | Elixir ${{ matrix.elixir }})", "test"],
    ["Build: node-${{ matrix.node }}, ${{ matrix.os }}", "Build: node"],
    ["${{ matrix.name }}", "a"],
  ])("are called by what is fixed of their names: %s", (name, expected) => {
    expect(readJob(`name: "${name}"\nruns-on: ubuntu-24.04\nsteps: []`).job.name).toBe(expected);
  });

  test.each([
    ["runs-on: [self-hosted, gpu]\nsteps: []", "gpu", 1],
    ["runs-on: macos-15\nsteps: []", "macos-15", 1],
    ["runs-on: ubuntu-latest\nsteps: []", null, 0],
    ["runs-on: '${{ inputs.runner }}'\nsteps: []", null, 1],
  ])("%s", (body, runner, losses) => {
    const { job, lost } = readJob(body);
    expect([job.runner, lost.length]).toEqual([runner, losses]);
  });

  test("that call a workflow are one step that no other platform knows", () => {
    const { job, lost } = readJob("uses: ./.github/workflows/other.yml\nwith: {a: 1}");
    expect(job.steps).toMatchObject([{ kind: "foreign", what: "uses: ./.github/workflows/other.yml" }]);
    expect(lost).toHaveLength(1);
  });

  test("in an image of a language have its version", () => {
    expect(readJob("runs-on: ubuntu-24.04\ncontainer: golang:1.26-alpine\nsteps: []").job.toolchains).toEqual([
      toolchain("go", "1.26"),
    ]);
    expect(readJob("runs-on: ubuntu-24.04\ncontainer: {image: my/own:1}\nsteps: []").lost).toHaveLength(1);
  });

  test("take the workflow's rights, group, environment and limits with them", () => {
    const { pipeline, notCarried } = read(`
on: push
permissions: {contents: read, packages: write, models: read}
concurrency: {group: x, cancel-in-progress: true}
jobs:
  a:
    runs-on: ubuntu-24.04
    concurrency: {group: deploy}
    environment: {name: production, url: "https://example.com"}
    timeout-minutes: 7
    continue-on-error: true
    outputs: {x: y}
    steps: []
  gate:
    needs: [a]
    if: always()
    runs-on: ubuntu-24.04
    steps: [{run: "test -z \${{ contains(needs.*.result, 'failure') }}"}]
`);
    expect(pipeline.cancelSuperseded).toBe(true);
    expect(pipeline.jobs[0]).toMatchObject({
      permissions: { packages: "write" },
      exclusiveGroup: "deploy",
      environment: { name: "production", url: "https://example.com" },
      timeoutMinutes: 7,
      allowFailure: true,
    });
    expect(pipeline.jobs[1]).toMatchObject({ isGate: true, needs: ["a"], steps: [] });
    expect(notCarried.map(({ job, detail }) => `${job} ${detail.split(/[,:]/)[0]}`)).toEqual([
      "a The permission `models",
      "gate The permission `models",
      "a The job hands outputs to others",
    ]);
  });
});
