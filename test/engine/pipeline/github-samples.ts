import type {
  Cache,
  CommandStep,
  Pipeline,
  PipelineJob,
  PipelineService,
  Toolchain,
  ToolName,
} from "../../../worker/engine/pipeline/pipeline.ts";

/** A repository's files beside its pipeline, as far as rules ask for them. */
export interface Sample {
  readonly pipeline: Pipeline;
  readonly files: Readonly<Record<string, string>>;
}

export function run(name: string, command: string, more: Partial<CommandStep> = {}): CommandStep {
  return { kind: "command", name, run: command, directory: null, env: {}, why: null, condition: null, ...more };
}

export function tool(name: ToolName, version: string | null = null, more: Partial<Toolchain> = {}): Toolchain {
  return { tool: name, version, versionFile: null, with: [], ...more };
}

export function cache(name: ToolName, ...keyFiles: string[]): Cache {
  return { tool: name, keyFiles, directory: "." };
}

export function job(id: string, more: Partial<PipelineJob> = {}): PipelineJob {
  return {
    id,
    name: id[0]?.toUpperCase() + id.slice(1),
    why: `Shows that ${id} works.`,
    needs: [],
    runner: null,
    toolchains: [],
    matrix: null,
    services: [],
    env: {},
    caches: [],
    steps: [],
    artifacts: [],
    permissions: {},
    environment: null,
    exclusiveGroup: null,
    timeoutMinutes: 15,
    when: "always",
    paths: null,
    allowFailure: false,
    fetchDepth: 1,
    secrets: [],
    isGate: false,
    ...more,
  };
}

export function pipeline(jobs: readonly PipelineJob[], more: Partial<Pipeline> = {}): Pipeline {
  return {
    name: "CI",
    defaultBranch: "main",
    triggers: { push: ["main"], pullRequest: true, mergeGroup: true, tags: [], schedule: [], manual: true },
    env: {},
    cancelSuperseded: true,
    jobs,
    ...more,
  };
}

export function gate(...needs: string[]): PipelineJob {
  return job("ci", {
    name: "CI",
    why: "The one check that branch protection asks for.",
    needs,
    isGate: true,
    timeoutMinutes: 5,
  });
}

const POSTGRES: PipelineService = {
  name: "postgres",
  image: "postgres:17",
  port: 5432,
  env: { POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "app_test" },
  health: "pg_isready -U postgres",
};
const REDIS: PipelineService = { name: "redis", image: "redis:8.2", port: 6379, env: {}, health: "redis-cli ping" };

const npmJob = (id: string, ...steps: CommandStep[]) =>
  job(id, {
    toolchains: [tool("node", "24"), tool("npm")],
    caches: [cache("npm", "package-lock.json")],
    steps: [run("Install dependencies", "npm ci"), ...steps],
  });

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

const go: Sample = {
  files: { "go.mod": "module example.com/app\n\ngo 1.26\n", "go.sum": "", Dockerfile: "FROM golang:1.26\n" },
  pipeline: pipeline(
    [
      job("test", {
        toolchains: [tool("go", null, { versionFile: "go.mod" }), tool("golangci-lint", "2.14.0")],
        caches: [cache("go", "go.sum")],
        steps: [run("Lint", "golangci-lint run"), run("Build", "go build ./..."), run("Test", "go test -race ./...")],
      }),
      job("image", {
        needs: ["test"],
        steps: [
          {
            kind: "container",
            name: "Build the image",
            dockerfile: "Dockerfile",
            context: ".",
            image: null,
            push: true,
          },
        ],
        permissions: { packages: "write" },
        timeoutMinutes: 30,
      }),
    ],
    { triggers: { push: ["main"], pullRequest: true, mergeGroup: false, tags: ["v*"], schedule: [], manual: false } },
  ),
};

const rust: Sample = {
  files: {
    "Cargo.toml": '[package]\nname = "app"\n',
    "Cargo.lock": "",
    "rust-toolchain.toml": '[toolchain]\nchannel = "1.90"\n',
  },
  pipeline: pipeline([
    job("check", {
      toolchains: [tool("rust", null, { versionFile: "rust-toolchain.toml", with: ["clippy", "rustfmt"] })],
      caches: [cache("rust", "Cargo.lock")],
      steps: [
        run("Format", "cargo fmt --all --check"),
        run("Lint", "cargo clippy --all-targets -- -D warnings"),
        run("Test", "cargo test --locked"),
      ],
    }),
  ]),
};

const rails: Sample = {
  files: {
    Gemfile: "",
    "Gemfile.lock": "",
    ".ruby-version": "3.4.4\n",
    "package.json": "{}",
    "package-lock.json": "{}",
  },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("ruby", null, { versionFile: ".ruby-version" }), tool("node", "24")],
      caches: [cache("ruby", "Gemfile.lock"), cache("npm", "package-lock.json")],
      services: [POSTGRES],
      env: { RAILS_ENV: "test", DATABASE_URL: "postgres://postgres:postgres@{{host:postgres}}:5432" },
      steps: [
        run("Install gems", "bundle install", { env: { BUNDLE_FROZEN: "true" } }),
        run("Install packages", "npm ci"),
        run("Lint", "bin/rubocop"),
        run("Test", "bin/rails db:test:prepare test"),
      ],
    }),
  ]),
};

