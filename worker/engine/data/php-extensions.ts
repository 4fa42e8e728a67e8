/**
 * What building an extension of PHP needs in the official image, as Debian packages. Source: the image's own page, "How to install more PHP extensions"
 * (https://hub.docker.com/_/php), and `docker-php-ext-install` in github.com/docker-library/php, seen 2026-11-21.
 */

/** Part of the image already. */
export const PHP_BUILT_IN: ReadonlySet<string> = new Set(
  "core ctype curl date dom fileinfo filter hash iconv json libxml mbstring mysqlnd openssl pcre pdo pdo_sqlite phar posix random readline reflection session simplexml sodium spl sqlite3 standard tokenizer xml xmlreader xmlwriter zend-opcache opcache zlib".split(
    " ",
  ),
);

/** Shipped with PHP's source: `docker-php-ext-install` builds them. */
export const PHP_BUNDLED: Readonly<Record<string, readonly string[]>> = {
  bcmath: [],
  bz2: ["libbz2-dev"],
  calendar: [],
  dba: [],
  exif: [],
  ffi: ["libffi-dev"],
  ftp: ["libssl-dev"],
  gd: ["libpng-dev"],
  gettext: [],
  gmp: ["libgmp-dev"],
  intl: ["libicu-dev"],
  ldap: ["libldap2-dev"],
  mysqli: [],
  pcntl: [],
  pdo_mysql: [],
  pdo_pgsql: ["libpq-dev"],
  pgsql: ["libpq-dev"],
  shmop: [],
  soap: ["libxml2-dev"],
  sockets: [],
  sysvmsg: [],
  sysvsem: [],
  sysvshm: [],
  tidy: ["libtidy-dev"],
  xsl: ["libxslt1-dev"],
  zip: ["libzip-dev"],
};

/** Of PECL: `pecl install` builds them. */
export const PHP_PECL: Readonly<Record<string, readonly string[]>> = {
  amqp: ["librabbitmq-dev"],
  apcu: [],
  ast: [],
  igbinary: [],
  imagick: ["libmagickwand-dev"],
  memcached: ["libmemcached-dev", "zlib1g-dev"],
  mongodb: ["libssl-dev"],
  msgpack: [],
  pcov: [],
  redis: [],
  swoole: ["libssl-dev"],
  xdebug: [],
  yaml: ["libyaml-dev"],
};
