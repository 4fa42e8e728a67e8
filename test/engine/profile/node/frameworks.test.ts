import { describe, expect, it } from "vitest";
import type { Files } from "../../../support/engine.ts";
import { manifest, node, nodeOrNull, unread } from "./detect-node.ts";

const app = (dependencies: string, dev = "", scripts: Readonly<Record<string, string>> = {}) =>
  manifest({ name: "app", scripts, dependencies: ranges(dependencies), devDependencies: ranges(dev) });
const ranges = (names: string) =>
  Object.fromEntries(
    names
      .split(" ")
      .filter(Boolean)
      .map((name) => [name, "^1.0.0"]),
  );

// biome-ignore format: a table has one case a line
const cases: readonly (readonly [name: string, files: Files, frameworks: string])[] = [
  ["Next", { "package.json": app("next react react-dom", "typescript") }, "next react"],
  ["Nuxt", { "package.json": app("nuxt vue vue-router") }, "nuxt vue"],
  ["Nuxt over Nitro and Vite", { "package.json": app("nuxt vue nitropack vite"), ...unread("nitro.config.ts", "vite.config.ts") }, "nuxt vue"],
  ["Remix on Vite", { "package.json": app("@remix-run/node @remix-run/react react", "@remix-run/dev vite"), ...unread("vite.config.ts") }, "remix react"],
  ["React Router as a framework", { "package.json": app("react-router @react-router/node react", "@react-router/dev vite"), ...unread("react-router.config.ts", "vite.config.ts") }, "react-router react"],
  ["React Router as a library", { "package.json": app("react-router react", "vite"), ...unread("vite.config.ts") }, "vite react"],
  ["TanStack Start", { "package.json": app("@tanstack/react-start @tanstack/react-router react nitro", "vite"), ...unread("vite.config.ts") }, "tanstack-start react"],
  ["TanStack Router alone", { "package.json": app("@tanstack/react-router react", "vite"), ...unread("vite.config.ts") }, "tanstack-router vite react"],
  ["Astro with islands", { "package.json": app("astro @astrojs/react react"), ...unread("astro.config.mjs") }, "astro react"],
  ["SvelteKit", { "package.json": app("", "@sveltejs/kit svelte vite"), ...unread("vite.config.ts", "svelte.config.js") }, "sveltekit svelte"],
  ["Svelte alone", { "package.json": app("", "svelte vite @sveltejs/vite-plugin-svelte"), ...unread("vite.config.ts", "svelte.config.js") }, "vite svelte"],
  ["Angular", { "package.json": app("@angular/core rxjs", "@angular/cli"), ...unread("angular.json") }, "angular"],
  ["Analog over Angular", { "package.json": app("@angular/core @analogjs/router", "@analogjs/platform vite"), ...unread("vite.config.ts") }, "analog"],
  ["Qwik", { "package.json": app("", "@builder.io/qwik @builder.io/qwik-city vite"), ...unread("vite.config.ts") }, "qwik"],
  ["SolidStart", { "package.json": app("@solidjs/start solid-js vinxi"), ...unread("app.config.ts") }, "solid-start solid"],
  ["Solid alone", { "package.json": app("solid-js", "vite vite-plugin-solid"), ...unread("vite.config.ts") }, "vite solid"],
  ["Gatsby", { "package.json": app("gatsby react") }, "gatsby react"],
  ["Eleventy", { "package.json": app("", "@11ty/eleventy") }, "eleventy"],
  ["Docusaurus", { "package.json": app("@docusaurus/core react") }, "docusaurus react"],
  ["VitePress", { "package.json": app("", "vitepress vue") }, "vitepress vue"],
  ["documentation beside a server", { "package.json": app("fastify", "vitepress"), "src/index.ts": "import './http/app';\n" }, "fastify vitepress"],
  ["documentation beside a page", { "package.json": app("vue", "vite vitepress"), ...unread("vite.config.ts") }, "vitepress vite vue"],
  ["Electron by its builder", { "package.json": app("", "electron", { package: "electron-builder -m" }) }, "electron"],
  ["Create React App", { "package.json": app("react react-dom react-scripts") }, "create-react-app react"],
  ["Vue CLI", { "package.json": app("vue", "@vue/cli-service") }, "vue-cli vue"],
  ["Vite with Vue", { "package.json": app("vue", "vite"), ...unread("vite.config.js") }, "vite vue"],
  ["Vite by its script", { "package.json": app("", "vite", { dev: "vite", build: "vite build" }) }, "vite"],
  ["Vite that only Vitest needs", { "package.json": app("", "vite vitest", { test: "vitest" }) }, ""],
  ["Expo", { "package.json": app("expo react react-native"), ...unread("app.json") }, "expo react-native react"],
  ["Ionic with Angular", { "package.json": app("@ionic/angular @angular/core", "@angular/cli") }, "ionic angular"],
  ["Hydrogen", { "package.json": app("@shopify/hydrogen @remix-run/react react", "vite"), ...unread("vite.config.ts") }, "hydrogen react"],
  ["Redwood", { "package.json": app("", "@redwoodjs/core"), ...unread("redwood.toml") }, "redwood"],
  ["Electron", { "package.json": app("", "electron", { start: "electron ." }) }, "electron"],
  ["Electron that is a dependency of something else", { "package.json": app("", "electron") }, ""],
  ["Nitro", { "package.json": app("h3", "nitropack"), ...unread("nitro.config.ts") }, "nitro"],
  ["NestJS on Express", { "package.json": app("@nestjs/core @nestjs/platform-express express"), "src/main.ts": "import { NestFactory } from '@nestjs/core';\nimport * as express from 'express';\n" }, "nestjs"],
  ["Express that is imported", { "package.json": app("express"), "src/index.ts": 'import express from "express";\n' }, "express"],
  ["Express that is required", { "package.json": app("express"), "server.js": "const express = require('express');\n" }, "express"],
  ["Express whose entry was not read", { "package.json": app("express"), ...unread("src/http/server.ts") }, "express"],
  ["Express in another file than the entry", { "package.json": app("express"), "src/index.ts": "import { app } from './http/app';\n" }, "express"],
  ["Express that only a framework brings", { "package.json": app("@angular/core express", "@angular/cli"), "src/main.ts": "import { bootstrapApplication } from '@angular/platform-browser';\n" }, "angular"],
  ["Express as a tool of tests", { "package.json": app("", "express") }, ""],
  ["the server of two that is imported", { "package.json": app("express fastify"), "src/server.ts": "import Fastify from 'fastify';\n" }, "fastify"],
  ["Hono by a subpath", { "package.json": app("hono"), "src/index.ts": "import { Hono } from 'hono/tiny'\n" }, "hono"],
  ["Koa at the file that starts", { "package.json": app("koa", "", { start: "node lib/boot.js" }), "lib/boot.js": "const Koa = require('koa')\n" }, "koa"],
  ["Elysia", { "package.json": app("elysia"), "src/index.ts": 'import { Elysia } from "elysia";', ...unread("bun.lock") }, "elysia"],
  ["a name that only begins alike", { "package.json": app("express"), "index.js": "require('express-session')\n", ...unread("next.config.js") }, "express"],
  ["Next with a server of its own", { "package.json": app("next react express"), "server.js": "const express = require('express')\nconst next = require('next')\n" }, "next express react"],
  ["a plugin that names the framework's types in a comment", { "package.json": manifest({ name: "x-static", main: "index.js", devDependencies: { fastify: "5" } }), "index.js": "/**\n * @param {import('fastify').FastifyReply} reply\n */\nmodule.exports = () => {}\n" }, ""],
  ["a plugin of a framework", { "package.json": manifest({ name: "eslint-config-x", peerDependencies: { next: ">=14", fastify: "5" }, devDependencies: { next: "15", fastify: "5" } }) }, ""],
];

