import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../worker/engine/parse/yaml.ts";
import schema from "../../../worker/engine/schema/gitlab-schema.json" with { type: "json" };
import { gitlabSchemaProblems } from "../../../worker/engine/schema/gitlab-schema.ts";
import { toValue } from "../../../worker/engine/schema/to-value.ts";

function documents(text: string): unknown[] {
  const yaml = parseYaml(text);
  if (!yaml.ok) throw new Error(yaml.problem.message);
  return yaml.documents.flatMap(({ root }) => (root ? [toValue(root)] : []));
}

const problems = (text: string) => documents(text).flatMap((value) => gitlabSchemaProblems(value));
const places = (text: string) => problems(text).map(({ path, isKey }) => `${path.join(".")}${isKey ? " (key)" : ""}`);

const JOB = "test:\n  script: [make]\n";

/** Of pipelines as people write them, each with its own corner of the language. */
const VALID: Readonly<Record<string, string>> = {
  "a job": JOB,
  "hidden jobs and extends": `.base:\n  image: node:24\n  before_script:\n    - npm ci\nlint:\n  extends: .base\n  script: npm run lint\nbuild:\n  extends: [.base, .cache]\n  script:\n    - npm run build\n.cache:\n  cache: {key: {files: [package-lock.json]}, paths: [.npm/]}\n`,
  references: `.setup:\n  script: [echo a]\n  rules:\n    - if: $CI\ntest:\n  image: !reference [.setup, image]\n  script:\n    - !reference [.setup, script]\n    - make\n  rules:\n    - !reference [.setup, rules]\n  needs: [!reference [.setup, needs]]\n`,
  "every form of include": `include:\n  - local: /ci/build.yml\n  - local: ci/*.yml\n    rules: [{if: $CI_COMMIT_BRANCH, exists: [Dockerfile]}]\n  - project: group/templates\n    ref: v1.2.3\n    file: [/a.yml, /b.yml]\n  - remote: https://example.com/ci.yml\n    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=\n  - template: Security/SAST.gitlab-ci.yml\n  - component: $CI_SERVER_FQDN/group/project/name@1.0.0\n    inputs: {stage: test, versions: ["3.12", "3.13"]}\n  - ci/more.yml\n${JOB}`,
  "one include as text": `include: ci/build.yml\n${JOB}`,
  "a matrix": `test:\n  parallel:\n    matrix:\n      - NODE: ["22", "24"]\n        OS: linux\n      - NODE: 26\n  script: [npm test]\n`,
  "needs of all kinds": `a:\n  script: [x]\n  needs: []\nb:\n  script: [x]\n  needs:\n    - a\n    - {job: a, artifacts: false, optional: true}\n    - {project: group/other, job: build, ref: main, artifacts: true}\n    - {pipeline: $PARENT, job: c}\n    - job: a\n      parallel: {matrix: [{NODE: "24"}]}\n`,
  rules: `test:\n  script: [x]\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n      changes: {paths: [src/**], compare_to: refs/heads/main}\n      when: manual\n      allow_failure: true\n      variables: {A: "1"}\n      needs: [a]\n      interruptible: true\n    - exists: [Dockerfile]\n    - when: never\n`,
  "workflow and defaults": `workflow:\n  name: Pipeline for $CI_COMMIT_BRANCH\n  auto_cancel: {on_new_commit: interruptible}\n  rules:\n    - if: $CI_MERGE_REQUEST_IID\n    - when: always\ndefault:\n  image: node:24\n  interruptible: true\n  retry: {max: 2, when: [runner_system_failure, stuck_or_timeout_failure]}\n  tags: [linux]\n  timeout: 1h\nstages: [build, test]\n${JOB}`,
  "services as mappings": `test:\n  script: [x]\n  image: {name: "alpine:3", entrypoint: [""]}\n  services:\n    - postgres:17\n    - name: redis:8\n      alias: cache\n      command: [redis-server, --save, ""]\n      variables: {A: b}\n      pull_policy: if-not-present\n`,
  "tokens, secrets and environments": `deploy:\n  script: [x]\n  id_tokens: {AWS: {aud: https://aws.example.com}, B: {aud: [a, b]}}\n  secrets: {DB: {vault: production/db/password@ops, token: $B}}\n  environment:\n    name: review/$CI_COMMIT_REF_SLUG\n    url: https://$CI_ENVIRONMENT_SLUG.example.com\n    on_stop: stop\n    auto_stop_in: 1 week\n    deployment_tier: development\n  resource_group: production\n`,
  "artifacts and reports": `test:\n  script: [x]\n  coverage: /Lines:\\s+(\\d+)%/\n  artifacts:\n    when: always\n    expire_in: 1 week\n    paths: [dist/]\n    reports:\n      junit: [a.xml, b.xml]\n      coverage_report: {coverage_format: cobertura, path: c.xml}\n      dotenv: build.env\n`,
  pages: `pages:\n  script: [x]\n  artifacts: {paths: [public]}\nsite:\n  pages: {publish: dist, path_prefix: $CI_COMMIT_BRANCH}\n  script: [x]\n`,
  "inputs of a component": `spec:\n  inputs:\n    stage: {default: test}\n    version:\n      type: string\n      description: Of Node.\n      options: ["22", "24"]\n    flag: {type: boolean, default: false}\n    any:\n---\n"$[[ inputs.stage ]]-job":\n  stage: $[[ inputs.stage ]]\n  interruptible: $[[ inputs.flag ]]\n  retry: $[[ inputs.any ]]\n  script: ["echo $[[ inputs.version ]]"]\n`,
  triggers: `child:\n  trigger:\n    include:\n      - local: child.yml\n      - {artifact: gen.yml, job: gen}\n    strategy: depend\n    forward: {pipeline_variables: true}\nother:\n  trigger: group/project\nthird:\n  trigger: {project: group/project, branch: main}\n`,
  "releases and delays": `rel:\n  script: [x]\n  when: delayed\n  start_in: 30 minutes\n  release:\n    tag_name: $CI_COMMIT_TAG\n    description: Notes\n    assets: {links: [{name: a, url: https://example.com/a, link_type: package}]}\n`,
  "variables with descriptions": `variables:\n  A: text\n  B: 1\n  TARGET: {value: staging, description: Where to, options: [staging, production]}\n  C: {value: x, expand: false}\n${JOB}`,
  "anchors and merges": `.a: &a\n  image: node:24\n  variables: &v {A: b}\ntest:\n  <<: *a\n  script: [x]\n  variables:\n    <<: *v\n    B: c\n.lines: &lines\n  - a\n  - [b, [c]]\nother:\n  script:\n    - *lines\n    - make\n`,
  "the old filters": `test:\n  script: [x]\n  only: [main, tags, merge_requests]\n  except: {refs: [schedules], changes: [docs/**]}\n  dependencies: []\n  inherit: {default: [image], variables: false}\n`,
  caches: `test:\n  script: [x]\n  cache:\n    - key: {files: [a.lock], prefix: $CI_JOB_NAME}\n      paths: [x]\n      policy: pull\n      fallback_keys: [default]\n    - key: $CI_COMMIT_REF_SLUG\n      paths: [y]\n      when: always\n`,
};

