import type { Mark } from "../mark-dependencies.ts";

/** Frameworks by the package that brings them, the most telling first. Source: packagist.org. */
export const PHP_FRAMEWORKS: readonly Mark[] = [
  [/^laravel\/framework$/, "laravel"],
  [/^laravel-zero\/framework$/, "laravel-zero"],
  [/^laravel\/lumen-framework$/, "lumen"],
  [/^(?:drupal\/core|drupal\/core-recommended|drupal\/recommended-project)$/, "drupal"],
  [/^typo3\/cms-core$/, "typo3"],
  [/^magento\/(?:product-community-edition|framework|magento2-base)$/, "magento"],
  [/^craftcms\/cms$/, "craft"],
  [/^statamic\/cms$/, "statamic"],
  [/^october\/(?:rain|system)$/, "october"],
  [/^shopware\/core$/, "shopware"],
  [/^sylius\/sylius$/, "sylius"],
  [/^(?:symfony\/framework-bundle|symfony\/symfony)$/, "symfony"],
  [/^api-platform\/(?:core|symfony|laravel)$/, "api-platform"],
  [/^slim\/slim$/, "slim"],
  [/^cakephp\/cakephp$/, "cakephp"],
  [/^(?:codeigniter4\/framework|codeigniter\/framework)$/, "codeigniter"],
  [/^(?:yiisoft\/yii2|yiisoft\/yii|yiisoft\/yii-http)$/, "yii"],
  [/^(?:laminas\/laminas-mvc|mezzio\/mezzio)$/, "laminas"],
  [/^(?:roots\/wordpress|johnpbloch\/wordpress|johnpbloch\/wordpress-core|roots\/bedrock-autoloader)$/, "wordpress"],
  [/^hyperf\/framework$/, "hyperf"],
  [/^spiral\/framework$/, "spiral"],
  [/^livewire\/livewire$/, "livewire"],
];

/** Drivers by the service that they talk to. Source: packagist.org and php.net. */
export const PHP_DRIVERS: readonly Mark[] = [
  [/^ext-(?:pgsql|pdo_pgsql)$/, "postgres"],
  [/^ext-(?:mysqli|pdo_mysql)$/, "mysql"],
  [/^(?:predis\/predis|ext-redis)$/, "redis"],
  [/^(?:mongodb\/mongodb|mongodb\/laravel-mongodb|doctrine\/mongodb-odm|ext-mongodb)$/, "mongodb"],
  [/^(?:php-amqplib\/php-amqplib|symfony\/amqp-messenger|ext-amqp)$/, "rabbitmq"],
  [/^elasticsearch\/elasticsearch$/, "elasticsearch"],
  [/^ext-memcached$/, "memcached"],
];

/** What tests start by themselves; `*` stands for every service. */
export const PHP_INSTEAD: readonly Mark[] = [[/^testcontainers\/testcontainers$/, "*"]];
