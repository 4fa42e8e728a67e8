import { cache, job, POSTGRES, pipeline, run, type Sample, tool } from "./github-builders.ts";

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

/** Repositories of languages with a server or a compiler. */
export const COMPILED_SAMPLES = { go, rust, rails, laravel, gradle, elixir };
