import { describe, expect, it } from "vitest";
import type { Files } from "../../../support/engine.ts";
import { codesOf, deno, managerOf, manifest, nodeOrNull, runtimesOf, unread } from "../node/detect-node.ts";

function detected(files: Files, path = ".") {
  const found = deno(files, path);
  if (!found) throw new Error("No project of Deno.");
  return found;
}

const config = (value: Readonly<Record<string, unknown>>) => manifest(value);

describe("a project of Deno", () => {
  it("has its own tools where no task does it", () => {
    const found = detected({
      "deno.json": config({ imports: { "@std/assert": "jsr:@std/assert@1" } }),
      "main.ts": "export {};\n",
      ...unread("main_test.ts", "deno.lock"),
    });
    expect(found).toMatchObject({
      language: "typescript",
      languages: ["typescript"],
      frameworks: [],
      monorepo: null,
      notes: [],
    });
    expect(managerOf(found)).toBe("deno null deno.lock");
    expect(found.commands).toEqual({
      install: "deno install --frozen",
      lint: "deno lint",
      format: "deno fmt --check",
      typecheck: "deno check",
      test: "deno test -A",
      build: null,
      start: "deno run -A main.ts",
    });
  });

  it("has its tasks first", () => {
    const text =
      '{\n  // tasks\n  "tasks": {\n    "test": "deno test -A --parallel",\n    "build": { "command": "deno run -A build.ts" },\n    "start": "deno run -A --watch main.ts",\n    "lint": "deno lint --fix",\n    "check": "deno fmt --check && deno lint && deno check **/*.ts",\n  },\n}';
    const found = detected({ "deno.jsonc": text, ...unread("main.ts", "build.ts") });
    expect(found.commands).toEqual({
      install: "deno install",
      lint: "deno lint",
      format: "deno fmt --check",
      typecheck: "deno check",
      test: "deno task test",
      build: "deno task build",
      start: "deno task start",
    });
    expect(found.evidence).toContainEqual({
      about: "test",
      value: "deno task test",
      path: "deno.jsonc",
      line: 4,
      confidence: "high",
    });
  });

  it("takes no task that never ends for a check", () => {
    const found = detected({ "deno.json": config({ tasks: { test: "deno test --watch" } }), ...unread("a.test.ts") });
    expect(found.commands.test).toBe("deno test -A");
  });

  it("may be in JavaScript, and without tests", () => {
    const found = detected({ "deno.json": "{}", ...unread("main.js") });
    expect(found).toMatchObject({ language: "javascript", commands: { test: null, typecheck: null } });
  });

  it.each([
    [
      "Fresh 1",
      {
        "deno.json": config({
          imports: { "$fresh/": "https://deno.land/x/fresh@1.7.3/", preact: "https://esm.sh/preact@10" },
        }),
      },
      ["fresh"],
    ],
    ["Fresh 2", { "deno.json": config({ imports: { fresh: "jsr:@fresh/core@^2.0.0" } }) }, ["fresh"]],
    [
      "Hono",
      { "deno.json": config({ imports: { hono: "jsr:@hono/hono@^4" } }), "main.ts": 'import { Hono } from "hono";\n' },
      ["hono"],
    ],
    ["Hono without an import map", { "deno.json": "{}", "main.ts": 'import { Hono } from "npm:hono@4";\n' }, ["hono"]],
    [
      "Oak by its address",
      { "deno.json": "{}", "main.ts": 'import { Application } from "https://deno.land/x/oak@v12.6.1/mod.ts";\n' },
      ["oak"],
    ],
    ["Oak of JSR", { "deno.json": config({ imports: { "@oak/oak": "jsr:@oak/oak@17" } }) }, ["oak"]],
    [
      "Express of npm",
      {
        "deno.json": config({ imports: { express: "npm:express@5" } }),
        "server.ts": 'import express from "express";\n',
      },
      ["express"],
    ],
  ] as const)("with %s", (_name, files, frameworks) => {
    expect(detected(files).frameworks).toEqual(frameworks);
  });

  it.each([
    [{ ".deno-version": "v2.1.4\n" }, "deno 2.1.4 exact .deno-version"],
    [{ ".dvmrc": "2.0.0" }, "deno 2.0.0 exact .dvmrc"],
    [{ ".tool-versions": "nodejs 22.0.0\ndeno 2.3.1\n" }, "deno 2.3.1 exact .tool-versions"],
    [{ "mise.toml": '[tools]\ndeno = "2.4"\n' }, "deno 2.4 exact mise.toml"],
    [{ Dockerfile: "FROM denoland/deno:alpine-2.2.0\n" }, "deno 2.2.0 exact Dockerfile"],
  ] as const)("with a version in %j", (files, runtime) => {
    const found = detected({ "deno.json": "{}", ...files });
    expect(runtimesOf(found)).toEqual([runtime]);
    expect(found.packageManager?.version).toBe(found.runtimes[0]?.version);
  });

  it("knows its members, and they its lockfile", () => {
    const files = {
      "deno.json": config({ workspace: ["./api", "packages/*"] }),
      "api/deno.json": "{}",
      "packages/ui/deno.json": "{}",
      "other/deno.json": "{}",
      ...unread("deno.lock"),
    };
    expect(detected(files).monorepo).toEqual({ tool: "deno", packages: ["api", "packages/ui"] });
    expect(managerOf(detected(files, "api"))).toBe("deno null deno.lock");
    expect(managerOf(detected(files, "other"))).toBe("deno null null");
  });

  it("is one of Deno although its configuration does not parse", () => {
    const found = detected({ "deno.json": "{ tasks", ...unread("main.ts", "main_test.ts") });
    expect(codesOf(found)).toEqual(["manifest_unreadable"]);
    expect(found.commands.test).toBe("deno test -A");
  });

  it.each(["", "null", "[]", '{"tasks": [], "imports": "x", "workspace": 5}'])("never throws on %j", (text) => {
    expect(() => deno({ "deno.json": text, "package.json": text })).not.toThrow();
    expect(deno({ "deno.json": text })).not.toBeNull();
  });
});

