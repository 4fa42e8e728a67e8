import { describe, expect, it } from "vitest";
import { phpDetector } from "../../../../worker/engine/profile/php/php-detector.ts";
import { detected, detectIn, notesOf, runtimesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";
import { composer, LARAVEL } from "./laravel-app.ts";

describe("services", () => {
  const doctrine = {
    "composer.json": composer({ require: { "doctrine/orm": "^3", "symfony/framework-bundle": "^7" } }),
  };
  it.each<[string, Files, (string | null)[][]]>([
    [
      "PostgreSQL of Doctrine",
      {
        ...doctrine,
        ".env":
          '# DATABASE_URL="sqlite:///x"\nDATABASE_URL="postgresql://a:b@127.0.0.1:5432/app?serverVersion=16&charset=utf8"\n',
      },
      [["postgres", "16"]],
    ],
    [
      "MariaDB of Doctrine",
      { ...doctrine, ".env": "DATABASE_URL=mysql://a@db/app?serverVersion=10.11.2-MariaDB\n" },
      [["mariadb", "10.11"]],
    ],
    [
      "SQLite in tests",
      {
        ...doctrine,
        ".env.test": "DATABASE_URL=sqlite:///%kernel.project_dir%/var/test.db\n",
        ".env": "DATABASE_URL=mysql://db\n",
      },
      [],
    ],
    [
      "extensions",
      {
        "composer.json": composer({
          require: { "ext-pdo_pgsql": "*", "ext-redis": "*", "php-amqplib/php-amqplib": "^3" },
        }),
      },
      [
        ["postgres", null],
        ["redis", null],
        ["rabbitmq", null],
      ],
    ],
    [
      "Laravel's tests in memory",
      {
        ...LARAVEL,
        "phpunit.xml": '<env name="DB_CONNECTION" value="sqlite"/><env name="CACHE_STORE" value="array"/>',
      },
      [],
    ],
    [
      "Laravel's own cache",
      { ...LARAVEL, "phpunit.xml": '<env name="DB_CONNECTION" value="pgsql"/>' },
      [
        ["postgres", null],
        ["redis", null],
      ],
    ],
  ])("%s", (_, files, services) => {
    expect(detected(phpDetector, files).services.map(({ name, version }) => [name, version])).toEqual(services);
  });
});

describe("versions", () => {
  it.each<[string, Files, string[]]>([
    [
      "the platform before the range",
      { "composer.json": composer({ require: { php: ">=8.1" }, config: { platform: { php: "8.3.4" } } }) },
      ["php 8.3.4 exact composer.json", "php >=8.1 range composer.json"],
    ],
    ["a version file", { "composer.json": "{}", ".php-version": "8.3\n" }, ["php 8.3 exact .php-version"]],
    ["mise", { "composer.json": "{}", "mise.toml": '[tools]\nphp = "8.4"\n' }, ["php 8.4 exact mise.toml"]],
  ])("%s", (_, files, runtimes) => {
    expect(runtimesOf(detected(phpDetector, files))).toEqual(runtimes);
  });
});

describe("doubts", () => {
  it.each<[string, Files, string[], string[]]>([
    [
      "a broken manifest",
      { "composer.json": '{"require": {\n"laravel/framework": "^11"\n"x/y": "1"', artisan: "" },
      ["manifest_unreadable composer.json", "no_lockfile composer.json"],
      ["laravel"],
    ],
    [
      "an application without lockfile",
      { "composer.json": composer({ require: { "slim/slim": "^4" } }) },
      ["no_lockfile composer.json"],
      ["slim"],
    ],
    [
      "a lockfile that lacks a package",
      { ...LARAVEL, "composer.lock": '{"packages": [{"name": "a/b"}]}' },
      ["lockfile_out_of_date composer.lock"],
      ["laravel"],
    ],
    [
      "versions that differ",
      { "composer.json": composer({ type: "library", require: { php: "^8.3" } }), ".php-version": "8.1" },
      ["version_conflict composer.json"],
      [],
    ],
    [
      "odd types",
      { "composer.json": '{"type": "library", "require": [1], "scripts": "x", "repositories": 3, "config": []}' },
      [],
      [],
    ],
    [
      "an empty manifest",
      { "composer.json": "" },
      ["manifest_unreadable composer.json", "no_lockfile composer.json"],
      [],
    ],
  ])("%s", (_, files, notes, frameworks) => {
    const found = detected(phpDetector, files);
    expect(notesOf(found)).toEqual(notes);
    expect(found.frameworks).toEqual(frameworks);
  });

  it("leaves the manifest of one tool aside", () => {
    const files = { "composer.json": "{}", "tools/fixer/composer.json": "{}", "public/index.php": "" };
    expect(detectIn(phpDetector, files, "tools/fixer")).toBeNull();
    expect(detectIn(phpDetector, files, "public")).toBeNull();
  });

  it("folds packages of the repository in", () => {
    const found = detected(phpDetector, {
      "composer.json": composer({ repositories: [{ type: "path", url: "./packages/*" }] }),
      "packages/a/composer.json": "{}",
    });
    expect(found.monorepo).toEqual({ tool: "composer", packages: ["packages/a"] });
  });
});
