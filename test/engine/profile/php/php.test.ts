import { describe, expect, it } from "vitest";
import { phpDetector } from "../../../../worker/engine/profile/php/php-detector.ts";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import { commandsOf, detected, managerOf, notesOf, runtimesOf, servicesOf } from "../../../support/detect.ts";
import type { Files } from "../../../support/engine.ts";
import { composer, LARAVEL } from "./laravel-app.ts";

const INSTALL = "composer install --no-interaction --prefer-dist --no-progress";
describe("a Laravel application", () => {
  const app = detected(phpDetector, LARAVEL);

  it("is told by its manifest and settings", () => {
    expect(managerOf(app)).toBe("composer 2 composer.lock");
    expect(app.frameworks).toEqual(["laravel"]);
    expect(servicesOf(app)).toEqual(["mysql"]);
    expect(runtimesOf(app)).toEqual(["php ^8.2 range composer.json"]);
    expect(notesOf(app)).toEqual([]);
  });

  it("gets the key that its tests need", () => {
    expect(commandsOf(app)).toEqual({
      install: INSTALL,
      format: "vendor/bin/pint --test",
      typecheck: "vendor/bin/phpstan analyse",
      test: "cp .env.example .env && php artisan key:generate && composer test",
      start: "php artisan serve",
    });
  });

  it("says where it read what, extensions among it", () => {
    const claims = app.evidence.map(({ about, value, path, line }) => `${about} ${value} ${path}:${line}`);
    expect(claims).toContain("runtime ext-intl composer.json:6");
    expect(claims).toContain("framework laravel composer.json:7");
    expect(claims).toContain("package_manager composer 2 composer.lock:2");
    expect(claims).toContain("service mysql .env.example:2");
  });
});

it("builds the assets that Laravel's pages refer to before their tests", () => {
  const files = {
    ...LARAVEL,
    "package.json": '{"devDependencies": {"laravel-vite-plugin": "^1"}}',
    "package-lock.json": "",
  };
  const found = detected(phpDetector, files);
  expect(found.commands.test).toBe(
    "cp .env.example .env && php artisan key:generate && npm ci && npm run build && composer test",
  );
  expect(found.evidence.some(({ about, value }) => about === "build" && value === "npm run build")).toBe(true);
});

it.each([
  ["Encore", '{"scripts": {"build": "encore production"}, "devDependencies": {"@symfony/webpack-encore": "^5"}}', true],
  [
    "a bundler without a build",
    '{"scripts": {"dev": "x"}, "devDependencies": {"@symfony/webpack-encore": "^5"}}',
    false,
  ],
  ["another bundler", '{"scripts": {"build": "vite build"}, "devDependencies": {"vite": "^7"}}', false],
])("builds the assets of Symfony's pages with %s", (_, manifest, isBuilt) => {
  const found = detected(phpDetector, {
    "composer.json": composer({
      require: { "symfony/framework-bundle": "7.2.*" },
      "require-dev": { "phpunit/phpunit": "^11" },
    }),
    "phpunit.xml.dist": "",
    "tests/ATest.php": "",
    "package.json": manifest,
    "yarn.lock": "",
  });
  const assets = "yarn install --frozen-lockfile && yarn run build && ";
  expect(found.commands.test).toBe(`${isBuilt ? assets : ""}vendor/bin/phpunit`);
});

