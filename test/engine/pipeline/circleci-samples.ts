import type { Pipeline } from "../../../worker/engine/pipeline/pipeline.ts";
import { command, job, pipelineOf } from "../../support/pipelines.ts";

const tool = (name: string, version: string | null = null, parts: readonly string[] = []) =>
  ({ tool: name, version, versionFile: null, with: parts }) as Pipeline["jobs"][number]["toolchains"][number];

const cache = (name: string, ...keyFiles: string[]) =>
  ({ tool: name, keyFiles, directory: "." }) as Pipeline["jobs"][number]["caches"][number];

const POSTGRES = {
  name: "postgres",
  image: "postgres:17",
  port: 5432,
  env: { POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "app_test" },
  health: "pg_isready",
} as const;

const REDIS = { name: "redis", image: "redis:8.2", port: 6379, env: {}, health: "redis-cli ping" } as const;

/** Pipelines of many shapes, by name. */
export const SAMPLES: Readonly<Record<string, Pipeline>> = {
  "an npm library on two versions": pipelineOf([
    job("lint", {
      toolchains: [tool("node", "24")],
      caches: [cache("npm", "package-lock.json")],
      steps: [command("npm ci", { name: "Install" }), command("npm run lint", { name: "Lint" })],
    }),
    job("test", {
      toolchains: [tool("node", "matrix")],
      matrix: { axis: "node", values: ["22.23.3", "24.21.0"] },
      caches: [cache("npm", "package-lock.json")],
      needs: ["lint"],
      steps: [command("npm ci"), command("npm test", { env: { NODE_ENV: "test" } })],
      artifacts: [
        { name: "reports", paths: ["reports/junit.xml"], retentionDays: 14, when: "always", report: "junit" },
      ],
    }),
    job("ok", { isGate: true, needs: ["lint", "test"], steps: [command("true")] }),
  ]),
  "a pnpm monorepo": pipelineOf([
    job("check", {
      toolchains: [tool("node", "26"), tool("pnpm", "10.12.1")],
      caches: [cache("pnpm", "pnpm-lock.yaml")],
      steps: [command("pnpm install --frozen-lockfile"), command("pnpm -r test", { directory: "packages" })],
      paths: ["packages/**"],
    }),
  ]),
  "yarn and bun through their own managers": pipelineOf([
    job("web", {
      toolchains: [tool("node", "22"), tool("yarn")],
      caches: [{ tool: "yarn", keyFiles: ["web/yarn.lock"], directory: "web" }],
      steps: [command("yarn install --immutable", { directory: "web" })],
    }),
    job("api", {
      toolchains: [tool("bun", "1.4.5")],
      caches: [cache("bun", "bun.lock")],
      steps: [command("bun install --frozen-lockfile"), command("bun test")],
    }),
  ]),
  "Django with Postgres and Redis": pipelineOf(
    [
      job("test", {
        toolchains: [tool("python", "matrix"), tool("uv", "0.9.5")],
        matrix: { axis: "python", values: ["3.12", "3.13"] },
        services: [POSTGRES, REDIS],
        env: { DATABASE_URL: "postgres://postgres:postgres@{{host:postgres}}:5432/app_test" },
        caches: [cache("uv", "uv.lock")],
        steps: [command("uv sync --locked"), command("uv run pytest --junitxml=reports/junit.xml")],
        artifacts: [{ name: "junit", paths: ["reports"], retentionDays: 7, when: "always", report: "junit" }],
      }),
    ],
    { env: { CI: "true", PYTHONUNBUFFERED: "1" } },
  ),
  "Rails with Node beside": pipelineOf([
    job("test", {
      toolchains: [tool("ruby", "3.4"), tool("node", "24.1.0"), tool("yarn", "1.22.22")],
      services: [POSTGRES],
      caches: [cache("ruby", "Gemfile.lock"), cache("yarn", "yarn.lock")],
      steps: [command("bundle install"), command("yarn install --frozen-lockfile"), command("bin/rails test")],
    }),
  ]),
  "Go with a linter and a release": pipelineOf(
    [
      job("lint", {
        toolchains: [tool("go", "1.27"), tool("golangci-lint")],
        caches: [cache("go", "go.sum")],
        steps: [command("golangci-lint run")],
      }),
      job("test", {
        toolchains: [tool("go", "1.27")],
        caches: [cache("go", "go.sum")],
        steps: [command("go test -race ./...")],
      }),
      job("release", {
        toolchains: [tool("go", "1.27")],
        needs: ["lint", "test"],
        when: "tag",
        secrets: ["GITHUB_TOKEN"],
        steps: [command("go build -o dist/app ./cmd/app")],
        artifacts: [{ name: "app", paths: ["dist/*"], retentionDays: 30, when: "success", report: null }],
      }),
    ],
    {
      triggers: {
        push: ["main"],
        pullRequest: true,
        mergeGroup: true,
        tags: ["v*"],
        schedule: ["0 3 * * 1"],
        manual: true,
      },
    },
  ),
  "Rust in several lines": pipelineOf([
    job("test", {
      toolchains: [tool("rust", "1.97", ["clippy", "rustfmt"])],
      caches: [cache("rust", "Cargo.lock")],
      steps: [
        command("cargo fmt --all --check"),
        command("cargo clippy --locked -- -D warnings\ncargo test --locked\n", { name: "Check", why: "One build." }),
        command("cat <<EOF\nhello << world >>\nEOF", { name: "A here-document" }),
      ],
    }),
  ]),
  "Maven and Gradle": pipelineOf([
    job("maven", {
      toolchains: [tool("java", "21"), tool("maven")],
      caches: [cache("maven", "pom.xml")],
      steps: [command("./mvnw --batch-mode verify")],
    }),
    job("gradle", {
      toolchains: [tool("java", "17"), tool("gradle")],
      caches: [cache("gradle", "build.gradle.kts", "gradle/wrapper/gradle-wrapper.properties")],
      steps: [command("./gradlew build")],
      allowFailure: true,
    }),
    job("report", { needs: ["maven", "gradle"], steps: [command("echo done")] }),
  ]),
  Laravel: pipelineOf([
    job("test", {
      toolchains: [tool("php", "8.4", ["redis"]), tool("composer")],
      services: [{ name: "mysql", image: "mysql:8.4", port: 3306, env: { MYSQL_ROOT_PASSWORD: "x" }, health: null }],
      env: { DB_HOST: "{{host:mysql}}" },
      caches: [cache("composer", "composer.lock")],
      steps: [command("composer install --no-interaction"), command("php artisan test")],
    }),
  ]),
  Phoenix: pipelineOf([
    job("test", {
      toolchains: [tool("elixir", "1.19"), tool("erlang", "28")],
      services: [POSTGRES],
      caches: [cache("elixir", "mix.lock")],
      steps: [command("mix deps.get --check-locked"), command("mix test")],
    }),
  ]),
  "an image, pages and a deployment": pipelineOf([
    job("image", {
      toolchains: [],
      steps: [
        { kind: "container", name: "Build image", dockerfile: "Dockerfile", context: ".", image: null, push: true },
      ],
    }),
    job("site", {
      toolchains: [tool("node", "24")],
      steps: [command("npm run build"), { kind: "pages", name: "Publish", directory: "dist" }],
    }),
    job("deploy", {
      toolchains: [tool("node", "24")],
      needs: ["image"],
      when: "default_branch",
      environment: { name: "production", url: "https://example.com" },
      exclusiveGroup: "production",
      timeoutMinutes: 30,
      secrets: ["CLOUDFLARE_API_TOKEN"],
      permissions: { "id-token": "write" },
      steps: [command("npm ci"), command("npx wrangler deploy")],
    }),
  ]),
  "languages with images of their makers": pipelineOf(
    [
      job("dotnet", {
        toolchains: [tool("dotnet", "10"), tool("node", "24")],
        services: [REDIS],
        caches: [cache("dotnet", "packages.lock.json")],
        steps: [command("dotnet test")],
      }),
      job("dart", {
        toolchains: [tool("dart")],
        caches: [cache("dart", "pubspec.lock")],
        steps: [command("dart test")],
      }),
      job("swift", { toolchains: [tool("swift", "6.1")], steps: [command("swift test")] }),
      job("zig", { toolchains: [tool("zig")], steps: [command("zig build test")] }),
      job("cpp", { toolchains: [tool("cpp")], steps: [command("cmake -B build && cmake --build build")] }),
      job("terraform", { toolchains: [tool("terraform", "1.16")], steps: [command("terraform fmt -check")] }),
    ],
    {
      triggers: {
        push: ["main", "release/*"],
        pullRequest: false,
        mergeGroup: false,
        tags: [],
        schedule: [],
        manual: true,
      },
    },
  ),
};
