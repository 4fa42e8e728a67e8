import { describe, expect, it } from "vitest";
import { SERVICE_IMAGES, serviceImage, tagOf } from "../../../worker/engine/data/service-images.ts";
import { withServiceHosts } from "../../../worker/engine/pipeline/service-hosts.ts";
import type { Component, Service } from "../../../worker/engine/profile/stack-profile.ts";
import { component, jobOf, manager, NOW, pipelineOf, plan } from "./plan-profiles.ts";

const service = (name: string, version: string | null = null): Service => ({ name, version });

function tested(ecosystem: Component["ecosystem"], services: readonly Service[], frameworks: readonly string[] = []) {
  return component({ ecosystem, services, frameworks, commands: { install: "install", test: "run tests" } });
}

function testJob(given: Component) {
  return jobOf(pipelineOf([given]), "test");
}

describe("services of the test job", () => {
  it.each([
    ["postgres", null, "postgres:17"],
    ["postgres", "16-alpine", "postgres:16"],
    ["postgres", "15.4", "postgres:15.4"],
    ["postgres", "latest", "postgres:17"],
    ["postgres", "12", "postgres:15"],
    ["mysql", "5.7", "mysql:8.4"],
    ["mysql", "9", "mysql:9"],
    ["mariadb", null, "mariadb:11.4"],
    ["redis", "7-alpine", "redis:7"],
    ["redis", "6.0", "redis:6.2"],
    ["mongodb", "5.0", "mongo:7.0"],
    ["rabbitmq", "3.13-management", "rabbitmq:3.13"],
    ["elasticsearch", "8", "elasticsearch:8.19.17"],
    ["elasticsearch", "8.15.1", "elasticsearch:8.15.1"],
    ["elasticsearch", "8.15", "elasticsearch:8.19.17"],
    ["elasticsearch", "7.17.0", "elasticsearch:8.19.17"],
    ["opensearch", null, "opensearchproject/opensearch:3"],
    ["memcached", null, "memcached:1.6"],
  ])("%s %s runs as %s", (name, version, image) => {
    expect(testJob(tested("python", [service(name, version)])).services).toMatchObject([{ name, image }]);
  });

  it("says that a version which is out of support was replaced", () => {
    const { notes } = plan([tested("go", [service("postgres", "12")])]);
    expect(notes.map(({ code, detail }) => `${code}: ${detail}`)).toContain(
      "uncertain: The repository names postgres 12, which is out of support since 2024-11-21; the tests run on 15.",
    );
  });

  it("leaves out what it has no image for, and the second of two on one port", () => {
    const { notes, pipeline } = plan([tested("node", [service("mysql"), service("mariadb"), service("oracle")])]);
    expect(pipeline?.jobs.find(({ id }) => id === "test")?.services.map(({ name }) => name)).toEqual(["mysql"]);
    expect(notes.filter(({ code }) => code === "left_out").map(({ detail }) => detail)).toEqual([
      "mariadb and mysql listen on the same port, so only mysql is started.",
      "The tests of the node project in the root seem to need oracle, which the pipeline does not start: add it as a service of the test job, or let the tests do without it.",
    ]);
  });

  it("stands beside the tests alone", () => {
    const given = { ...tested("ruby", [service("postgres")]), packageManager: manager("bundler", "Gemfile.lock") };
    const pipeline = pipelineOf([{ ...given, commands: { ...given.commands, lint: "bin/rubocop" } }]);
    expect(jobOf(pipeline, "lint")).toMatchObject({ services: [], env: {} });
    expect(jobOf(pipeline, "test").services).toHaveLength(1);
  });

  it("is ready by a command, but for images without a tool to ask with", () => {
    const silent = SERVICE_IMAGES.filter(({ health }) => health === null).map((row) => row.service);
    expect(silent).toEqual(["memcached"]);
  });

  it("has a tag for the usual line of each", () => {
    for (const row of SERVICE_IMAGES) {
      expect(Object.keys(row.tags)).toContain(row.usual);
      expect(tagOf(row, null, NOW)).toBe(row.tags[row.usual]);
    }
    expect(serviceImage("constructor")).toBeNull();
  });
});

