import { json, type Stack } from "./stack.ts";

const NPM_LOCK = (name: string, dependencies: Record<string, string>, devDependencies: Record<string, string>) =>
  json({ name, lockfileVersion: 3, requires: true, packages: { "": { name, dependencies, devDependencies } } });

/** Applications and libraries of the JavaScript world, one for each package manager. */
export const JAVASCRIPT: readonly Stack[] = [
  {
    name: "npm: an Express service in TypeScript",
    files: {
      "package.json": json({
        name: "orders",
        private: true,
        scripts: {
          build: "tsc -p .",
          lint: "eslint .",
          typecheck: "tsc --noEmit",
          test: "vitest run",
          start: "node dist/server.js",
        },
        dependencies: { express: "^5.1.0", pg: "^8.13.0" },
        devDependencies: { typescript: "^5.9.0", vitest: "^3.2.0", eslint: "^9.30.0" },
      }),
      "package-lock.json": NPM_LOCK(
        "orders",
        { express: "^5.1.0", pg: "^8.13.0" },
        { typescript: "^5.9.0", vitest: "^3.2.0", eslint: "^9.30.0" },
      ),
      ".nvmrc": "24\n",
      "tsconfig.json": json({ compilerOptions: { outDir: "dist", strict: true } }),
      "eslint.config.js": null,
      Dockerfile:
        'FROM node:24-bookworm-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]\n',
      "src/server.ts": 'import express from "express";\nconst app = express();\napp.listen(3000);\n',
      "test/server.test.ts": null,
    },
    expected: { language: "typescript", packageManager: "npm", runtime: "node 24", framework: "express" },
  },
  {
    name: "pnpm: a Next.js application",
    files: {
      "package.json": json({
        name: "storefront",
        private: true,
        packageManager: "pnpm@10.14.0",
        engines: { node: ">=22" },
        scripts: { dev: "next dev", build: "next build", lint: "eslint .", test: "vitest" },
        dependencies: { next: "15.4.0", react: "19.1.0", "react-dom": "19.1.0" },
        devDependencies: { typescript: "5.9.2", vitest: "3.2.0", eslint: "9.30.0", prettier: "3.6.0" },
      }),
      "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
      "tsconfig.json": json({ compilerOptions: { strict: true } }),
      ".prettierrc": "{}\n",
      "eslint.config.mjs": null,
      "next.config.ts": null,
      "app/page.tsx": null,
    },
    expected: { language: "typescript", packageManager: "pnpm", runtime: "node", framework: "next" },
  },
  {
    name: "yarn 1: a library in JavaScript",
    files: {
      "package.json": json({
        name: "slugs",
        version: "2.0.0",
        main: "index.js",
        engines: { node: ">=22" },
        scripts: { test: "mocha", lint: "standard" },
        devDependencies: { mocha: "^11.0.0", standard: "^17.1.0" },
      }),
      "yarn.lock": "# yarn lockfile v1\n\n",
      "index.js": null,
      "test/slugs.js": null,
    },
    expected: { language: "javascript", packageManager: "yarn", runtime: "node", framework: null },
  },
  {
    name: "yarn berry: a Vite application",
    files: {
      "package.json": json({
        name: "dashboard",
        private: true,
        packageManager: "yarn@4.9.2",
        scripts: { build: "vite build", test: "vitest run" },
        dependencies: { vue: "^3.5.0" },
        devDependencies: { vite: "^7.0.0", vitest: "^3.2.0", "@vitejs/plugin-vue": "^6.0.0" },
      }),
      ".yarnrc.yml": "nodeLinker: node-modules\n",
      "yarn.lock": "__metadata:\n  version: 8\n  cacheKey: 10c0\n",
      ".node-version": "22.18.0\n",
      "vite.config.js": null,
      "index.html": null,
      "src/main.js": null,
    },
    expected: { language: "javascript", packageManager: "yarn", runtime: "node 22.18.0", framework: "vite" },
  },
  {
    name: "bun: a Hono service",
    files: {
      "package.json": json({
        name: "links",
        private: true,
        packageManager: "bun@1.3.0",
        scripts: { start: "bun src/index.ts", test: "bun test" },
        dependencies: { hono: "^4.8.0" },
        devDependencies: { typescript: "^5.9.0", "@types/bun": "^1.2.0" },
      }),
      "bun.lock": "{}\n",
      "tsconfig.json": json({ compilerOptions: { strict: true } }),
      "src/index.ts": 'import { Hono } from "hono";\nexport default new Hono();\n',
      "src/index.test.ts": null,
    },
    expected: { language: "typescript", packageManager: "bun", runtime: null, framework: "hono" },
  },
  {
    name: "deno: a service",
    files: {
      "deno.json": json({
        tasks: { start: "deno run -A main.ts" },
        imports: { "@std/assert": "jsr:@std/assert@^1.0.0" },
      }),
      "deno.lock": "{}\n",
      "main.ts": "Deno.serve(() => new Response());\n",
      "main_test.ts": null,
    },
    expected: { language: "typescript", packageManager: "deno", runtime: null, framework: null },
  },
  {
    name: "pnpm and turbo: a monorepo",
    files: {
      "package.json": json({
        name: "platform",
        private: true,
        packageManager: "pnpm@10.14.0",
        scripts: { build: "turbo run build", test: "turbo run test", lint: "turbo run lint" },
        devDependencies: { turbo: "^2.5.0", typescript: "^5.9.0" },
      }),
      "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - packages/*\n",
      "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
      "turbo.json": json({ tasks: { build: {}, test: {}, lint: {} } }),
      ".nvmrc": "24\n",
      "apps/web/package.json": json({
        name: "web",
        scripts: { build: "astro build" },
        dependencies: { astro: "^5.0.0" },
      }),
      "packages/ui/package.json": json({ name: "ui", scripts: { test: "vitest run" } }),
      "packages/ui/tsconfig.json": null,
    },
    expected: { language: "typescript", packageManager: "pnpm", runtime: "node 24", framework: "astro" },
  },
  {
    name: "npm: a Worker on Cloudflare",
    files: {
      "package.json": json({
        name: "edge",
        private: true,
        scripts: { deploy: "wrangler deploy", test: "vitest run" },
        devDependencies: { wrangler: "^4.20.0", typescript: "^5.9.0", vitest: "^3.2.0" },
        dependencies: { hono: "^4.8.0" },
      }),
      "package-lock.json": NPM_LOCK(
        "edge",
        { hono: "^4.8.0" },
        { wrangler: "^4.20.0", typescript: "^5.9.0", vitest: "^3.2.0" },
      ),
      "wrangler.jsonc": '{ "name": "edge", "main": "src/index.ts" }\n',
      "tsconfig.json": json({ compilerOptions: { strict: true } }),
      "src/index.ts": 'import { Hono } from "hono";\nexport default new Hono();\n',
    },
    expected: { language: "typescript", packageManager: "npm", runtime: null, framework: "hono" },
  },
];
