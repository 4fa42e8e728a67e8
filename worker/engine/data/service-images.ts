/** Official images of the services that tests talk to, and what a pipeline needs to know to start them. */
import { isPastEnd, nextSupported, releaseLine } from "./end-of-life.ts";

export interface ServiceImage {
  /** As a stack profile calls it; also its host name. */
  readonly service: string;
  readonly image: string;
  /** Tags by release line, oldest line first: the line itself where the publisher keeps such a tag, else its newest known release. */
  readonly tags: Readonly<Record<string, string>>;
  /** The line where the repository names none. */
  readonly usual: string;
  /** Name in the table of release lines; null for services that it has not. */
  readonly product: string | null;
  readonly port: number;
  /** Test-only values: the service lives as long as the job. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs inside the image and succeeds once the service answers; null where the image has no such tool. */
  readonly health: string | null;
  readonly source: string;
  readonly seen: string;
}

type Row = Omit<ServiceImage, "source" | "seen" | "tags" | "product"> & {
  readonly lines: string;
  readonly product?: string;
  /** Page of the image; the official image of that name when missing. */
  readonly page?: string;
};

/** `lines`: release lines, or `line=tag` where the publisher keeps no tag of the line. */
function row({ lines, product, page, ...rest }: Row): ServiceImage {
  const tags = lines.split(" ").map((cell): [string, string] => {
    const [line = "", tag = line] = cell.split("=");
    return [line, tag];
  });
  return {
    ...rest,
    tags: Object.fromEntries(tags),
    product: product ?? null,
    source: page ?? `https://hub.docker.com/_/${rest.image}`,
    seen: "2026-11-21",
  };
}

export const SERVICE_IMAGES: readonly ServiceImage[] = [
  row({
    service: "postgres",
    image: "postgres",
    lines: "14 15 16 17 18",
    usual: "17",
    product: "postgres",
    port: 5432,
    env: { POSTGRES_USER: "postgres", POSTGRES_PASSWORD: "postgres", POSTGRES_DB: "test" },
    health: "pg_isready -U postgres -d test",
  }),
  row({
    service: "mysql",
    image: "mysql",
    lines: "8.0 8.4",
    usual: "8.4",
    product: "mysql",
    port: 3306,
    env: { MYSQL_ROOT_PASSWORD: "mysql", MYSQL_DATABASE: "test" },
    // Over TCP: the server that only sets the database up listens on its socket alone.
    health: "mysqladmin ping -h 127.0.0.1 -uroot -pmysql",
  }),
  row({
    service: "mariadb",
    image: "mariadb",
    lines: "10.11 11.4 11.8",
    usual: "11.4",
    product: "mariadb",
    port: 3306,
    env: { MARIADB_ROOT_PASSWORD: "mariadb", MARIADB_DATABASE: "test" },
    health: "healthcheck.sh --connect --innodb_initialized",
  }),
  row({
    service: "redis",
    image: "redis",
    lines: "7.2 7.4 8.2 8.4",
    usual: "8.4",
    product: "redis",
    port: 6379,
    env: {},
    health: "redis-cli ping",
  }),
  row({
    service: "mongodb",
    image: "mongo",
    lines: "7.0 8.0",
    usual: "8.0",
    product: "mongo",
    port: 27017,
    env: {},
    health: "mongosh --quiet --eval 'db.adminCommand({ping: 1})'",
  }),
  row({
    service: "rabbitmq",
    image: "rabbitmq",
    lines: "3 4",
    usual: "4",
    port: 5672,
    env: {},
    health: "rabbitmq-diagnostics -q ping",
  }),
  row({
    service: "elasticsearch",
    image: "elasticsearch",
    lines: "8=8.19.17 9=9.4.2",
    usual: "9",
    product: "elasticsearch",
    port: 9200,
    env: {
      "discovery.type": "single-node",
      "xpack.security.enabled": "false",
      ES_JAVA_OPTS: "-Xms512m -Xmx512m",
    },
    health: "curl -fsS http://localhost:9200/_cluster/health",
  }),
  row({
    service: "opensearch",
    image: "opensearchproject/opensearch",
    lines: "2 3",
    usual: "3",
    port: 9200,
    env: {
      "discovery.type": "single-node",
      DISABLE_SECURITY_PLUGIN: "true",
      DISABLE_INSTALL_DEMO_CONFIG: "true",
      OPENSEARCH_JAVA_OPTS: "-Xms512m -Xmx512m",
    },
    health: "curl -fsS http://localhost:9200/_cluster/health",
    page: "https://hub.docker.com/r/opensearchproject/opensearch",
  }),
  row({
    service: "memcached",
    image: "memcached",
    lines: "1.6",
    usual: "1.6",
    port: 11211,
    env: {},
    health: null,
  }),
];

/** The row of a service; null for one that the table has not. */
export function serviceImage(service: string): ServiceImage | null {
  return SERVICE_IMAGES.find((each) => each.service === service) ?? null;
}

/**
 * Tag for a version as a repository writes it (`16`, `16.2-alpine`); the usual one for null and for names such as `latest`. A line
 * that is out of support at `now` (milliseconds since the epoch) gives way to the next one that is not.
 */
export function tagOf(row: ServiceImage, version: string | null, now: number): string {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(version ?? "")?.[1];
  const line = numbers === undefined ? row.usual : numbers;
  const release = row.product === null ? null : releaseLine(row.product, line);
  const next = release && isPastEnd(release, now) ? nextSupported(release, now) : null;
  const chosen = next?.line ?? line;
  return row.tags[chosen] ?? keptTag(row, chosen);
}

/** A release of a line that has no tag of its own needs the table's; others have a tag under their own name. */
function keptTag(row: ServiceImage, version: string): string {
  const isListed = Object.entries(row.tags).some(([line, tag]) => line !== tag);
  const line = Object.keys(row.tags).find((each) => version.startsWith(`${each}.`));
  if (!isListed || version.split(".").length === 3) return version;
  return (line === undefined ? undefined : row.tags[line]) ?? row.tags[row.usual] ?? row.usual;
}
