import type { Component } from "../../profile/stack-profile.ts";

const BY_SERVICE: Readonly<Record<string, string>> = {
  postgres: "pdo_pgsql",
  mysql: "pdo_mysql",
  mariadb: "pdo_mysql",
  redis: "redis",
  mongodb: "mongodb",
  memcached: "memcached",
};
/** What every build of PHP has, or has unless it was left out on purpose. */
const BUILT_IN: ReadonlySet<string> = new Set([
  "core",
  "ctype",
  "date",
  "filter",
  "hash",
  "json",
  "pcre",
  "random",
  "reflection",
  "session",
  "spl",
  "standard",
  "tokenizer",
]);

/** Extensions that the manifest requires (`ext-…` among the evidence) and that the services' drivers are, sorted. */
export function phpExtensions({ evidence, services }: Component): readonly string[] {
  const required = evidence.flatMap(({ value }) => /^ext-([\w-]+)$/.exec(value)?.[1]?.toLowerCase() ?? []);
  const drivers = services.flatMap(({ name }) => BY_SERVICE[name] ?? []);
  return [...new Set([...required, ...drivers])].filter((name) => !BUILT_IN.has(name)).sort();
}
