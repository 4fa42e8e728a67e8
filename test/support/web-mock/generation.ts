/** A stack, the pipelines that are written for it, and what their validation says. */
import type {
  ArtifactSummary,
  CiCdValidation,
  Component,
  GenerateRequest,
  Job,
  JobExplanation,
  Preview,
  ShownPlan,
} from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";

const COMMIT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";
const EVIDENCE = { path: "package.json", line: 12, confidence: "high" } as const;

const COMPONENT: Component = {
  path: ".",
  ecosystem: "node",
  language: "typescript",
  languages: ["typescript", "javascript"],
  package_manager: { name: "pnpm", version: "10.4.1", lockfile: "pnpm-lock.yaml" },
  frameworks: ["next", "react", "vitest"],
  runtimes: [{ name: "node", version: "24", file: ".nvmrc", kind: "range" }],
  monorepo: null,
  part_of: null,
  commands: {
    install: "pnpm install --frozen-lockfile",
    lint: "pnpm run lint",
    format: null,
    typecheck: "pnpm exec tsc --noEmit",
    test: "pnpm run test",
    build: "pnpm run build",
    start: "pnpm run start",
  },
  services: [{ name: "postgres", version: "17" }],
  container: { dockerfile: "Dockerfile", context: "." },
  deploy: null,
  evidence: [
    { ...EVIDENCE, about: "language", value: "typescript", path: "tsconfig.json", line: null },
    { ...EVIDENCE, about: "package_manager", value: "pnpm 10.4.1" },
    { ...EVIDENCE, about: "runtime", value: "node 24", path: ".nvmrc", line: 1 },
    { ...EVIDENCE, about: "test", value: "pnpm run test", confidence: "medium" },
    { ...EVIDENCE, about: "service", value: "postgres 17", path: "docker-compose.yml", line: 8 },
  ],
  confidence: "high",
};

const PROFILE: Preview["profile"] = {
  components: [COMPONENT, { ...COMPONENT, path: "tools/report", language: "python", languages: ["python"] }],
  notes: [{ code: "skipped", path: "legacy/", detail: "No manifest says how it is built." }],
};

const WORKFLOW = `# Written by AutoDevOps from this repository's own manifests; edit it freely.
name: CI

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  # Fails early, without the services that tests need.
  check:
    name: Check
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - run: pnpm install --frozen-lockfile
      - run: pnpm run lint
      - run: pnpm exec tsc --noEmit

  test:
    name: Test
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    services:
      postgres:
        image: postgres:17@sha256:6b4a1e2f9d8c7b6a594837261504f3e2d1c0b9a8f7e6d5c4b3a291807f6e5d4c
    steps:
      - run: pnpm install --frozen-lockfile
      - run: pnpm run test
      - run: pnpm run build
`;
const GITLAB = `# Written by AutoDevOps from this repository's own manifests; edit it freely.
test:
  image: node:24-slim
  script:
    - pnpm install --frozen-lockfile
    - pnpm run test
`;
const DEPENDABOT = "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n";

const JOBS: readonly JobExplanation[] = [
  {
    id: "check",
    name: "Check",
    why: "Lint and types need no service, so they fail early.",
    commands: ["pnpm install --frozen-lockfile", "pnpm run lint", "pnpm exec tsc --noEmit"],
  },
  {
    id: "test",
    name: "Test",
    why: "Tests ask for `postgres`, which `docker-compose.yml` names.",
    commands: ["pnpm install --frozen-lockfile", "pnpm run test", "pnpm run build"],
  },
];