describe("frameworks", () => {
  it.each(cases)("%s", (_name, files, frameworks) => {
    expect(node(files).frameworks.join(" ")).toBe(frameworks);
  });

  it("have the line of the import, or of the dependency, as evidence", () => {
    const proven = node({
      "package.json": app("express"),
      "src/index.ts": 'import "dotenv/config";\nimport express from "express";\n',
    });
    expect(proven.evidence).toContainEqual({
      about: "framework",
      value: "express",
      path: "src/index.ts",
      line: 2,
      confidence: "high",
    });
    const likely = node({ "package.json": app("express") });
    expect(likely.evidence).toContainEqual({
      about: "framework",
      value: "express",
      path: "package.json",
      line: 5,
      confidence: "medium",
    });
  });
});

// biome-ignore format: a table has one case a line
const languages: readonly (readonly [name: string, files: Files, languages: string])[] = [
  ["sources", { "package.json": app("express"), ...unread("src/index.ts", "src/app.ts") }, "typescript"],
  ["the compiler alone", { "package.json": app("", "typescript") }, "typescript"],
  ["its configuration alone", { "package.json": app(""), ...unread("tsconfig.json") }, "typescript"],
  ["JavaScript", { "package.json": app("express"), ...unread("index.js", "routes/users.js") }, "javascript"],
  ["JavaScript with a typed configuration", { "package.json": app("", "vite"), ...unread("src/main.jsx", "vite.config.ts", "src/env.d.ts") }, "javascript"],
  ["JavaScript whose types are checked", { "package.json": app("", "typescript"), ...unread("index.js", "lib/a.js", "lib/b.js", "types/index.d.ts", "test/types.test-d.ts", "tsconfig.json") }, "javascript"],
  ["both", { "package.json": app("", "typescript"), ...unread("src/a.ts", "src/b.tsx", "scripts/seed.mjs", "tsconfig.json") }, "typescript javascript"],
  ["output and copies beside it", { "package.json": app("", "typescript"), ...unread("src/a.ts", "public/jquery.js", "public/b.js", "coverage/c.js", "node_modules/x/index.js") }, "typescript"],
];

