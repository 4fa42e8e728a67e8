import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import { renderCircleci } from "../../../worker/engine/pipeline/circleci/render.ts";
import { circleciSchemaProblems } from "../../../worker/engine/schema/circleci-schema.ts";
import { toValue } from "../../../worker/engine/schema/to-value.ts";
import { NOW } from "../../support/engine.ts";
import { SAMPLES } from "../pipeline/circleci-samples.ts";

function problems(text: string) {
  const yaml = parseYaml(text);
  if (!yaml.ok) throw new Error(yaml.problem.message);
  return yaml.documents.flatMap(({ root }) => (root ? circleciSchemaProblems(toValue(root)) : []));
}

const places = (text: string) => problems(text).map(({ path, isKey }) => `${path.join(".")}${isKey ? " (key)" : ""}`);

const HEAD = "version: 2.1\n";
const DOCKER = "docker: [{image: cimg/base:2026.09}]";
const job = (rest: string) => `${HEAD}jobs:\n  a:\n    ${DOCKER}\n    ${rest}\n`;
const step = (text: string) => job(`steps: [${text}]`);
const flow = (text: string) => `${step("checkout")}workflows:\n  w:\n    ${text}\n`;

const VALID: Readonly<Record<string, string>> = {
  "steps of every kind": step(
    "checkout, {checkout: {path: src, method: shallow, depth: 5}}, {with_tool_cache: {tool: gradle, steps: [{run: ./gradlew build}]}}, {run: {command: x, teardown: [{store_artifacts: {path: a}}]}}, setup_remote_docker, {setup_remote_docker: {docker_layer_caching: true}}, {run: make}, {run: {name: x, description: y, command: make, environment: {A: 1, B: true}, background: true, working_directory: src, no_output_timeout: 1.25h, when: on_fail, shell: /bin/sh, max_auto_reruns: 2, auto_rerun_delay: 10s}}, {save_cache: {key: 'v1-{{ checksum \"a\" }}', paths: [~/.npm], when: always}}, {restore_cache: {key: a}}, {restore_cache: {keys: [a, b], name: x}}, {store_artifacts: {path: a, destination: b}}, {store_test_results: {path: a}}, {persist_to_workspace: {root: ., paths: [dist]}}, {attach_workspace: {at: .}}, add_ssh_keys, {add_ssh_keys: {fingerprints: ['SHA256:a']}}",
  ),
  "steps of commands and orbs": `orbs: {node: circleci/node@7.2.1}\ncommands: {hello: {parameters: {to: {type: string, default: all}}, steps: []}}\n${step(
    "hello, node/install, {hello: {to: world}}, {node/install-packages: {pkg-manager: pnpm}}",
  )}`,
  "conditional steps": job(
    "parameters: {x: {type: string, default: a}}\n    steps: [{when: {condition: << parameters.x >>, steps: [checkout]}}, {when: {condition: true, steps: {store_test_results: {path: a}}}}, {unless: {condition: {and: [{equal: [a, << pipeline.git.branch >>]}, {not: {matches: {pattern: '^x$', value: y}}}]}, steps: [{run: x}]}}]",
  ),
  "parameters of every type": `${HEAD}commands:\n  c:\n    description: Says hello.\n    parameters:\n      a: {type: string, default: ""}\n      b: {type: boolean, default: false}\n      c: {type: integer, default: 3}\n      d: {type: enum, enum: [x, y], default: x}\n      e: {type: steps, default: []}\n      f: {type: executor, default: e}\n      g: {type: env_var_name, default: TOKEN}\n    steps:\n      - steps: << parameters.e >>\n      - run: echo << parameters.a >>\n`,
  "pipeline parameters": `${HEAD}parameters:\n  deploy: {type: boolean, default: false}\n  tag: {type: string, default: ""}\njobs: {}\n`,
  "executors of every kind": `${HEAD}executors:\n  d:\n    docker:\n      - image: cimg/node:24.21.0\n        auth: {username: u, password: $P}\n      - image: postgres:17\n        name: db\n        environment: {POSTGRES_PASSWORD: x}\n        command: [postgres, -c, fsync=off]\n      - image: x.dkr.ecr.us-east-1.amazonaws.com/y:1\n        aws_auth: {oidc_role_arn: arn}\n    resource_class: large\n    working_directory: ~/app\n    environment: {A: b}\n    shell: /bin/bash -eo pipefail\n  m:\n    machine: {image: "ubuntu-2404:current", docker_layer_caching: true}\n  x:\n    macos: {xcode: 26.4.0}\n    resource_class: m4pro.medium\n  w:\n    machine: {image: "windows-server-2022-gui:current", resource_class: windows.medium, shell: powershell.exe}\n  own:\n    machine: true\n    resource_class: acme/runner\n`,
  "executors with parameters": `${HEAD}orbs: {win: circleci/windows@5.0.0}\nexecutors:\n  e:\n    parameters: {tag: {type: string}}\n    docker: [{image: "cimg/node:<< parameters.tag >>"}]\njobs:\n  a:\n    parameters: {n: {type: integer, default: 1}}\n    executor: {name: e, tag: "24.21"}\n    parallelism: << parameters.n >>\n    circleci_ip_ranges: true\n    steps: [checkout]\n  b:\n    executor: win/server-2022\n    steps: []\n`,
  "orbs, inline ones too": `${HEAD}orbs:\n  node: circleci/node@7.2.1\n  dev: acme/tools@dev:first\n  url: https://example.com/orb.yml\n  mine:\n    orbs: {slack: circleci/slack@5}\n    commands: {hi: {steps: [{run: echo hi}]}}\n    executors: {e: {docker: [{image: a}]}}\n    jobs: {j: {executor: e, steps: [hi, {slack/notify: {event: fail}}]}}\n`,
  "a setup workflow": `${HEAD}setup: true\norbs: {path-filtering: circleci/path-filtering@2.0.0}\nworkflows:\n  setup:\n    jobs:\n      - path-filtering/filter:\n          base-revision: main\n          mapping: |\n            src/.* build true\n`,
  "a matrix": `${job("parameters: {v: {type: integer}, os: {type: string}}\n    steps: [{run: echo << parameters.v >> << parameters.os >>}]")}workflows:
  w:
    jobs: [{a: {matrix: {alias: all, parameters: {v: [1, 2], os: [linux]}, exclude: [{v: 1, os: linux}]}, name: "a-<< matrix.v >>"}}]
`,
  "filters of every form": flow(
    'jobs: [{a: {filters: {branches: {only: [main, /release.*/]}, tags: {ignore: /.*/}}}}, {a: {name: b, filters: pipeline.git.branch == "main"}}]',
  ),
  "approvals, contexts and groups": flow(
    "jobs: [a, {hold: {type: approval, requires: [a]}}, {a: {name: b, context: [x, y], serial-group: << pipeline.project.slug >>/x, requires: [hold, {a: failed}, {hold: [failed, canceled]}], pre-steps: [{run: x}], override-with: o/j}}]",
  ),
  "conditions of workflows": `${step("checkout")}parameters: {x: {type: boolean, default: false}}\nworkflows:\n  w:\n    when: {or: [<< pipeline.parameters.x >>, {equal: [main, << pipeline.git.branch >>]}]}\n    max_auto_reruns: 3\n    jobs: [a]\n  v:\n    unless: pipeline.git.branch == "main"\n    jobs: [a]\n`,
  schedules: flow("triggers: [{schedule: {cron: 0 0 * * *, filters: {branches: {only: main}}}}]\n    jobs: [a]"),
  "jobs of other types": `${HEAD}jobs:\n  r: {type: release, plan_name: p}\n  n: {type: no-op}\n`,
  "job groups": `${step("checkout")}  b: {type: no-op}\njob-groups:\n  g:\n    jobs: [a, {b: {requires: [a]}}]\nworkflows:\n  w: {jobs: [{g: {serial-group: x}}]}\n`,
  "version 2 as it was": `version: 2\njobs:\n  build:\n    machine: true\n    branches: {only: main}\n    steps: [checkout, {deploy: {command: x}}]\nworkflows:\n  version: 2\n  w: {jobs: [build]}\n`,
  "anchors under keys of one's own": `${HEAD}defaults: &d\n  ${DOCKER}\nx-steps: &s\n  - checkout\n  - run: make\njobs:\n  a:\n    <<: *d\n    steps:\n      - *s\n      - run: x\n`,
  "here-documents": step('{run: "cat \\\\<<EOF"}'),
};

