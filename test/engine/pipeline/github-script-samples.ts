import { cache, gate, job, npmJob, POSTGRES, pipeline, REDIS, run, type Sample, tool } from "./github-builders.ts";

const npm: Sample = {
  files: {
    "package.json": '{"name":"app","scripts":{"lint":"eslint .","test":"vitest run","build":"vite build"}}',
    "package-lock.json": "{}",
  },
  pipeline: pipeline([
    npmJob("lint", run("Lint", "npm run lint"), run("Check types", "npx tsc --noEmit")),
    {
      ...npmJob("test", run("Test", "npm test")),
      toolchains: [tool("node", "matrix"), tool("npm")],
      matrix: { axis: "node", values: ["22", "24"] },
      artifacts: [
        { name: "coverage", paths: ["coverage", "report.xml"], retentionDays: 7, when: "always", report: "junit" },
      ],
    },
    {
      ...npmJob("build", run("Build", "npm run build")),
      artifacts: [{ name: "dist", paths: ["dist"], retentionDays: 7, when: "success", report: null }],
    },
    gate("lint", "test", "build"),
  ]),
};

const pnpm: Sample = {
  files: {
    "package.json": '{"name":"app","packageManager":"pnpm@9.12.0","scripts":{"lint":"eslint ."}}',
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    ".nvmrc": "24\n",
  },
  pipeline: pipeline([
    job("check", {
      toolchains: [tool("node", null, { versionFile: ".nvmrc" }), tool("pnpm", null, { versionFile: "package.json" })],
      caches: [cache("pnpm", "pnpm-lock.yaml")],
      steps: [
        run("Install dependencies", "pnpm install --frozen-lockfile"),
        run("Lint", "pnpm run lint"),
        run("Test", "pnpm test", { env: { CI: "true" }, why: "Without a terminal the runner would not watch." }),
      ],
    }),
  ]),
};

const yarn: Sample = {
  files: {
    "web/package.json": '{"name":"web","packageManager":"yarn@4.9.1"}',
    "web/yarn.lock": "__metadata:\n  version: 8\n",
  },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("node", "24"), tool("yarn", null, { versionFile: "web/package.json" })],
      caches: [{ tool: "yarn", keyFiles: ["web/yarn.lock"], directory: "web" }],
      steps: [
        run("Install dependencies", "yarn install --immutable", { directory: "web" }),
        run("Test", "yarn test | tee report.txt", { directory: "web" }),
      ],
      fetchDepth: 1,
    }),
  ]),
};

const django: Sample = {
  files: { "uv.lock": "", "pyproject.toml": '[project]\nname = "app"\nrequires-python = ">=3.12"\n' },
  pipeline: pipeline([
    job("lint", {
      toolchains: [tool("python", "3.13"), tool("uv")],
      caches: [cache("uv", "uv.lock")],
      steps: [
        run("Install", "uv sync --locked"),
        run("Lint", "uv run ruff check ."),
        run("Format", "uv run ruff format --check ."),
      ],
    }),
    job("test", {
      toolchains: [tool("python", "matrix"), tool("uv")],
      matrix: { axis: "python", values: ["3.12", "3.13"] },
      caches: [cache("uv", "uv.lock")],
      services: [POSTGRES, REDIS],
      env: {
        DATABASE_URL: "postgres://postgres:postgres@{{host:postgres}}:5432/app_test",
        REDIS_URL: "redis://{{host:redis}}:6379/0",
      },
      steps: [run("Install", "uv sync --locked"), run("Test", "uv run pytest --junitxml=report.xml")],
      artifacts: [{ name: "report", paths: ["report.xml"], retentionDays: 14, when: "failure", report: "junit" }],
    }),
    gate("lint", "test"),
  ]),
};

const poetry: Sample = {
  files: { "poetry.lock": "", "pyproject.toml": '[tool.poetry]\nname = "app"\n' },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("python", "3.12"), tool("poetry", "2.1.3")],
      caches: [cache("poetry", "poetry.lock")],
      steps: [run("Install", "poetry install --no-interaction"), run("Test", "poetry run pytest")],
    }),
  ]),
};

/** Repositories of JavaScript and Python. */
export const SCRIPT_SAMPLES = { npm, pnpm, yarn, django, poetry };
