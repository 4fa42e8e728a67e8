import type { Component } from "../../../worker/engine/profile/stack-profile.ts";
import { component, evidence, exact, manager, range } from "./plan-profiles.ts";

/** What is planned for a component: by job id its tools and what it runs. */
export interface Sample {
  readonly name: string;
  readonly component: Component;
  readonly jobs: Readonly<Record<string, readonly [tools: readonly string[], runs: readonly string[]]>>;
}

const CHECK = ["npm ci", "npm run lint", "npm run typecheck"];
const npm = manager("npm", "package-lock.json");

const JAVASCRIPT: readonly Sample[] = [
  {
    name: "a small npm application with a pinned Node",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [exact("node", "22", ".nvmrc")],
      frameworks: ["express"],
      commands: { install: "npm ci", lint: "npm run lint", test: "npm test", start: "npm start" },
    }),
    jobs: { ci: [["node .nvmrc"], ["npm ci", "npm run lint", "npm test"]] },
  },
  {
    name: "an npm library with a range of Node",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [range("node", ">=20", "package.json")],
      commands: { install: "npm ci", lint: "npm run lint", typecheck: "npm run typecheck", test: "npm test" },
    }),
    jobs: { check: [["node 24"], CHECK], test: [["node matrix"], ["npm ci", "npm test"]] },
  },
  {
    name: "an application with an image, whose range is no promise to others",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [range("node", ">=22 <23", "package.json")],
      container: { dockerfile: "Dockerfile", context: "." },
      commands: { install: "npm ci", test: "npm test" },
    }),
    jobs: { test: [["node 22"], ["npm ci", "npm test"]] },
  },
  {
    name: "pnpm that packageManager pins",
    component: component({
      ecosystem: "node",
      packageManager: manager("pnpm", "pnpm-lock.yaml", "9.12.0"),
      frameworks: ["next"],
      runtimes: [exact("node", "lts/jod", ".nvmrc")],
      evidence: [evidence("package_manager", "pnpm 9.12.0", "package.json")],
      commands: { install: "pnpm install --frozen-lockfile", test: "pnpm test", build: "pnpm build" },
    }),
    jobs: {
      test: [
        ["node .nvmrc", "pnpm package.json"],
        ["pnpm install --frozen-lockfile", "pnpm build", "pnpm test"],
      ],
    },
  },
  {
    name: "pnpm whose major is known from its lockfile",
    component: component({
      ecosystem: "node",
      packageManager: manager("pnpm", "pnpm-lock.yaml", "9"),
      frameworks: ["vite"],
      evidence: [
        evidence("package_manager", "pnpm", "pnpm-lock.yaml"),
        evidence("package_manager", "pnpm 9", "pnpm-lock.yaml"),
      ],
      commands: { install: "pnpm install --frozen-lockfile", lint: "pnpm lint" },
    }),
    jobs: {
      lint: [
        ["node 24", "pnpm 9"],
        ["pnpm install --frozen-lockfile", "pnpm lint"],
      ],
    },
  },
  {
    name: "Yarn 1",
    component: component({
      ecosystem: "node",
      packageManager: manager("yarn", "yarn.lock", "1"),
      frameworks: ["react"],
      commands: { install: "yarn install --frozen-lockfile", test: "yarn test" },
    }),
    jobs: {
      test: [
        ["node 24", "yarn 1"],
        ["yarn install --frozen-lockfile", "yarn test"],
      ],
    },
  },
  {
    name: "Yarn of packageManager, in a workspace whose tests need the build",
    component: component({
      ecosystem: "node",
      packageManager: manager("yarn", "yarn.lock", "4.9.1"),
      evidence: [evidence("package_manager", "yarn 4.9.1", "package.json")],
      monorepo: { tool: "turbo", packages: ["apps/web", "packages/ui"] },
      runtimes: [exact("node", "22.14.0", "package.json")],
      frameworks: ["next"],
      commands: {
        install: "yarn install --immutable",
        lint: "yarn turbo run lint",
        test: "yarn turbo run test",
        build: "yarn turbo run build",
      },
    }),
    jobs: {
      lint: [
        ["node package.json", "yarn 4.9.1 package.json"],
        ["yarn install --immutable", "yarn turbo run lint"],
      ],
      test: [
        ["node package.json", "yarn 4.9.1 package.json"],
        ["yarn install --immutable", "yarn turbo run build", "yarn turbo run test"],
      ],
    },
  },
  {
    name: "Bun as runtime",
    component: component({
      ecosystem: "node",
      packageManager: manager("bun", "bun.lock", "1.2.4"),
      frameworks: ["hono"],
      commands: { install: "bun install --frozen-lockfile", test: "bun test", typecheck: "bunx tsc --noEmit" },
    }),
    jobs: { ci: [["bun 1.2.4"], ["bun install --frozen-lockfile", "bunx tsc --noEmit", "bun test"]] },
  },
  {
    name: "Bun beside a pinned Node",
    component: component({
      ecosystem: "node",
      packageManager: manager("bun", "bun.lock", "1.2.4"),
      frameworks: ["next"],
      runtimes: [exact("node", "22", ".node-version")],
      commands: { install: "bun install --frozen-lockfile", build: "bun run build" },
    }),
    jobs: {
      build: [
        ["node .node-version", "bun 1.2.4"],
        ["bun install --frozen-lockfile", "bun run build"],
      ],
    },
  },
  {
    name: "Deno, whose formatter and linter need nothing installed",
    component: component({
      ecosystem: "deno",
      packageManager: manager("deno", "deno.lock"),
      commands: {
        install: "deno install --frozen",
        format: "deno fmt --check",
        lint: "deno lint",
        typecheck: "deno check .",
        test: "deno test",
      },
    }),
    jobs: {
      ci: [["deno"], ["deno fmt --check", "deno lint", "deno install --frozen", "deno check .", "deno test"]],
    },
  },
  {
    name: "tests in a browser, which need the build and the browsers",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [exact("node", "24", ".nvmrc")],
      frameworks: ["astro"],
      commands: { install: "npm ci", build: "npm run build", test: "npx playwright test" },
    }),
    jobs: {
      test: [["node .nvmrc"], ["npm ci", "npm run build", "npx playwright install --with-deps", "npx playwright test"]],
    },
  },
];