describe("CircleCI's schema accepts", () => {
  it.each(Object.entries(VALID))("%s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each(Object.entries(SAMPLES))("what is rendered: %s", (_, pipeline) => {
    expect(problems(renderCircleci(pipeline, { pins: () => null, now: NOW }).file.text)).toEqual([]);
  });
});

describe("CircleCI's schema refuses", () => {
  it.each([
    ["a file without its version", "jobs: {}\n", "", /no `version`/],
    ["a version that is none", "version: 3\n", "version", /here it is `3`/],
    ["a misspelt section", `${HEAD}workflow: {}\n`, "workflow (key)", /did you mean `workflows`/],
    ["a misspelt key of a job", job("stesp: [checkout]\n    steps: []"), "jobs.a.stesp (key)", /did you mean `steps`/],
    ["a job without steps", job("environment: {}"), "jobs.a", /no `steps`/],
    ["a key of another platform", job("runs-on: x\n    steps: []"), "jobs.a.runs-on (key)", /no key of `jobs.a`/],
    [
      "an image that is no list",
      `${HEAD}jobs:\n  a:\n    docker: {image: x}\n    steps: []\n`,
      "jobs.a.docker",
      /a list/,
    ],
    [
      "a container without an image",
      `${HEAD}jobs:\n  a:\n    docker: [{name: x}]\n    steps: []\n`,
      "jobs.a.docker.0",
      /`image`/,
    ],
    ["a run without its command", step("{run: {name: x}}"), "jobs.a.steps.0.run", /no `command`/],
    ["an unknown key of run", step("{run: {command: x, timeout: 5m}}"), "jobs.a.steps.0.run.timeout (key)", /no key/],
    ["a wrong word for when", step("{run: {command: x, when: failure}}"), "jobs.a.steps.0.run.when", /`on_fail`/],
    [
      "a time without a unit",
      step("{run: {command: x, no_output_timeout: 20}}"),
      "jobs.a.steps.0.run.no_output_timeout",
      /text/,
    ],
    [
      "a time in words",
      step("{run: {command: x, no_output_timeout: 20 minutes}}"),
      "jobs.a.steps.0.run.no_output_timeout",
      /form/,
    ],
    ["a cache without paths", step("{save_cache: {key: x}}"), "jobs.a.steps.0.save_cache", /no `paths`/],
    ["a restore without a key", step("{restore_cache: {name: x}}"), "jobs.a.steps.0.restore_cache", /no `key`/],
    ["two steps in one", step("{run: x, checkout: {}}"), "jobs.a.steps.0", /at most 1|between 1 and 1/],
    ["run alone", step("run"), "jobs.a.steps.0", /not allowed/],
    [
      "text for a switch",
      step("{run: {command: x, background: 'yes'}}"),
      "jobs.a.steps.0.run.background",
      /`true` or `false`/,
    ],
    [
      "a parameter without its type",
      `${HEAD}commands:\n  c: {parameters: {x: {default: a}}, steps: []}\n`,
      "commands.c.parameters.x",
      /no `type`/,
    ],
    [
      "a default of another type",
      `${HEAD}parameters: {x: {type: boolean, default: "no"}}\n`,
      "parameters.x.default",
      /`true` or `false`/,
    ],
    ["a type that pipelines have not", `${HEAD}parameters: {x: {type: steps}}\n`, "parameters.x.type", /`string`/],
    [
      "an unknown key of an executor",
      `${HEAD}executors: {e: {docker: [{image: a}], steps: []}}\n`,
      "executors.e.steps (key)",
      /no key/,
    ],
    ["macOS without Xcode", `${HEAD}executors: {e: {macos: {}}}\n`, "executors.e.macos", /no `xcode`/],
    ["a workflow without jobs", flow("when: true"), "workflows.w", /no `jobs`/],
    ["an unknown key of a workflow", flow("jobs: [a]\n    needs: [x]"), "workflows.w.needs (key)", /no key/],
    ["requirements that are text", flow("jobs: [{a: {requires: b}}]"), "workflows.w.jobs.0.a.requires", /a list/],
    [
      "a filter that is none",
      flow("jobs: [{a: {filters: {branch: {only: x}}}}]"),
      "workflows.w.jobs.0.a.filters.branch (key)",
      /`branches`/,
    ],
    [
      "a logic word that is none",
      flow("jobs: [a]\n    when: {equals: [a, b]}"),
      "workflows.w.when.equals (key)",
      /`equal`/,
    ],
    [
      "a schedule without its filters",
      flow("triggers: [{schedule: {cron: 0 0 * * *}}]\n    jobs: [a]"),
      "workflows.w.triggers.0.schedule",
      /`filters`/,
    ],
    ["an orb that is no name", `${HEAD}orbs: {node: node}\n`, "orbs.node", /form/],
  ] as const)("%s", (_, text, place, message) => {
    expect(places(text)).toEqual([place]);
    expect(problems(text)[0]?.message).toMatch(message);
  });

  it("everything that is wrong, each at its place", () => {
    const text = flow("jobs: [{a: {matrix: {v: [1]}, context: 3}}]");
    const here = "workflows.w.jobs.0.a";
    expect(places(text)).toEqual([`${here}.matrix.v (key)`, `${here}.matrix`, `${here}.context`]);
  });

  it.each([
    ["a job", flow("jobs: [b]"), "workflows.w.jobs.0", /not defined under `jobs`/],
    [
      "a job that is misspelt",
      `${step("checkout")}  deploy: {type: no-op}\nworkflows: {w: {jobs: [{deplyo: {}}]}}\n`,
      "workflows.w.jobs.0.deplyo (key)",
      /`deploy`/,
    ],
    ["a job of an orb", flow("jobs: [aws/build]"), "workflows.w.jobs.0", /Orb `aws`/],
    [
      "a job to wait for",
      flow("jobs: [{a: {requires: [b]}}]"),
      "workflows.w.jobs.0.a.requires.0",
      /no job of this workflow/,
    ],
    ["a command", step("install"), "jobs.a.steps.0", /not defined under `commands`/],
    [
      "a step that is misspelt",
      step("{restore_cahce: {key: a}}"),
      "jobs.a.steps.0.restore_cahce (key)",
      /`restore_cache`/,
    ],
    [
      "a command inside a condition",
      step("{when: {condition: true, steps: [x]}}"),
      "jobs.a.steps.0.when.steps.0",
      /`x`/,
    ],
    ["an executor", `${HEAD}jobs: {a: {executor: node, steps: []}}\n`, "jobs.a.executor", /under `executors`/],
    [
      "an executor in its long form",
      `${HEAD}jobs: {a: {executor: {name: n/d}, steps: []}}\n`,
      "jobs.a.executor.name",
      /Orb `n`/,
    ],
    ["a parameter of the job", step("{run: echo << parameters.x >>}"), "jobs.a.steps.0.run", /not declared/],
    [
      "a parameter of the pipeline",
      flow("jobs: [a]\n    when: << pipeline.parameters.x >>"),
      "workflows.w.when",
      /of the file/,
    ],
    [
      "a parameter that the job takes",
      flow("jobs: [{a: {requries: []}}]"),
      "workflows.w.jobs.0.a.requries (key)",
      /`requires`/,
    ],
    [
      "a parameter in a matrix",
      flow("jobs: [{a: {matrix: {parameters: {v: [1]}}}}]"),
      "workflows.w.jobs.0.a.matrix.parameters.v (key)",
      /takes no parameter `v`/,
    ],
    [
      "a value for a parameter",
      `${job("parameters: {v: {type: string}}\n    steps: []")}workflows: {w: {jobs: [a]}}\n`,
      "workflows.w.jobs.0",
      /wants a parameter `v`/,
    ],
  ] as const)("a name that nothing defines: %s", (_, text, place, message) => {
    expect(places(text)).toEqual([place]);
    expect(problems(text)[0]?.message).toMatch(message);
  });

  it.each([
    [
      "of a matrix",
      `${job("parameters: {v: {type: string}}\n    steps: []")}workflows: {w: {jobs: [{a: {matrix: {parameters: {v: [x, y]}}}}, {b: {type: approval, requires: [a-x, a]}}]}}\n`,
    ],
    ["of a job that is used twice", flow("jobs: [a, a, {hold: {type: approval, requires: [a-1, a-2]}}]")],
    [
      "that are made of parameters",
      flow(
        "jobs: [{a: {name: a-<< pipeline.number >>}}, {hold: {type: approval, requires: [a-<< pipeline.number >>]}}]",
      ),
    ],
    ["behind a backslash", step('{run: "echo \\\\<< parameters.x >>"}')],
  ])("no names %s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([null, 1, "text", [], [[]], { jobs: null }])("%j without throwing", (value) => {
    expect(circleciSchemaProblems(value).length).toBeGreaterThan(0);
  });
});
