/** What an image is of: a language with its version, or a service. */
import { CIRCLECI_TOOL_IMAGES } from "../../data/circleci-tool-images.ts";
import type { Toolchain, ToolName } from "../pipeline.ts";

/** Stands in an image's tag for the value of the job's matrix. */
export const MATRIX_MARK = "\u0000matrix";

/** Names of images beside CircleCI's own, without registry and namespace. */
const TOOLS: Readonly<Record<string, ToolName>> = {
  node: "node",
  bun: "bun",
  deno: "deno",
  python: "python",
  uv: "uv",
  go: "go",
  golang: "go",
  openjdk: "java",
  "eclipse-temurin": "java",
  amazoncorretto: "java",
  java: "java",
  maven: "maven",
  gradle: "gradle",
  clojure: "clojure",
  rust: "rust",
  ruby: "ruby",
  php: "php",
  composer: "composer",
  elixir: "elixir",
  erlang: "erlang",
  gleam: "gleam",
  sdk: "dotnet",
  dart: "dart",
  flutter: "flutter",
  swift: "swift",
  haskell: "haskell",
  crystal: "crystal",
  terraform: "terraform",
};

const OWN = new Map(CIRCLECI_TOOL_IMAGES.map(({ image, tool }) => [image, tool]));

interface NamedImage {
  readonly name: string;
  readonly base: string;
  readonly tag: string;
}

export function parseImage(image: string): NamedImage {
  const [, name = image, tag = ""] = /^(.*?)(?::([^/@]*))?(?:@.*)?$/.exec(image.trim()) ?? [];
  return { name, base: name.split("/").at(-1) ?? name, tag };
}

/** The toolchains of an image; empty where it is a bare system or not known. */
export function toolsOfImage(image: string): Toolchain[] {
  const { name, base, tag } = parseImage(image);
  const tool = name === "cimg/base" ? undefined : (OWN.get(name) ?? TOOLS[base]);
  if (tool === undefined) return [];
  const isMatrix = tag.includes(MATRIX_MARK);
  const version = isMatrix ? "matrix" : (/^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null);
  const others: Toolchain[] = [];
  const erlang = /-erlang-([\d.]+)/.exec(tag)?.[1];
  const java = /-openjdk-([\d.]+)/.exec(tag)?.[1];
  if (tool === "elixir" && erlang) others.push(toolchain("erlang", erlang));
  if (java) others.push(toolchain("java", java));
  if (/-node\b/.test(tag) && tool !== "node") others.push(toolchain("node", null));
  return [toolchain(tool, version), ...others];
}

function toolchain(tool: ToolName, version: string | null): Toolchain {
  return { tool, version, versionFile: null, with: [] };
}

/** Ports that services listen on, by the name of their image. */
const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  postgis: 5432,
  pgvector: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  valkey: 6379,
  mongo: 27017,
  mongodb: 27017,
  rabbitmq: 5672,
  elasticsearch: 9200,
  opensearch: 9200,
  memcached: 11211,
  minio: 9000,
  kafka: 9092,
  zookeeper: 2181,
  cassandra: 9042,
  neo4j: 7687,
  clickhouse: 8123,
  "clickhouse-server": 8123,
  "dynamodb-local": 8000,
  localstack: 4566,
  mailpit: 1025,
  mailhog: 1025,
  nats: 4222,
  vault: 8200,
  consul: 8500,
  etcd: 2379,
  "standalone-chrome": 4444,
  "standalone-firefox": 4444,
  meilisearch: 7700,
  typesense: 8108,
  influxdb: 8086,
};

/** The port that a service listens on, by its image; null where no table knows it. */
export function portOf(image: string): number | null {
  return PORTS[parseImage(image).base] ?? null;
}

/** True for the usual port of a service in the table. */
export function isKnownPort(port: number): boolean {
  return Object.values(PORTS).includes(port);
}