const PYTHON: readonly Sample[] = [
  {
    name: "uv with a pinned Python",
    component: component({
      ecosystem: "python",
      packageManager: manager("uv", "uv.lock"),
      runtimes: [exact("python", "3.12.4", ".python-version")],
      frameworks: ["fastapi"],
      commands: {
        install: "uv sync --locked",
        lint: "uv run ruff check .",
        format: "uv run ruff format --check .",
        typecheck: "uv run mypy .",
        test: "uv run pytest",
      },
    }),
    jobs: {
      ci: [
        ["python .python-version", "uv"],
        ["uv sync --locked", "uv run ruff format --check .", "uv run ruff check .", "uv run mypy .", "uv run pytest"],
      ],
    },
  },
  {
    name: "a library on Poetry with a range",
    component: component({
      ecosystem: "python",
      packageManager: manager("poetry", "poetry.lock"),
      runtimes: [range("python", "^3.11", "pyproject.toml")],
      commands: { install: "poetry install --no-interaction", test: "poetry run pytest" },
    }),
    jobs: {
      test: [
        ["python matrix", "poetry"],
        ["poetry install --no-interaction", "poetry run pytest"],
      ],
    },
  },
  {
    name: "pip without any version",
    component: component({
      ecosystem: "python",
      packageManager: manager("pip", null),
      frameworks: ["flask"],
      commands: { install: "pip install -r requirements.txt", test: "python -m pytest" },
    }),
    jobs: { test: [["python 3.13"], ["pip install -r requirements.txt", "python -m pytest"]] },
  },
  {
    name: "PDM",
    component: component({
      ecosystem: "python",
      packageManager: manager("pdm", "pdm.lock"),
      frameworks: ["litestar"],
      runtimes: [range("python", ">=3.12", "pyproject.toml")],
      commands: { install: "pdm sync --dev", test: "pdm run pytest" },
    }),
    jobs: {
      test: [
        ["python 3.13", "pdm"],
        ["pdm sync --dev", "pdm run pytest"],
      ],
    },
  },
  {
    name: "Pipenv",
    component: component({
      ecosystem: "python",
      packageManager: manager("pipenv", "Pipfile.lock"),
      runtimes: [exact("python", "3.11", "Pipfile")],
      frameworks: ["django"],
      commands: { install: "pipenv install --deploy --dev", test: "pipenv run python manage.py test" },
    }),
    jobs: {
      test: [
        ["python Pipfile", "pipenv"],
        ["pipenv install --deploy --dev", "pipenv run python manage.py test"],
      ],
    },
  },
  {
    name: "tox, which installs what it runs",
    component: component({
      ecosystem: "python",
      packageManager: manager("pip", null),
      runtimes: [exact("python", "3.12", ".python-version")],
      commands: { lint: "tox -e lint", test: "tox run" },
    }),
    jobs: {
      ci: [
        ["python .python-version", "tox"],
        ["tox -e lint", "tox run"],
      ],
    },
  },
];