const next = { dependencies: { next: "15" }, scripts: { build: "next build" } };
const owners: readonly (readonly [name: string, files: Files, owner: "deno" | "node"])[] = [
  ["a lockfile of Deno", { "deno.json": "{}", "package.json": manifest(next), ...unread("deno.lock") }, "deno"],
  ["a lockfile of Node", { "deno.json": "{}", "package.json": manifest(next), ...unread("package-lock.json") }, "node"],
  [
    "tasks of Deno alone",
    {
      "deno.json": config({ tasks: { dev: "deno run main.ts" } }),
      "package.json": manifest({ dependencies: { chalk: "5" } }),
    },
    "deno",
  ],
  ["scripts of Node alone", { "deno.json": config({ lint: {} }), "package.json": manifest(next) }, "node"],
  [
    "scripts that call Deno",
    {
      "deno.json": config({ tasks: { a: "b" } }),
      "package.json": manifest({ scripts: { start: "deno run -A main.ts" } }),
    },
    "deno",
  ],
  [
    "a declared package manager",
    {
      "deno.json": config({ tasks: { a: "b" } }),
      "package.json": manifest({ ...next, packageManager: "pnpm@10.0.0" }),
    },
    "node",
  ],
  ["a lockfile of Deno and no configuration", { "package.json": manifest(next), ...unread("deno.lock") }, "deno"],
];

describe("a folder with the files of Deno and Node", () => {
  it.each(owners)("goes by %s", (_name, files, owner) => {
    expect([deno(files) ? "deno" : "", nodeOrNull(files) ? "node" : ""].filter(Boolean)).toEqual([owner]);
  });

  it("is said to be unclear where nothing decides", () => {
    const files = { "deno.json": config({ tasks: { dev: "vite" } }), "package.json": manifest(next) };
    expect(codesOf(detected(files))).toContain("uncertain");
    expect(nodeOrNull(files)).toBeNull();
  });
});