describe("languages", () => {
  it.each(languages)("by %s", (_name, files, expected) => {
    const found = node(files);
    expect(found.languages.join(" ")).toBe(expected);
    expect(found.language).toBe(found.languages[0]);
  });
});

describe("a broken manifest", () => {
  it("is said, and the paths tell the rest", () => {
    const found = node({
      "package.json": '{ "name": "app",\n<<<<<<< HEAD\n',
      ...unread("pnpm-lock.yaml", "next.config.ts", "src/app/page.tsx", "tsconfig.json"),
    });
    expect(found.notes.map(({ code, path }) => `${code} ${path}`)).toEqual(["manifest_unreadable package.json"]);
    expect(found).toMatchObject({
      language: "typescript",
      frameworks: ["next"],
      packageManager: { name: "pnpm", lockfile: "pnpm-lock.yaml" },
    });
    expect(found.commands).toMatchObject({ install: "pnpm install --frozen-lockfile", test: null });
  });

  it.each([
    "",
    "null",
    "[]",
    '"text"',
    "42",
    '{"scripts": 5, "dependencies": ["x"], "workspaces": {"packages": 3}, "engines": "22", "volta": null, "packageManager": {}}',
  ])("of odd content never throws: %s", (text) => {
    expect(() =>
      nodeOrNull({
        "package.json": text,
        "index.js": "",
        "turbo.json": text,
        "nx.json": text,
        "pnpm-workspace.yaml": text,
        "lerna.json": text,
      }),
    ).not.toThrow();
  });

  it("of type alone makes no project", () => {
    expect(nodeOrNull({ "esm/package.json": '{"type": "module"}', "esm/index.js": null }, "esm")).toBeNull();
    expect(nodeOrNull({ "package.json": '{"type": "module"}', "index.js": null })).not.toBeNull();
  });
});

describe("package.json5", () => {
  it("is read like JSON", () => {
    const text =
      "// an app\n{\n  name: 'app',\n  scripts: { test: 'vitest run', 'lint': \"eslint .\", },\n  dependencies: {\n    'next': '^15.0.0', // it's new\n  },\n}\n";
    const found = node({ "package.json5": text, ...unread("pnpm-lock.yaml", "src/a.test.ts") });
    expect(found).toMatchObject({
      frameworks: ["next"],
      commands: { test: "pnpm test", lint: "pnpm run lint" },
      notes: [],
    });
  });
});