describe("variables by which tests find their services", () => {
  const PG = "postgres:postgres@{{host:postgres}}:5432/test";
  it.each<[string, Component, Record<string, string>]>([
    ["Django", tested("python", [service("postgres")], ["django"]), { DATABASE_URL: `postgresql://${PG}` }],
    ["plain clients", tested("node", [service("postgres")]), { PGHOST: "{{host:postgres}}", PGDATABASE: "test" }],
    [
      "Rails on MySQL",
      tested("ruby", [service("mysql")], ["rails"]),
      {
        DATABASE_URL: "mysql2://root:mysql@{{host:mysql}}:3306/test",
        RAILS_ENV: "test",
      },
    ],
    [
      "Ecto",
      tested("elixir", [service("postgres")], ["phoenix"]),
      {
        DATABASE_URL: `ecto://${PG}`,
        MIX_ENV: "test",
      },
    ],
    [
      "Laravel",
      tested("php", [service("postgres"), service("redis")], ["laravel"]),
      {
        DB_CONNECTION: "pgsql",
        DB_HOST: "{{host:postgres}}",
        DB_PASSWORD: "postgres",
        REDIS_HOST: "{{host:redis}}",
      },
    ],
    [
      "Spring",
      tested("java", [service("mariadb"), service("mongodb")], ["spring-boot"]),
      {
        SPRING_DATASOURCE_URL: "jdbc:mariadb://{{host:mariadb}}:3306/test",
        SPRING_DATASOURCE_PASSWORD: "mariadb",
        SPRING_DATA_MONGODB_URI: "mongodb://{{host:mongodb}}:27017/test",
      },
    ],
    [
      "brokers",
      tested("go", [service("rabbitmq"), service("elasticsearch")]),
      {
        AMQP_URL: "amqp://guest:guest@{{host:rabbitmq}}:5672",
        ELASTICSEARCH_URL: "http://{{host:elasticsearch}}:9200",
      },
    ],
    [
      "two databases, of which the first is the main one",
      tested("node", [service("postgres"), service("mysql")]),
      {
        DATABASE_URL: `postgresql://${PG}`,
        DB_HOST: "{{host:mysql}}",
      },
    ],
  ])("%s", (_name, given, env) => {
    expect(testJob(given).env).toMatchObject(env);
  });

  it("are not read by Ecto's settings on GitLab, which is said", () => {
    const app = tested("elixir", [service("postgres")], ["phoenix"]);
    const said = (platform: "github" | "gitlab") =>
      plan([app], { platform })
        .notes.map(({ detail }) => detail)
        .join();
    expect(said("gitlab")).toContain("config/test.exs");
    expect(said("github")).not.toContain("config/test.exs");
  });

  it("name hosts by marks that renderers replace", () => {
    const text = "redis://{{host:redis}}:6379 {{host:}} {{ host:redis }} ${{ env.HOST }}";
    expect(withServiceHosts(text, (name) => `${name}.internal`)).toBe(
      "redis://redis.internal:6379 {{host:}} {{ host:redis }} ${{ env.HOST }}",
    );
  });

  it("reach the job's own machine by its address, which no client takes for a socket", () => {
    expect(withServiceHosts("{{host:mysql}}:3306", () => "localhost")).toBe("127.0.0.1:3306");
  });

  it("match what the services themselves are given", () => {
    const job = testJob(tested("node", [service("postgres")]));
    const [postgres] = job.services;
    expect(job.env.DATABASE_URL).toContain(`${postgres?.env.POSTGRES_USER}:${postgres?.env.POSTGRES_PASSWORD}@`);
    expect(job.env.DATABASE_URL).toMatch(new RegExp(`:${postgres?.port}/${postgres?.env.POSTGRES_DB}$`));
  });
});