const COMPILED: readonly Sample[] = [
  {
    name: "a Go module on a supported line",
    component: component({
      ecosystem: "go",
      packageManager: manager("go", "go.sum"),
      runtimes: [range("go", "1.25.1", "go.mod")],
      commands: {
        install: "go mod download",
        format: 'test -z "$(gofmt -l .)"',
        lint: "golangci-lint run",
        test: "go test -race ./...",
        build: "go build ./...",
      },
    }),
    jobs: {
      ci: [
        ["go go.mod", "golangci-lint 2.14.0"],
        ['test -z "$(gofmt -l .)"', "go mod download", "golangci-lint run", "go build ./...", "go test -race ./..."],
      ],
    },
  },
  {
    name: "a Go module on a line that has ended",
    component: component({
      ecosystem: "go",
      packageManager: manager("go", "go.sum"),
      runtimes: [range("go", "1.21", "go.mod")],
      commands: { test: "go test ./..." },
    }),
    jobs: { test: [["go 1.26"], ["go test ./..."]] },
  },
  {
    name: "Maven by its wrapper",
    component: component({
      ecosystem: "java",
      language: "java",
      packageManager: manager("maven", null),
      runtimes: [range("java", "17", "pom.xml")],
      frameworks: ["spring-boot"],
      evidence: [evidence("package_manager", "maven", "pom.xml")],
      commands: { test: "./mvnw -B -ntp verify", build: "./mvnw -B -ntp package -DskipTests" },
    }),
    jobs: { test: [["java 17"], ["./mvnw -B -ntp package -DskipTests", "./mvnw -B -ntp verify"]] },
  },
  {
    name: "Gradle by its wrapper, in Kotlin",
    component: component({
      ecosystem: "java",
      language: "kotlin",
      packageManager: manager("gradle", null),
      runtimes: [exact("java", "21.0.2-tem", ".sdkmanrc")],
      commands: { lint: "./gradlew ktlintCheck", test: "./gradlew test" },
    }),
    jobs: {
      lint: [["java .sdkmanrc"], ["./gradlew ktlintCheck"]],
      test: [["java .sdkmanrc"], ["./gradlew test"]],
    },
  },
  {
    name: "Maven and Java without a wrapper or a version",
    component: component({
      ecosystem: "java",
      packageManager: manager("maven", null),
      commands: { test: "mvn -B test" },
    }),
    jobs: { test: [["java 21", "maven"], ["mvn -B test"]] },
  },
  {
    name: "Rust with the least version that it promises",
    component: component({
      ecosystem: "rust",
      packageManager: manager("cargo", "Cargo.lock"),
      runtimes: [range("rust", "1.85", "Cargo.toml")],
      commands: {
        format: "cargo fmt --all --check",
        lint: "cargo clippy --locked --all-targets -- -D warnings",
        test: "cargo test --locked",
        build: "cargo build --release --locked",
      },
    }),
    jobs: {
      check: [
        ["rust +clippy +rustfmt"],
        ["cargo fmt --all --check", "cargo clippy --locked --all-targets -- -D warnings"],
      ],
      test: [["rust matrix"], ["cargo test --locked"]],
      build: [["rust"], ["cargo build --release --locked"]],
    },
  },
  {
    name: "Rust with a toolchain file",
    component: component({
      ecosystem: "rust",
      packageManager: manager("cargo", "Cargo.lock"),
      runtimes: [exact("rust", "1.90.0", "rust-toolchain.toml"), range("rust", "1.85", "Cargo.toml")],
      commands: { test: "cargo test --locked" },
    }),
    jobs: { test: [["rust rust-toolchain.toml"], ["cargo test --locked"]] },
  },
  {
    name: ".NET, whose tests use the build",
    component: component({
      ecosystem: "dotnet",
      language: "csharp",
      packageManager: manager("nuget", null),
      runtimes: [exact("dotnet", "net10.0", "src/App.csproj")],
      commands: {
        install: "dotnet restore",
        format: "dotnet format --verify-no-changes",
        build: "dotnet build -c Release --no-restore",
        test: "dotnet test -c Release --no-build",
      },
    }),
    jobs: {
      format: [["dotnet 10.0"], ["dotnet restore", "dotnet format --verify-no-changes"]],
      test: [
        ["dotnet 10.0"],
        ["dotnet restore", "dotnet build -c Release --no-restore", "dotnet test -c Release --no-build"],
      ],
    },
  },
  {
    name: ".NET of global.json",
    component: component({
      ecosystem: "dotnet",
      packageManager: manager("nuget", "packages.lock.json"),
      runtimes: [exact("dotnet", "10.0.100", "global.json")],
      commands: { install: "dotnet restore --locked-mode", test: "dotnet test" },
    }),
    jobs: { test: [["dotnet global.json"], ["dotnet restore --locked-mode", "dotnet test"]] },
  },
  {
    name: "Swift",
    component: component({
      ecosystem: "swift",
      packageManager: manager("swiftpm", "Package.resolved"),
      runtimes: [exact("swift", "6.1", ".swift-version")],
      commands: { lint: "swift format lint --recursive .", test: "swift test", build: "swift build -c release" },
    }),
    jobs: {
      lint: [["swift .swift-version"], ["swift format lint --recursive ."]],
      test: [["swift .swift-version"], ["swift test"]],
      build: [["swift .swift-version"], ["swift build -c release"]],
    },
  },
  {
    name: "C++ with CMake",
    component: component({
      ecosystem: "cpp",
      commands: {
        build: "cmake -B build && cmake --build build",
        test: "ctest --test-dir build --output-on-failure",
      },
    }),
    jobs: {
      test: [["cpp"], ["cmake -B build && cmake --build build", "ctest --test-dir build --output-on-failure"]],
    },
  },
];