describe("PHP repositories", () => {
  it.each<[string, Files, string[], Partial<Commands>]>([
    [
      "Laravel with Pest and SQLite in a file",
      {
        "composer.json": composer({ require: { "laravel/framework": "^11" }, "require-dev": { "pestphp/pest": "^3" } }),
        artisan: "",
        ".env.example": "DB_CONNECTION=sqlite\n",
        "tests/Pest.php": "",
      },
      ["laravel"],
      {
        install: INSTALL,
        test: "cp .env.example .env && php artisan key:generate && touch database/database.sqlite && php artisan test",
        start: "php artisan serve",
      },
    ],
    [
      "Symfony with a fixer and its own bin folder",
      {
        "composer.json": composer({
          require: { "symfony/framework-bundle": "7.2.*" },
          "require-dev": { "phpunit/phpunit": "^11", "friendsofphp/php-cs-fixer": "^3", "vimeo/psalm": "^6" },
          config: { "bin-dir": "bin/" },
        }),
        ".php-cs-fixer.dist.php": "",
        "psalm.xml": "",
        "phpunit.dist.xml": "",
        "public/index.php": "",
      },
      ["symfony"],
      {
        install: INSTALL,
        format: "bin/php-cs-fixer fix --dry-run --diff",
        typecheck: "bin/psalm",
        test: "bin/phpunit",
        start: "php -S 127.0.0.1:8000 -t public",
      },
    ],
    [
      "Symfony with its bridge",
      {
        "composer.json": composer({
          require: { "symfony/framework-bundle": "^6" },
          "require-dev": { "symfony/phpunit-bridge": "^6" },
        }),
        "bin/phpunit": "",
        "phpunit.xml.dist": "",
      },
      ["symfony"],
      { install: INSTALL, test: "php bin/phpunit" },
    ],
    [
      "Slim with scripts, one of which changes files",
      {
        "composer.json": composer({
          require: { "slim/slim": "4.*" },
          "require-dev": { "phpunit/phpunit": "^10", "squizlabs/php_codesniffer": "^3", "phpstan/phpstan": "^2" },
          scripts: { test: "phpunit", lint: "php-cs-fixer fix src", phpcs: "phpcs src", fix: "phpcbf" },
        }),
        "src/App.php": "",
        "public/index.php": "",
      },
      ["slim"],
      {
        install: INSTALL,
        lint: "composer phpcs",
        typecheck: "vendor/bin/phpstan analyse src",
        test: "composer test",
        start: "php -S 127.0.0.1:8000 -t public",
      },
    ],
    [
      "a library whose test script runs everything",
      {
        "composer.json": composer({
          type: "library",
          "require-dev": {
            "pestphp/pest": "^3",
            "laravel/pint": "^1",
            "phpstan/phpstan": "^2",
            "laravel/framework": "^11",
          },
          scripts: {
            lint: "pint",
            "test:lint": "pint --test",
            "test:types": "phpstan analyse --ansi",
            "test:unit": "pest --parallel",
            test: ["@test:lint", "@test:types", "@test:unit"],
          },
        }),
        "tests/A.php": "",
      },
      [],
      { install: INSTALL, format: "composer test:lint", typecheck: "composer test:types", test: "composer test:unit" },
    ],
    [
      "CodeIgniter",
      { "composer.json": composer({ require: { "codeigniter4/framework": "^4" } }), spark: "", "public/index.php": "" },
      ["codeigniter"],
      { install: INSTALL, start: "php spark serve" },
    ],
    [
      "CakePHP",
      {
        "composer.json": composer({
          require: { "cakephp/cakephp": "^5" },
          "require-dev": { "phpunit/phpunit": "^11" },
        }),
        "bin/cake": "",
        "tests/TestCase/A.php": "",
      },
      ["cakephp"],
      { install: INSTALL, test: "vendor/bin/phpunit tests", start: "bin/cake server" },
    ],
    [
      "Yii with Codeception",
      {
        "composer.json": composer({
          require: { "yiisoft/yii2": "~2" },
          "require-dev": { "codeception/codeception": "^5" },
        }),
        yii: "",
        "codeception.yml": "",
        "tests/unit/A.php": "",
      },
      ["yii"],
      { install: INSTALL, test: "vendor/bin/codecept run", start: "php yii serve" },
    ],
    [
      "a plug-in of WordPress",
      { "composer.json": composer({ type: "wordpress-plugin" }) },
      ["wordpress"],
      { install: INSTALL },
    ],
    [
      "pages without a manifest",
      { "index.php": "<?php phpinfo();", "about.php": "" },
      [],
      { start: "php -S 127.0.0.1:8000" },
    ],
    [
      "WordPress as it is",
      { "index.php": "", "wp-config-sample.php": "" },
      ["wordpress"],
      { start: "php -S 127.0.0.1:8000" },
    ],
  ])("%s", (_, files, frameworks, commands) => {
    const found = detected(phpDetector, files);
    expect(found.frameworks).toEqual(frameworks);
    expect(commandsOf(found)).toEqual(commands);
  });
});