function fileOf(path: string, text: string): Preview["files"][number] {
  const lines = text.trimEnd().split("\n");
  const diff = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join("\n")}\n`;
  return { path, text, replaces: false, diff };
}

const WRITTEN = {
  github: [fileOf(".github/workflows/ci.yml", WORKFLOW), fileOf(".github/dependabot.yml", DEPENDABOT)],
  gitlab: [fileOf(".gitlab-ci.yml", GITLAB)],
  circleci: [fileOf(".circleci/config.yml", "version: 2.1\n")],
} as const;

const PROBLEM = { source: "schema", rule: null, column: 5, end_column: 12 } as const;

/** What the page would write; in scenario `empty` there is nothing that it could be made of. */
export function previewOf({ platform }: GenerateRequest, scenario: string): Preview {
  if (scenario === "empty") {
    const notes = [{ code: "no_stack", detail: "No file says how this repository is built or tested." }] as const;
    const nothing = { files: [], jobs: [], problems: [], existing: [], valid: false };
    return { ...nothing, platform, commit: COMMIT, profile: { components: [], notes: [] }, notes: [...notes] };
  }
  return {
    platform,
    commit: COMMIT,
    existing: ["gitlab"],
    profile: PROFILE,
    files: [...WRITTEN[platform]],
    jobs: [...JOBS],
    notes: [
      { code: "set_up", detail: "Tests read `DATABASE_URL`; the pipeline sets it to the service." },
      { code: "left_out", detail: "The image is not pushed: no registry was chosen." },
    ],
    problems: [
      {
        ...PROBLEM,
        path: WRITTEN[platform][0].path,
        severity: "warning",
        source: "rule",
        rule: "missing-path-filter",
        message: "Changes of documentation run every job.",
        line: 4,
        end_line: 4,
      },
    ],
    valid: true,
  };
}

/** Finds one error and one warning in a text that says `broken`. */
export function validationOf(text: string): CiCdValidation {
  const at = text.split("\n").findIndex((line) => line.includes("broken")) + 1;
  if (at === 0) return { valid: true, problems: [] };
  return {
    valid: false,
    problems: [
      { ...PROBLEM, severity: "error", message: "`broken` is no key of a job.", line: at, end_line: at },
      { ...PROBLEM, severity: "warning", message: "The job has no time limit.", line: at + 2, end_line: at + 2 },
    ],
  };
}

/** The job that stores a pipeline, done at once. */
export const GENERATION_JOB: Job = {
  id: idOf("job", 70),
  kind: "ci_generation",
  repository_id: idOf("repository", 1),
  repository: "acme/storefront",
  analysis_id: null,
  artifact_id: idOf("other", 72),
  trigger: "manual",
  state: "completed",
  phase: "completed",
  attempt: 1,
  max_attempts: 4,
  lost: 0,
  retry_of: null,
  next_run_at: null,
  error: null,
  created_at: ago(1),
  started_at: ago(1),
  finished_at: ago(1),
};

export const PLAN: ShownPlan = {
  id: idOf("other", 70),
  state: "planned",
  branch: "autodevops/github-actions-9f86d08",
  base: "main",
  base_commit: COMMIT,
  title: "ci: add a pipeline for GitHub Actions",
  body: "Checks, tests and builds what this repository says of itself.\n\n- Check: lint and types\n- Test: with PostgreSQL 17",
  files: WRITTEN.github.map(({ path, diff }) => ({ path, diff })),
  receipt: {
    rule_set_version: "2026.11.1",
    files: [],
    findings_before: 3,
    findings_after: 0,
    resolved: ["no-ci"],
    checks: [{ name: "parses", passed: true }],
  },
  pull_request: null,
};

const PULL = {
  id: idOf("other", 71),
  repository_id: idOf("repository", 1),
  number: 43,
  url: "https://github.com/acme/storefront/pull/43",
  branch: PLAN.branch,
  base: PLAN.base,
  title: PLAN.title,
  state: "open",
  created_at: ago(3),
} as const;
export const OPENED_PLAN: ShownPlan = { ...PLAN, state: "opened", pull_request: PULL };

const ARTIFACT: ArtifactSummary = {
  id: idOf("other", 72),
  repository_id: idOf("repository", 1),
  platform: "github",
  origin: "rules",
  template: null,
  commit: COMMIT,
  job_id: GENERATION_JOB.id,
  created_at: ago(4),
  pull_request: PULL,
  paths: WRITTEN.github.map(({ path }) => path),
  jobs_total: JOBS.length,
};
export const ARTIFACTS: readonly ArtifactSummary[] = [
  ARTIFACT,
  {
    ...ARTIFACT,
    id: idOf("other", 74),
    origin: "ai",
    pull_request: null,
    created_at: ago(60 * 2),
  },
  {
    ...ARTIFACT,
    id: idOf("other", 73),
    platform: "gitlab",
    origin: "template",
    template: { id: "builtin:node", name: "Node", version: 2 },
    paths: [".gitlab-ci.yml"],
    pull_request: null,
    created_at: ago(60 * 30),
  },
];
export const ARTIFACT_FILES = WRITTEN.github.map(({ path, text }) => ({ path, text }));