const laravel: Sample = {
  files: { "composer.json": "{}", "composer.lock": "{}" },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("php", "matrix", { with: ["pdo_mysql", "mbstring"] }), tool("composer")],
      matrix: { axis: "php", values: ["8.3", "8.4"] },
      caches: [cache("composer", "composer.lock")],
      services: [
        {
          name: "mysql",
          image: "mysql:8.4",
          port: 3306,
          env: { MYSQL_ROOT_PASSWORD: "secret", MYSQL_DATABASE: "test" },
          health: 'mysqladmin ping -h 127.0.0.1 -p"$MYSQL_ROOT_PASSWORD"',
        },
      ],
      env: { DB_HOST: "{{host:mysql}}", DB_PORT: "3306" },
      steps: [
        run("Install", "composer install --no-interaction --prefer-dist --no-progress"),
        run("Prepare", "cp .env.example .env\nphp artisan key:generate"),
        run("Test", "php artisan test"),
      ],
    }),
  ]),
};

const gradle: Sample = {
  files: { "build.gradle.kts": "", gradlew: "", "settings.gradle.kts": "" },
  pipeline: pipeline([
    job("build", {
      toolchains: [tool("java", "21"), tool("gradle")],
      caches: [cache("gradle", "build.gradle.kts")],
      steps: [run("Check", "./gradlew check"), run("Build", "./gradlew assemble")],
      allowFailure: false,
    }),
  ]),
};

const elixir: Sample = {
  files: { "mix.exs": "", "mix.lock": "" },
  pipeline: pipeline(
    [
      job("test", {
        toolchains: [tool("elixir", "1.18"), tool("erlang", "27")],
        caches: [cache("elixir", "mix.lock")],
        services: [POSTGRES],
        env: { MIX_ENV: "test" },
        steps: [
          run("Install", "mix deps.get --check-locked"),
          run("Format", "mix format --check-formatted"),
          run("Test", "mix test"),
        ],
      }),
    ],
    {
      triggers: {
        push: ["main"],
        pullRequest: true,
        mergeGroup: false,
        tags: [],
        schedule: ["17 4 * * 1"],
        manual: false,
      },
    },
  ),
};

const site: Sample = {
  files: { "package.json": '{"name":"site"}', "package-lock.json": "{}" },
  pipeline: pipeline([
    npmJob("test", run("Test", "npm test")),
    {
      ...npmJob("deploy", run("Build", "npm run build")),
      caches: [],
      steps: [
        run("Install dependencies", "npm ci"),
        run("Build", "npm run build"),
        { kind: "pages", name: "Publish the site", directory: "dist" },
      ],
      needs: ["test"],
      when: "default_branch",
      exclusiveGroup: "deploy-pages",
      permissions: { pages: "write", "id-token": "write" },
      environment: { name: "github-pages", url: null },
    },
  ]),
};

const worker: Sample = {
  files: {
    "package.json": '{"name":"worker","devDependencies":{"wrangler":"4.0.0"}}',
    "package-lock.json": "{}",
    "wrangler.toml": 'name = "worker"\n',
  },
  pipeline: pipeline(
    [
      npmJob("test", run("Test", "npm test")),
      {
        ...npmJob("deploy"),
        caches: [],
        steps: [run("Install dependencies", "npm ci"), run("Deploy", "npx wrangler deploy")],
        needs: ["test"],
        when: "default_branch",
        exclusiveGroup: "deploy-production",
        environment: { name: "production", url: null },
        secrets: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
      },
    ],
    {
      defaultBranch: "trunk",
      triggers: { push: ["trunk"], pullRequest: true, mergeGroup: false, tags: [], schedule: [], manual: false },
    },
  ),
};

const monorepo: Sample = {
  files: {
    "api/go.mod": "module example.com/api\n\ngo 1.26\n",
    "api/go.sum": "",
    "web/package.json": "{}",
    "web/package-lock.json": "{}",
  },
  pipeline: pipeline([
    job("api-test", {
      toolchains: [tool("go", null, { versionFile: "api/go.mod" })],
      caches: [{ tool: "go", keyFiles: ["api/go.sum"], directory: "api" }],
      steps: [run("Test", "go test ./...", { directory: "api" })],
      paths: ["api/**", ".github/workflows/**"],
    }),
    job("web-test", {
      toolchains: [tool("node", "24")],
      caches: [{ tool: "npm", keyFiles: ["web/package-lock.json"], directory: "web" }],
      steps: [run("Install", "npm ci", { directory: "web" }), run("Test", "npm test", { directory: "web" })],
      paths: ["web/**", ".github/workflows/**"],
    }),
    gate("api-test", "web-test"),
  ]),
};

const systems: Sample = {
  files: { "app.csproj": "", "packages.lock.json": "{}" },
  pipeline: pipeline([
    job("test", {
      toolchains: [tool("dotnet", "10.0")],
      caches: [cache("dotnet", "packages.lock.json")],
      matrix: { axis: "os", values: ["ubuntu-24.04", "windows-2025"] },
      steps: [run("Restore", "dotnet restore --locked-mode"), run("Test", "dotnet test --no-restore")],
    }),
  ]),
};

/** By name: repositories of many kinds with the pipeline that an expert would write for them. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  npm,
  pnpm,
  yarn,
  django,
  poetry,
  go,
  rust,
  rails,
  laravel,
  gradle,
  elixir,
  site,
  worker,
  monorepo,
  systems,
};
