import type { Component } from "../../profile/stack-profile.ts";

type Env = Readonly<Record<string, string>>;

const host = (service: string) => `{{host:${service}}}`;

/** A database that speaks SQL, as connection settings need it. */
interface Database {
  readonly service: string;
  /** Scheme of addresses, as most libraries know it. */
  readonly scheme: string;
  /** Java's name of the protocol. */
  readonly jdbc: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Laravel's name of the connection. */
  readonly laravel: string;
}

const DATABASE = "test";
const POSTGRES: Database = {
  service: "postgres",
  scheme: "postgresql",
  jdbc: "postgresql",
  port: 5432,
  user: "postgres",
  password: "postgres",
  laravel: "pgsql",
};
const MYSQL: Database = {
  service: "mysql",
  scheme: "mysql",
  jdbc: "mysql",
  port: 3306,
  user: "root",
  password: "mysql",
  laravel: "mysql",
};
const MARIADB: Database = { ...MYSQL, service: "mariadb", jdbc: "mariadb", password: "mariadb", laravel: "mariadb" };
const DATABASES: Readonly<Record<string, Database>> = { postgres: POSTGRES, mysql: MYSQL, mariadb: MARIADB };

/** Variables by which an application of this stack finds the services, in their usual names; what comes first counts. */
export function serviceEnv(component: Component, services: readonly string[]): Env {
  const env = new Map<string, string>();
  for (const service of services) {
    const database = DATABASES[service];
    const own = database ? databaseEnv(component, database) : (OTHERS[service]?.(component) ?? {});
    for (const [name, value] of Object.entries(own)) if (!env.has(name)) env.set(name, value);
  }
  return Object.fromEntries(env);
}

function databaseEnv(component: Component, database: Database): Env {
  const { service, port, user, password } = database;
  if (isLaravel(component)) {
    return {
      DB_CONNECTION: database.laravel,
      DB_HOST: host(service),
      DB_PORT: `${port}`,
      DB_DATABASE: DATABASE,
      DB_USERNAME: user,
      DB_PASSWORD: password,
    };
  }
  if (isSpring(component)) {
    return {
      SPRING_DATASOURCE_URL: `jdbc:${database.jdbc}://${host(service)}:${port}/${DATABASE}`,
      SPRING_DATASOURCE_USERNAME: user,
      SPRING_DATASOURCE_PASSWORD: password,
    };
  }
  const url = `${schemeFor(component, database)}://${user}:${password}@${host(service)}:${port}/${DATABASE}`;
  return { DATABASE_URL: url, ...clientEnv(database) };
}

/** What the client libraries read by themselves, for applications that build their address from parts. */
function clientEnv({ service, port, user, password }: Database): Env {
  if (service === "postgres") {
    return { PGHOST: host(service), PGPORT: `${port}`, PGUSER: user, PGPASSWORD: password, PGDATABASE: DATABASE };
  }
  return { DB_HOST: host(service), DB_PORT: `${port}`, DB_USER: user, DB_PASSWORD: password, DB_NAME: DATABASE };
}

function schemeFor({ ecosystem, frameworks }: Component, { scheme }: Database): string {
  if (ecosystem === "elixir") return "ecto";
  return scheme === "mysql" && frameworks.includes("rails") ? "mysql2" : scheme;
}

const OTHERS: Readonly<Record<string, (component: Component) => Env>> = {
  redis: (component) => ({
    REDIS_URL: `redis://${host("redis")}:6379/0`,
    ...(isLaravel(component) ? { REDIS_HOST: host("redis") } : {}),
    ...(isSpring(component) ? { SPRING_DATA_REDIS_HOST: host("redis") } : {}),
  }),
  mongodb: (component) => {
    const url = `mongodb://${host("mongodb")}:27017/${DATABASE}`;
    return isSpring(component)
      ? { SPRING_DATA_MONGODB_URI: url, SPRING_MONGODB_URI: url }
      : { MONGODB_URI: url, MONGO_URL: url };
  },
  rabbitmq: (component) =>
    isSpring(component)
      ? { SPRING_RABBITMQ_HOST: host("rabbitmq") }
      : {
          RABBITMQ_URL: `amqp://guest:guest@${host("rabbitmq")}:5672`,
          AMQP_URL: `amqp://guest:guest@${host("rabbitmq")}:5672`,
        },
  elasticsearch: () => ({ ELASTICSEARCH_URL: `http://${host("elasticsearch")}:9200` }),
  opensearch: () => ({ OPENSEARCH_URL: `http://${host("opensearch")}:9200` }),
  memcached: () => ({ MEMCACHED_HOST: host("memcached"), MEMCACHED_PORT: "11211" }),
};

function isLaravel({ frameworks }: Component): boolean {
  return frameworks.includes("laravel");
}

function isSpring({ frameworks }: Component): boolean {
  return frameworks.some((name) => name === "spring-boot" || name === "spring");
}