const FURTHER: readonly Sample[] = [
  {
    name: "Rails on PostgreSQL, with the schema prepared",
    component: component({
      ecosystem: "ruby",
      packageManager: manager("bundler", "Gemfile.lock"),
      runtimes: [exact("ruby", "3.4.1", ".ruby-version")],
      frameworks: ["rails"],
      services: [{ name: "postgres", version: null }],
      commands: { install: "bundle install", lint: "bin/rubocop", test: "bundle exec rspec" },
    }),
    jobs: {
      lint: [["ruby .ruby-version"], ["bundle install", "bin/rubocop"]],
      test: [["ruby .ruby-version"], ["bundle install", "bin/rails db:test:prepare", "bundle exec rspec"]],
    },
  },
  {
    name: "Rails whose own command prepares the schema",
    component: component({
      ecosystem: "ruby",
      packageManager: manager("bundler", "Gemfile.lock"),
      runtimes: [exact("ruby", "3.3.6", "Gemfile")],
      frameworks: ["rails"],
      services: [{ name: "mysql", version: "8.4" }],
      commands: { install: "bundle install", test: "bin/rails db:test:prepare test" },
    }),
    jobs: { test: [["ruby 3.3.6"], ["bundle install", "bin/rails db:test:prepare test"]] },
  },
  {
    name: "a gem with a range",
    component: component({
      ecosystem: "ruby",
      packageManager: manager("bundler", "Gemfile.lock"),
      runtimes: [range("ruby", ">= 3.2", "demo.gemspec")],
      commands: { install: "bundle install", test: "bundle exec rake test" },
    }),
    jobs: { test: [["ruby matrix"], ["bundle install", "bundle exec rake test"]] },
  },
  {
    name: "Laravel on MySQL",
    component: component({
      ecosystem: "php",
      packageManager: manager("composer", "composer.lock"),
      runtimes: [range("php", "^8.2", "composer.json")],
      frameworks: ["laravel"],
      services: [{ name: "mysql", version: null }],
      evidence: [evidence("runtime", "ext-intl", "composer.json"), evidence("runtime", "ext-json", "composer.json")],
      commands: { install: "composer install", lint: "vendor/bin/pint --test", test: "php artisan test" },
    }),
    jobs: {
      lint: [
        ["php 8.4 +intl +pdo_mysql", "composer"],
        ["composer install", "vendor/bin/pint --test"],
      ],
      test: [
        ["php 8.4 +intl +pdo_mysql", "composer"],
        [
          "composer install",
          "php -r \"file_exists('.env') || copy('.env.example', '.env');\" && php artisan key:generate",
          "php artisan test",
        ],
      ],
    },
  },
  {
    name: "a PHP library with two alternatives",
    component: component({
      ecosystem: "php",
      packageManager: manager("composer", null),
      runtimes: [range("php", "~8.3 || ~8.4", "composer.json")],
      commands: { install: "composer install", test: "vendor/bin/phpunit" },
    }),
    jobs: {
      test: [
        ["php matrix", "composer"],
        ["composer install", "vendor/bin/phpunit"],
      ],
    },
  },
  {
    name: "Phoenix on both files of asdf",
    component: component({
      ecosystem: "elixir",
      packageManager: manager("mix", "mix.lock"),
      runtimes: [exact("elixir", "1.18.2", ".tool-versions"), exact("erlang", "27.2", ".tool-versions")],
      frameworks: ["phoenix"],
      services: [{ name: "postgres", version: "16" }],
      commands: { install: "mix deps.get --check-locked", format: "mix format --check-formatted", test: "mix test" },
    }),
    jobs: {
      format: [
        ["elixir .tool-versions", "erlang .tool-versions"],
        ["mix deps.get --check-locked", "mix format --check-formatted"],
      ],
      test: [
        ["elixir .tool-versions", "erlang .tool-versions"],
        ["mix deps.get --check-locked", "mix test"],
      ],
    },
  },
  {
    name: "Dart",
    component: component({
      ecosystem: "dart",
      packageManager: manager("pub", "pubspec.lock"),
      runtimes: [range("dart", "^3.5.0", "pubspec.yaml")],
      commands: {
        install: "dart pub get --enforce-lockfile",
        format: "dart format --output=none --set-exit-if-changed .",
        lint: "dart analyze --fatal-infos",
        test: "dart test",
      },
    }),
    jobs: {
      check: [
        ["dart"],
        [
          "dart format --output=none --set-exit-if-changed .",
          "dart pub get --enforce-lockfile",
          "dart analyze --fatal-infos",
        ],
      ],
      test: [["dart"], ["dart pub get --enforce-lockfile", "dart test"]],
    },
  },
  {
    name: "Flutter",
    component: component({
      ecosystem: "dart",
      packageManager: manager("pub", "pubspec.lock"),
      frameworks: ["flutter"],
      runtimes: [exact("flutter", "3.35.1", ".fvmrc")],
      commands: { install: "flutter pub get --enforce-lockfile", test: "flutter test" },
    }),
    jobs: { test: [["flutter 3.35.1"], ["flutter pub get --enforce-lockfile", "flutter test"]] },
  },
  {
    name: "Terraform",
    component: component({
      ecosystem: "terraform",
      runtimes: [exact("terraform", "1.12.0", ".terraform-version")],
      commands: {
        install: "terraform init -backend=false",
        format: "terraform fmt -check -recursive",
        typecheck: "terraform validate",
      },
    }),
    jobs: {
      check: [
        ["terraform 1.12.0"],
        ["terraform fmt -check -recursive", "terraform init -backend=false", "terraform validate"],
      ],
    },
  },
  {
    name: "Scala with sbt",
    component: component({
      ecosystem: "scala",
      packageManager: manager("sbt", null),
      commands: { test: "sbt test" },
    }),
    jobs: { test: [["java 21", "sbt"], ["sbt test"]] },
  },
  {
    name: "Zig, whose formatter needs nothing",
    component: component({
      ecosystem: "zig",
      commands: { format: "zig fmt --check .", test: "zig build test" },
    }),
    jobs: { ci: [["zig"], ["zig fmt --check .", "zig build test"]] },
  },
  {
    name: "Gleam",
    component: component({
      ecosystem: "gleam",
      packageManager: manager("gleam", "manifest.toml"),
      commands: { install: "gleam deps download", format: "gleam format --check src test", test: "gleam test" },
    }),
    jobs: {
      ci: [
        ["gleam", "erlang"],
        ["gleam format --check src test", "gleam deps download", "gleam test"],
      ],
    },
  },
  {
    name: "one command for lint and tests",
    component: component({
      ecosystem: "go",
      runtimes: [range("go", "1.26", "go.mod")],
      commands: { lint: "make check", test: "make check" },
    }),
    jobs: { test: [["go go.mod"], ["make check"]] },
  },
];

export const SAMPLES: readonly Sample[] = [...JAVASCRIPT, ...PYTHON, ...COMPILED, ...FURTHER];
