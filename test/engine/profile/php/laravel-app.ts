import type { Files } from "../../../support/engine.ts";

/** A `composer.json` as Composer writes it. */
export const composer = (value: object) => JSON.stringify(value, null, 4);

/** A Laravel application of the usual shape. */
export const LARAVEL: Files = {
  "composer.json": composer({
    name: "acme/shop",
    type: "project",
    require: { php: "^8.2", "ext-intl": "*", "laravel/framework": "^12.0", "predis/predis": "^2.0" },
    "require-dev": { "laravel/pint": "^1.13", "larastan/larastan": "^3.0", "phpunit/phpunit": "^11" },
    scripts: { test: ["@php artisan config:clear --ansi", "@php artisan test"] },
  }),
  "composer.lock":
    '{"packages": [{"name": "laravel/framework"}, {"name": "predis/predis"}], "packages-dev": [{"name": "laravel/pint"}, {"name": "larastan/larastan"}, {"name": "phpunit/phpunit"}],\n"plugin-api-version": "2.6.0"}',
  artisan: "",
  "phpstan.neon": "",
  ".env.example": "APP_KEY=\nDB_CONNECTION=mysql\nCACHE_STORE=redis\n",
  "phpunit.xml":
    '<phpunit><php>\n<env name="CACHE_STORE" value="array"/>\n<!-- <env name="DB_CONNECTION" value="sqlite"/> -->\n</php></phpunit>',
  "public/index.php": "",
  "tests/Feature/ExampleTest.php": "",
};
