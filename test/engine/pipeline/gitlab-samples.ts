import type { PipelineService } from "../../../worker/engine/pipeline/pipeline.ts";
import { job, pipelineOf } from "../../support/pipelines.ts";
import { awkward, many } from "./gitlab-odd-samples.ts";
import { artifact, cache, run, type Sample, tool } from "./gitlab-sample-parts.ts";

const postgres: PipelineService = {
  name: "postgres",
  image: "postgres:17",
  port: 5432,
  env: { POSTGRES_PASSWORD: "postgres" },
  health: "pg_isready",
};

const node = { toolchains: [tool("node", "24"), tool("npm")], caches: [cache("npm", ["package-lock.json"])] };
const install = run("npm ci");
const lint = job("lint", { ...node, steps: [install, run("npm run lint")] });
const test = job("test", {
  ...node,
  steps: [install, run("npm test")],
  artifacts: [artifact("test-results", "junit.xml", { report: "junit", when: "always" })],
});
const build = job("build", {
  ...node,
  needs: ["lint", "test"],
  steps: [install, run("npm run build")],
  artifacts: [artifact("dist", "dist/")],
});
const gate = job("ci-ok", { needs: ["lint", "test", "build"], isGate: true });

const npm: Sample = {
  pipeline: pipelineOf([lint, test, build, gate]),
  files: { "package.json": "{}\n", "package-lock.json": "{}\n" },
};

const pnpm = { toolchains: [tool("node", "22.11.0"), tool("pnpm", null, { versionFile: "package.json" })] };
const pnpmMatrix: Sample = {
  pipeline: pipelineOf([
    job("test", {
      ...pnpm,
      toolchains: [tool("node", "matrix"), tool("pnpm", "10")],
      matrix: { axis: "node", values: ["22.x", "24", "26"] },
      caches: [cache("pnpm", ["pnpm-lock.yaml"])],
      steps: [run("pnpm install --frozen-lockfile"), run("pnpm test")],
    }),
    job("e2e", {
      ...pnpm,
      caches: [cache("pnpm", ["pnpm-lock.yaml"])],
      needs: ["test"],
      env: { DATABASE_URL: "postgres://postgres:postgres@{{host:postgres}}:5432/app", PRICE: "5$" },
      services: [postgres],
      steps: [run("pnpm install --frozen-lockfile"), run("pnpm exec playwright test", { env: { LANG: "de_DE" } })],
      artifacts: [artifact("traces", "test-results/", { when: "failure" })],
    }),
  ]),
  files: { "package.json": "{}\n", "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" },
};

const uv: Sample = {
  pipeline: pipelineOf([
    job("test", {
      toolchains: [tool("python", "matrix"), tool("uv")],
      matrix: { axis: "python", values: ["3.12", "3.13.1"] },
      caches: [cache("uv", ["uv.lock"])],
      steps: [run("uv sync --locked"), run("uv run pytest --junitxml=report.xml --cov-report=xml")],
      artifacts: [
        artifact("test-results", "report.xml", { report: "junit", when: "always" }),
        artifact("coverage", "coverage.xml", { report: "cobertura", when: "always" }),
      ],
    }),
  ]),
  files: { "pyproject.toml": "", "uv.lock": "" },
};

const poetry: Sample = {
  pipeline: pipelineOf(
    [
      job("lint", {
        toolchains: [tool("python", "3.13"), tool("poetry", "2.1.4")],
        caches: [cache("poetry", ["poetry.lock"])],
        steps: [run("poetry install --no-interaction"), run("poetry run ruff check .")],
      }),
      job("security", {
        toolchains: [tool("python", "3.13"), tool("tox"), tool("nox")],
        allowFailure: true,
        steps: [run("tox -e audit")],
      }),
    ],
    { cancelSuperseded: false },
  ),
  files: { "pyproject.toml": "", "poetry.lock": "" },
};

const rails: Sample = {
  pipeline: pipelineOf(
    [
      job("test", {
        toolchains: [tool("ruby", "3.4.2"), tool("node", "22.12.0"), tool("yarn", "1.22.22")],
        caches: [cache("ruby", ["api/Gemfile.lock"], "api"), cache("yarn", ["api/yarn.lock"], "api")],
        services: [postgres, { name: "redis", image: "redis:8.2", port: 6379, env: {}, health: "redis-cli ping" }],
        env: { REDIS_URL: "redis://{{host:redis}}:6379" },
        steps: [
          run("bundle install", { directory: "api" }),
          run("yarn install --frozen-lockfile", { directory: "api" }),
          run("bin/rails db:test:prepare test", { directory: "api", why: "Loads the schema first." }),
        ],
      }),
      job("docs", { steps: [run("make docs", { directory: "docs" }), run("test -s docs/index.html || exit 1")] }),
      job("mixed", {
        steps: [run("a || b", { directory: "my docs" }), run("one\ntwo", { directory: "x", env: { A: "it's" } })],
      }),
    ],
    { triggers: { ...npm.pipeline.triggers, push: ["main", "release/*"], tags: ["v*", "1.0"] } },
  ),
  files: { "api/Gemfile": "", "api/Gemfile.lock": "", "api/package.json": "{}", "api/yarn.lock": "" },
};

