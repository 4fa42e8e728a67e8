import { describe, expect, it } from "vitest";
import type { Files } from "../../../support/engine.ts";
import { manifest, node, unread } from "./detect-node.ts";

const app = (names: string, dev = "") => {
  const ranges = (list: string) =>
    Object.fromEntries(
      list
        .split(" ")
        .filter(Boolean)
        .map((name) => [name, "^1.0.0"]),
    );
  return manifest({
    name: "app",
    scripts: { test: "node --test" },
    dependencies: ranges(names),
    devDependencies: ranges(dev),
  });
};
const schema = (provider: string) =>
  `generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "${provider}"\n  url = env("DATABASE_URL")\n}\n`;

const cases: readonly (readonly [name: string, files: Files, services: string])[] = [
  ["no driver", { "package.json": app("express") }, ""],
  ["drivers", { "package.json": app("pg ioredis amqplib") }, "postgres redis rabbitmq"],
  ["several drivers of one", { "package.json": app("mongodb mongoose") }, "mongodb"],
  [
    "Prisma on PostgreSQL",
    { "package.json": app("@prisma/client", "prisma"), "prisma/schema.prisma": schema("postgresql") },
    "postgres",
  ],
  [
    "Prisma on SQLite",
    { "package.json": app("@prisma/client", "prisma"), "prisma/schema.prisma": schema("sqlite") },
    "",
  ],
  [
    "Drizzle by its dialect",
    { "package.json": app("drizzle-orm"), "drizzle.config.ts": 'export default defineConfig({ dialect: "mysql" });' },
    "mysql",
  ],
  [
    "a hosted database",
    {
      "package.json": app("drizzle-orm @neondatabase/serverless"),
      "drizzle.config.ts": 'export default { dialect: "postgresql" };',
    },
    "",
  ],
  ["Testcontainers", { "package.json": app("pg redis", "@testcontainers/postgresql") }, ""],
  ["a stand-in", { "package.json": app("mongoose pg", "mongodb-memory-server") }, "postgres"],
  ["search", { "package.json": app("@elastic/elasticsearch") }, "elasticsearch"],
];

describe("services", () => {
  it.each(cases)("of %s", (_name, files, services) => {
    expect(
      node(files)
        .services.map(({ name }) => name)
        .join(" "),
    ).toBe(services);
  });

  it("are never sure to be needed", () => {
    const found = node({ "package.json": app("pg", "redis") }).evidence.filter(({ about }) => about === "service");
    expect(found).toEqual([
      { about: "service", value: "postgres", path: "package.json", line: 7, confidence: "medium" },
      { about: "service", value: "redis", path: "package.json", line: 10, confidence: "low" },
    ]);
  });
});

const assets = manifest({
  private: true,
  scripts: { build: "vite build", dev: "vite" },
  devDependencies: { vite: "^7", tailwindcss: "^4", "laravel-vite-plugin": "^2" },
});
const steps: readonly (readonly [name: string, files: Files, path: string, isStep: boolean])[] = [
  ["Rails", { "package.json": assets, ...unread("Gemfile", "vite.config.js") }, ".", true],
  [
    "Laravel with Vue",
    {
      "package.json": manifest({ devDependencies: { vue: "3", vite: "7" } }),
      ...unread("composer.json", "vite.config.ts"),
    },
    ".",
    true,
  ],
  ["Phoenix", { "assets/package.json": assets, ...unread("mix.exs", "assets/js/app.js") }, "assets", true],
  [
    "tools of a repository in Go",
    { "package.json": manifest({ devDependencies: { husky: "9", "@commitlint/cli": "19" } }), ...unread("go.mod") },
    ".",
    true,
  ],
  [
    "an application of its own",
    { "package.json": manifest({ dependencies: { next: "15", react: "19" } }), ...unread("requirements.txt") },
    ".",
    false,
  ],
  [
    "assets with tests",
    {
      "package.json": manifest({ scripts: { test: "vitest run" }, devDependencies: { vite: "7", vitest: "3" } }),
      ...unread("Gemfile", "vite.config.js"),
    },
    ".",
    false,
  ],
  [
    "a server beside a backend",
    {
      "package.json": manifest({ scripts: { start: "node server.js" }, dependencies: { ws: "8" } }),
      ...unread("go.mod", "server.js"),
    },
    ".",
    false,
  ],
  ["a page with no backend", { "package.json": assets, ...unread("vite.config.js") }, ".", false],
];

describe("assets of a backend", () => {
  it.each(steps)("%s", (_name, files, path, isStep) => {
    expect(node(files, path).isAssetStep).toBe(isStep);
  });
});
