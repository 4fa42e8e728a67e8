import { PHP_BUILT_IN, PHP_BUNDLED, PHP_PECL } from "../../data/php-extensions.ts";

interface PhpExtensions {
  readonly lines: readonly string[];
  /** Debian packages that building them needs. */
  readonly packages: readonly string[];
}

/** How the official image gets extensions that it does not have. An unknown name is tried as one of PECL's. */
export function phpExtensions(names: readonly string[]): PhpExtensions {
  const wanted = [...new Set(names.map((name) => name.toLowerCase().replace(/^ext-/, "")))].filter(
    (name) => /^[a-z][\w]*$/.test(name) && !PHP_BUILT_IN.has(name),
  );
  const bundled = wanted.filter((name) => PHP_BUNDLED[name]);
  const pecl = wanted.filter((name) => !PHP_BUNDLED[name]);
  return {
    lines: [
      ...(bundled.length > 0 ? [`docker-php-ext-install ${bundled.join(" ")}`] : []),
      ...pecl.map((name) => `php -m | grep -qi '^${name}$' || (pecl install ${name} && docker-php-ext-enable ${name})`),
    ],
    packages: wanted.flatMap((name) => PHP_BUNDLED[name] ?? PHP_PECL[name] ?? []),
  };
}
