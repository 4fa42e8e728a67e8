import { component, evidence, exact, manager, range } from "./plan-profiles.ts";
import type { Sample } from "./plan-samples.ts";

export const FURTHER_SAMPLES: readonly Sample[] = [
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