const php: Sample = {
  pipeline: pipelineOf([
    job("test", {
      toolchains: [
        tool("php", "8.4", { with: ["mbstring", "intl", "pdo_mysql", "redis"] }),
        tool("composer"),
        tool("node", "24"),
      ],
      caches: [cache("composer", ["composer.lock"])],
      steps: [run("composer install --no-interaction --prefer-dist --no-progress"), run("vendor/bin/phpunit")],
    }),
  ]),
  files: { "composer.json": "{}", "composer.lock": "{}" },
};

const jvm: Sample = {
  pipeline: pipelineOf([
    job("verify", {
      toolchains: [tool("java", "matrix"), tool("maven")],
      matrix: { axis: "java", values: ["17", "21.0.2"] },
      caches: [cache("maven", ["pom.xml"])],
      steps: [run("./mvnw -B -ntp verify")],
      artifacts: [artifact("test-results", "**/target/surefire-reports/*.xml", { report: "junit", when: "always" })],
    }),
    job("android", {
      toolchains: [tool("java", "21"), tool("gradle", "8.10")],
      caches: [cache("gradle", ["app/build.gradle.kts", "gradle/libs.versions.toml", "settings.gradle.kts"])],
      paths: ["app/**", "gradle/**"],
      steps: [run("gradle build", { directory: "app" })],
    }),
    job("after", { needs: ["android"], toolchains: [tool("java"), tool("sbt")], steps: [run("sbt test")] }),
    job("lein", { toolchains: [tool("java", "21"), tool("clojure")], steps: [run("lein test")] }),
  ]),
  files: { "pom.xml": "<project/>", "app/build.gradle.kts": "" },
};

const goRust: Sample = {
  pipeline: pipelineOf([
    job("lint-go", {
      toolchains: [tool("go", "1.26"), tool("golangci-lint", "2.14.0")],
      caches: [cache("go", ["go.sum"])],
      steps: [run("golangci-lint run")],
    }),
    job("test-go", {
      toolchains: [tool("go", "1.26", { versionFile: "go.mod" })],
      caches: [cache("go", ["go.sum"])],
      steps: [run("go mod download"), run("go test -race ./...")],
    }),
    job("lint-rust", {
      toolchains: [tool("rust", null, { with: ["rustfmt", "clippy"] })],
      caches: [cache("rust", ["Cargo.lock"])],
      steps: [run("cargo fmt --all --check"), run("cargo clippy --locked -- -D warnings")],
    }),
    job("test-rust", {
      toolchains: [tool("rust", "matrix")],
      matrix: { axis: "rust", values: ["1.85", "stable", "nightly"] },
      caches: [cache("rust", ["Cargo.lock"])],
      steps: [run("cargo test --locked")],
    }),
  ]),
  files: { "go.mod": "module x\n", "go.sum": "", "Cargo.toml": "", "Cargo.lock": "" },
};

const deploy: Sample = {
  pipeline: pipelineOf(
    [
      test,
      job("container", {
        needs: ["test"],
        steps: [
          { kind: "container", name: "Build", dockerfile: "Dockerfile", context: ".", image: "API", push: true },
          {
            kind: "container",
            name: "Try",
            dockerfile: "worker/Dockerfile",
            context: "worker",
            image: null,
            push: false,
          },
        ],
        permissions: { packages: "write" },
      }),
      job("deploy", {
        ...node,
        needs: ["test", "container"],
        when: "default_branch",
        environment: { name: "production", url: "https://example.com" },
        exclusiveGroup: "production",
        secrets: ["CLOUDFLARE_API_TOKEN"],
        permissions: { "id-token": "write" },
        fetchDepth: 0,
        steps: [install, run("npx wrangler deploy")],
      }),
      job("deploy-pages", {
        needs: ["build"],
        when: "default_branch",
        steps: [{ kind: "pages", name: "Publish", directory: "dist" }],
        environment: { name: "pages", url: null },
        exclusiveGroup: "pages",
      }),
      { ...build, needs: ["test"] },
      job("changelog", { when: "pull_request", steps: [run("./changelog.sh")], needs: [] }),
    ],
    { triggers: { ...npm.pipeline.triggers, schedule: ["0 3 * * 1"], tags: ["*"] }, env: { CI_COLOR: "yes" } },
  ),
  files: { ...npm.files, Dockerfile: `FROM node:24@sha256:${"0".repeat(64)}\n` },
};

export const SAMPLES: Readonly<Record<string, Sample>> = {
  npm,
  pnpmMatrix,
  uv,
  poetry,
  rails,
  php,
  jvm,
  goRust,
  many,
  deploy,
  awkward,
};
