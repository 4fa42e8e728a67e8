import { describe, expect, it } from "vitest";
import type { Commands } from "../../../../worker/engine/profile/stack-profile.ts";
import type { Files } from "../../../support/engine.ts";
import { manifest, node, unread } from "./detect-node.ts";

interface Shape {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly deps?: string;
  readonly dev?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A package with tests, so that nothing is said about missing ones. */
function files({ scripts = {}, deps = "", dev = "", more = {} }: Shape, ...names: readonly string[]): Files {
  const ranges = (list: string) =>
    Object.fromEntries(
      list
        .split(" ")
        .filter(Boolean)
        .map((each) => each.split(/=/))
        .map(([name = "", range = "^1.0.0"]) => [name, range]),
    );
  const text = manifest({ name: "app", scripts, dependencies: ranges(deps), devDependencies: ranges(dev), ...more });
  return { "package.json": text, ...unread("test/app.test.js", ...names) };
}

type Expected = Partial<Commands>;

const NPM = "package-lock.json";
// biome-ignore format: a table has one case a line
const cases: readonly (readonly [name: string, files: Files, commands: Expected])[] = [
  ["scripts of npm", files({ scripts: { lint: "eslint .", "format:check": "prettier --check .", typecheck: "tsc --noEmit", test: "vitest run", build: "vite build", start: "node dist/index.js" } }, NPM), { install: "npm ci", lint: "npm run lint", format: "npm run format:check", typecheck: "npm run typecheck", test: "npm test", build: "npm run build", start: "npm start" }],
  ["scripts of pnpm", files({ scripts: { lint: "eslint .", "format:check": "prettier --check .", test: "vitest run", build: "vite build" } }, "pnpm-lock.yaml"), { lint: "pnpm run lint", format: "pnpm run format:check", test: "pnpm test", build: "pnpm run build", start: null }],
  ["scripts of Yarn", files({ scripts: { lint: "eslint .", check: "tsc --noEmit", test: "jest", build: "tsc" } }, "yarn.lock"), { lint: "yarn run lint", typecheck: "yarn run check", test: "yarn test", build: "yarn run build" }],
  ["scripts of Bun", files({ scripts: { lint: "biome lint .", test: "bun test", build: "bun build src/index.ts" } }, "bun.lock"), { lint: "bun run lint", test: "bun run test", build: "bun run build" }],
  ["nothing but the stub of npm init", files({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }), { test: null, lint: null, build: null, start: null }],
  ["stubs that only speak", files({ scripts: { test: "echo no tests yet", lint: "echo 'todo' && exit 0", build: "true" } }), { test: null, lint: null, build: null }],
  ["the script for CI before others", files({ scripts: { test: "jest --watch", "test:ci": "jest --ci", "lint:ci": "eslint . --max-warnings 0", lint: "eslint ." } }), { test: "npm run test:ci", lint: "npm run lint:ci" }],
  ["tests of units before those in a browser", files({ scripts: { test: "playwright test", "test:unit": "vitest run" } }), { test: "npm run test:unit" }],
  ["tests in a browser alone", files({ scripts: { test: "playwright test" }, dev: "@playwright/test" }, "pnpm-lock.yaml"), { test: "pnpm exec playwright install --with-deps && pnpm test" }],
  ["Vitest, which ends on CI", files({ scripts: { test: "vitest" } }), { test: "npm test" }],
  ["Vitest that is told to watch", files({ scripts: { test: "vitest watch --coverage" } }), { test: "npx vitest run --coverage" }],
  ["Jest that is told to watch", files({ scripts: { test: "jest --watchAll" } }), { test: "npx jest" }],
  ["Jest that watches, with variables", files({ scripts: { test: "cross-env NODE_ENV=test jest --watch --runInBand" } }, "yarn.lock"), { test: "yarn run cross-env NODE_ENV=test jest --runInBand" }],
  ["Node's runner that watches", files({ scripts: { test: "node --test --watch" } }), { test: "node --test" }],
  ["variables before a watcher", files({ scripts: { test: "TZ=UTC NODE_ENV=test npx jest --watch" } }), { test: "TZ=UTC NODE_ENV=test npx jest" }],
  ["Vue CLI's linter, which corrects", files({ scripts: { lint: "vue-cli-service lint" } }), { lint: "npm run lint -- --no-fix" }],
  ["a watcher beside tests that end", files({ scripts: { test: "nodemon --exec jest", "test:unit": "jest" } }), { test: "npm run test:unit" }],
  ["React's scripts, which end on CI", files({ scripts: { test: "react-scripts test", build: "react-scripts build", start: "react-scripts start" }, deps: "react react-scripts" }), { test: "npm test", build: "npm run build", lint: null }],
  ["Karma by Angular", files({ scripts: { test: "ng test", build: "ng build", start: "ng serve" }, deps: "@angular/core", dev: "karma @angular/cli typescript" }, "angular.json", "tsconfig.json"), { test: "npm test -- --watch=false --browsers=ChromeHeadless", build: "npm run build", typecheck: null }],
  ["Vitest by Angular", files({ scripts: { test: "ng test" }, deps: "@angular/core", dev: "vitest @angular/cli" }, "pnpm-lock.yaml"), { test: "pnpm test --watch=false" }],
  ["Karma alone", files({ scripts: { test: "karma start karma.conf.js" } }), { test: "npm test -- --single-run" }],
  ["Karma that runs once", files({ scripts: { test: "karma start --single-run" } }), { test: "npm test" }],
  ["an installed runner without a script", files({ dev: "vitest" }), { test: "npx vitest run" }],
  ["tests that Bun itself runs", files({}, "bun.lock", "src/sum.test.ts"), { test: "bun test" }],
  ["a linter that corrects", files({ scripts: { lint: "eslint . --fix --cache" } }), { lint: "npx eslint . --cache" }],
  ["several linters that correct", files({ scripts: { lint: "run-s lint:*", "lint:oxlint": "oxlint . --fix", "lint:eslint": "eslint . --fix --cache" } }, "pnpm-lock.yaml"), { lint: "pnpm exec oxlint . && pnpm exec eslint . --cache" }],
  ["a check beside a linter that corrects", files({ scripts: { lint: "eslint . --fix", "lint:check": "eslint ." } }), { lint: "npm run lint:check" }],
  ["Next's linter before Next 16", files({ scripts: { lint: "next lint" }, deps: "next=15.1.0", dev: "eslint eslint-config-next" }, ".eslintrc.json"), { lint: "npm run lint" }],
  ["Next's linter since Next 16", files({ scripts: { lint: "next lint" }, deps: "next=^16.0.1", dev: "eslint=^9" }, "eslint.config.mjs"), { lint: "npx eslint ." }],
  ["Next's linter that would ask", files({ scripts: { lint: "next lint" }, deps: "next=14.0.0" }), { lint: null }],
  ["ESLint by its configuration", files({ dev: "eslint=^9.0.0" }, "eslint.config.js"), { lint: "npx eslint ." }],
  ["ESLint 8 with TypeScript", files({ dev: "eslint=^8.57.0 typescript" }, ".eslintrc.cjs"), { lint: "npx eslint . --ext .js,.jsx,.ts,.tsx" }],
  ["ESLint that is not installed", files({}, ".eslintrc.json"), { lint: null }],
  ["Biome by its configuration", files({ dev: "@biomejs/biome" }, "biome.json", "pnpm-lock.yaml"), { lint: "pnpm exec biome lint .", format: "pnpm exec biome format ." }],
  ["Biome's check as the lint", files({ scripts: { check: "biome check ." }, dev: "@biomejs/biome" }, "biome.json"), { lint: "npm run check", format: null }],
  ["a linter that tests run", files({ scripts: { test: "xo && ava" }, dev: "xo ava" }), { test: "npm test", lint: null }],
  ["a formatter that writes", files({ scripts: { format: "prettier --write ." }, dev: "prettier" }), { format: "npx prettier --check ." }],
  ["a formatter that writes some files", files({ scripts: { format: 'prettier --write "src/**/*.ts" "test/**/*.ts"' }, dev: "prettier" }), { format: 'npx prettier --check "src/**/*.ts" "test/**/*.ts"' }],
  ["a formatter by what it leaves out", files({ dev: "prettier" }, ".prettierrc", ".prettierignore"), { format: "npx prettier --check ." }],
  ["a formatter before commits", files({ dev: "prettier", more: { "lint-staged": { "*": "prettier --write" } } }, ".prettierrc"), { format: "npx prettier --check ." }],
  ["a formatter that only editors use", files({ dev: "prettier" }, ".prettierrc"), { format: null }],
  ["a formatter that the linter runs", files({ scripts: { lint: "prettier --check . && eslint ." }, dev: "prettier" }, ".prettierrc"), { lint: "npm run lint", format: null }],
  ["a formatter within ESLint", files({ dev: "prettier eslint=9 eslint-plugin-prettier" }, ".prettierrc", "eslint.config.js"), { lint: "npx eslint .", format: null }],
  ["lint that only formats", files({ scripts: { lint: "prettier --check ." } }), { lint: null, format: "npm run lint" }],
  ["lint that only checks types", files({ scripts: { lint: "tsc --noEmit" } }), { lint: null, typecheck: "npm run lint" }],
  ["the compiler by its configuration", files({ dev: "typescript" }, "tsconfig.json"), { typecheck: "npx tsc --noEmit" }],
  ["the compiler without a configuration", files({ dev: "typescript" }), { typecheck: null }],
  ["a configuration without the compiler", files({}, "tsconfig.json"), { typecheck: null }],
  ["a configuration of references", { ...files({ dev: "typescript vite" }), "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }' }, { typecheck: "npx tsc --build" }],
  ["Vue", files({ deps: "vue", dev: "typescript vue-tsc" }, "tsconfig.json"), { typecheck: "npx vue-tsc --noEmit" }],
  ["Vue without its checker", files({ deps: "vue", dev: "typescript" }, "tsconfig.json"), { typecheck: null }],
  ["Svelte's check", files({ scripts: { check: "svelte-kit sync && svelte-check --tsconfig ./tsconfig.json", "check:watch": "svelte-check --watch" }, dev: "@sveltejs/kit" }), { typecheck: "npm run check", lint: null }],
  ["SvelteKit by its checker", files({ dev: "@sveltejs/kit svelte-check typescript" }, "tsconfig.json"), { typecheck: "npx svelte-kit sync && npx svelte-check" }],
  ["Astro's checker", files({ deps: "astro", dev: "@astrojs/check typescript" }, "tsconfig.json"), { typecheck: "npx astro check" }],
  ["Astro's build and checker in one", files({ scripts: { build: "astro check && astro build" }, deps: "astro" }), { build: "npm run build" }],
  ["React Router, whose types are generated", files({ scripts: { typecheck: "react-router typegen && tsc" }, dev: "@react-router/dev" }), { typecheck: "npm run typecheck" }],
  ["Next with its declarations committed", files({ deps: "next=14.2.0", dev: "typescript" }, "tsconfig.json", "next-env.d.ts"), { typecheck: "npx tsc --noEmit" }],
  ["Next that generates them, committed or not", files({ deps: "next=16.0.1", dev: "typescript" }, "tsconfig.json", "next-env.d.ts"), { typecheck: "npx next typegen && npx tsc --noEmit" }],
  ["Next that generates them", files({ deps: "next=^15.5.0", dev: "typescript" }, "tsconfig.json"), { typecheck: "npx next typegen && npx tsc --noEmit" }],
  ["Next whose build alone knows them", files({ deps: "next=14.2.0", dev: "typescript" }, "tsconfig.json"), { typecheck: null }],
  ["a build by the framework", files({ deps: "next react" }, "pnpm-lock.yaml"), { build: "pnpm exec next build" }],
  ["a build that watches", files({ scripts: { build: "tsc -w", "build:prod": "tsc" } }), { build: "npm run build:prod" }],
  ["a server by npm's default", files({ deps: "express" }, "server.js"), { start: "node server.js" }],
  ["a main file", files({ deps: "express", more: { main: "./index.js" } }, "index.js"), { start: "node index.js" }],
  ["the main file of Bun", files({ more: { module: "index.ts", private: true } }, "index.ts", "bun.lock"), { start: "bun run index.ts" }],
  ["Expo's linter that would set itself up", files({ scripts: { lint: "expo lint" }, deps: "expo" }), { lint: null }],
  ["a library, which starts nothing", files({ more: { main: "./index.js", types: "index.d.ts" } }, "index.js"), { start: null }],
  ["NestJS's own scripts", files({ scripts: { build: "nest build", format: 'prettier --write "src/**/*.ts"', start: "nest start", "start:prod": "node dist/main", lint: 'eslint "{src,test}/**/*.ts" --fix', test: "jest", "test:watch": "jest --watch", "test:e2e": "jest --config ./test/jest-e2e.json" }, deps: "@nestjs/core", dev: "typescript" }, "tsconfig.json", NPM), { lint: 'npx eslint "{src,test}/**/*.ts"', format: 'npx prettier --check "src/**/*.ts"', typecheck: "npx tsc --noEmit", test: "npm test", build: "npm run build", start: "npm start" }],
];

describe("commands", () => {
  it.each(cases)("%s", (_name, given, commands) => {
    expect(node(given).commands).toMatchObject(commands);
  });

  it("have the line of the script as evidence", () => {
    const found = node(files({ scripts: { build: "tsc", test: "vitest run" } }, NPM));
    const test = found.evidence.find(({ about }) => about === "test");
    expect(test).toEqual({ about: "test", value: "npm test", path: "package.json", line: 5, confidence: "high" });
    const install = found.evidence.find(({ about }) => about === "install");
    expect(install).toMatchObject({ value: "npm ci", path: NPM, line: null });
  });

  it("pass without tests where there are none, and say so", () => {
    const given = { "package.json": manifest({ scripts: { test: "vitest" } }), ...unread("src/index.ts") };
    const found = node(given);
    expect(found.commands.test).toBe("npm test -- --passWithNoTests");
    expect(found.evidence.find(({ about }) => about === "test")?.confidence).toBe("low");
    expect(found.notes.map(({ code }) => code)).toEqual(["uncertain"]);
  });

  it("see tests in folders that hold no component", () => {
    const given = { "package.json": manifest({ scripts: { test: "jest" } }), ...unread("src/__tests__/sum.js") };
    expect(node(given).commands.test).toBe("npm test");
  });

  it("are none twice", () => {
    const { commands } = node(files({ scripts: { check: "biome check . && tsc --noEmit" } }));
    const all = Object.values(commands).filter((each) => each !== null);
    expect(new Set(all).size).toBe(all.length);
    expect(commands.lint).toBe("npm run check");
  });

  it("follow scripts that call each other once each", () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`part:${index}`, "run-p part:*"]));
    const started = performance.now();
    const found = node(files({ scripts: { ...many, lint: "run-s part:*", test: "run-s part:*" } }));
    expect(found.commands.test).toBe("npm test");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each(["a".repeat(5000), "npm run a && npm run b", '"unclosed', "$(", "&& && ||", "npm run test"])(
    "never hang on the script %s",
    (body) => {
      const given = files({ scripts: { a: "npm run b", b: "npm run a", test: body, lint: body, build: body } });
      expect(node(given).commands.build).toBe("npm run build");
    },
  );
});