describe("GitLab's schema accepts", () => {
  it.each(Object.entries(VALID))("%s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

const INVALID: readonly (readonly [string, string, string, RegExp])[] = [
  ["a misspelt key", "test:\n  scripts: [x]\n", "test.scripts (key)", /did you mean `script`/],
  ["a key of another platform", "test:\n  script: [x]\n  runs-on: linux\n", "test.runs-on (key)", /no key of `test`/],
  [
    "a mapping in a script",
    "test:\n  script:\n    - echo: a\n",
    "test.script.0",
    /has to be text or a list; here it is a mapping/,
  ],
  [
    "a word that `when` does not know",
    "test: {script: [x], when: sometimes}\n",
    "test.when",
    /`on_success`, .* or `delayed`/,
  ],
  ["text for a switch", "test: {script: [x], interruptible: yes please}\n", "test.interruptible", /`true` or `false`/],
  [
    "a matrix that is a mapping",
    "test: {script: [x], parallel: {matrix: {A: [1]}}}\n",
    "test.parallel.matrix",
    /a list/,
  ],
  ["too many parallel jobs", "test: {script: [x], parallel: 500}\n", "test.parallel", /between 1 and 200/],
  ["a need without its job", "test: {script: [x], needs: [{project: a/b, ref: main}]}\n", "test.needs.0", /no `job`/],
  [
    "an unknown key of a need",
    "test: {script: [x], needs: [{job: test, artefacts: true}]}\n",
    "test.needs.0.artefacts (key)",
    /`artifacts`/,
  ],
  ["an unknown key of a rule", "test: {script: [x], rules: [{iff: $A}]}\n", "test.rules.0.iff (key)", /`if`/],
  [
    "an unknown report",
    "test: {script: [x], artifacts: {reports: {junits: a.xml}}}\n",
    "test.artifacts.reports.junits (key)",
    /`junit`/,
  ],
  ["retries beyond two", "test: {script: [x], retry: 5}\n", "test.retry", /between 0 and 2/],
  [
    "an unknown reason to retry",
    "test: {script: [x], retry: {max: 1, when: [never_mind]}}\n",
    "test.retry.when.0",
    /`always`, /,
  ],
  ["an include without its file", "include:\n  - project: a/b\n", "include.0", /no `file`/],
  ["a token without an audience", "test: {script: [x], id_tokens: {A: {}}}\n", "test.id_tokens.A", /no `aud`/],
  ["an empty script", "test: {script: []}\n", "test.script", /must not be empty/],
  ["a job that is text", "test: make\n", "test", /has to be a mapping; here it is `make`/],
  ["an image without its name", "test: {script: [x], image: {entrypoint: [a]}}\n", "test.image", /no `name`/],
  ["an unknown key of the defaults", "default: {script: [x]}\n", "default.script (key)", /no key of `default`/],
  ["a delay without a time", "test: {script: [x], when: delayed}\n", "test", /`start_in`/],
];

describe("GitLab's schema refuses", () => {
  it.each(INVALID)("%s", (_, text, place, message) => {
    expect(places(text)).toEqual([place]);
    expect(problems(text)[0]?.message).toMatch(message);
  });

  it("everything that is wrong, each at its place", () => {
    const text = "a: {script: [x], when: never ever}\nb: {scrpt: [x]}\nstages: build\n";
    expect(places(text)).toEqual(["a.when", "b.scrpt (key)", "stages"]);
  });
});

describe("names that a pipeline has not", () => {
  it.each([
    ["a stage", "test: {stage: tests, script: [x]}\n", "test.stage", /`test` is meant most likely/],
    ["a stage of its own list", "stages: [a]\ntest: {stage: build, script: [x]}\n", "test.stage", /add it to `stages`/],
    ["a job that is needed", "test: {script: [x], needs: [biuld]}\nbuild: {script: [x]}\n", "test.needs.0", /`build`/],
    [
      "a job in its long form",
      "test: {script: [x], needs: [{job: b, optional: true}]}\n",
      "test.needs.0.job",
      /no job/,
    ],
    ["a dependency", "test: {script: [x], dependencies: [b]}\n", "test.dependencies.0", /no job/],
    ["a template", "test: {extends: [.base]}\n", "test.extends.0", /no job/],
    ["a template of a template", ".a: {extends: .b}\ntest: {extends: .a}\n", ".a.extends", /no job/],
    ["a script", "test: {image: node:24}\n", "test (key)", /nothing to run/],
  ])("%s", (_, text, place, message) => {
    expect(places(text)).toEqual([place]);
    expect(problems(text)[0]?.message).toMatch(message);
  });

  it("are not asked for in a part that others include", () => {
    const [part] = documents("test: {stage: lint, extends: .base, needs: [build]}\n");
    expect(gitlabSchemaProblems(part, false)).toEqual([]);
  });

  it.each([
    ["that an include may bring", "include: other.yml\ntest: {stage: x, extends: .y, needs: [z]}\n"],
    ["that a variable makes", "test: {stage: $STAGE, script: [x], needs: ['$JOB']}\n"],
    ["that GitLab always has", "a: {stage: .pre, script: [x]}\nb: {stage: .post, script: [x]}\n"],
    ["of another project's pipeline", "a: {script: [x], needs: [{project: a/b, ref: main, job: c}]}\n"],
  ])("are not asked for %s", (_, text) => {
    expect(problems(text)).toEqual([]);
  });
});

describe("the comparison", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(schema);
  const all = [...Object.entries(VALID), ...INVALID.map(([name, text]) => [name, text] as const)];

  it.each(all.filter(([, text]) => !/!reference|\$\[\[/.test(text)))("agrees with Ajv on %s", (_, text) => {
    for (const value of documents(text)) expect(gitlabSchemaProblems(value).length === 0).toBe(validate(value));
  });

  it.each([null, 1, "text", [], [[]], { a: null }, { test: { script: null } }])(
    "takes %j without throwing",
    (value) => {
      expect(Array.isArray(gitlabSchemaProblems(value))).toBe(true);
    },
  );
});
