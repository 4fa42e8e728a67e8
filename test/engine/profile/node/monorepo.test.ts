import { describe, expect, it } from "vitest";
import type { Files } from "../../../support/engine.ts";
import { codesOf, managerOf, manifest, node, nodeOrNull, unread } from "./detect-node.ts";

const pack = (name: string, scripts: Readonly<Record<string, string>> = {}) => manifest({ name, scripts });
const two = {
  "apps/web/package.json": pack("web", { build: "vite build", lint: "eslint .", test: "vitest run" }),
  "packages/ui/package.json": pack("ui", { lint: "eslint ." }),
};
const root = (more: Readonly<Record<string, unknown>>) =>
  manifest({ name: "root", private: true, scripts: { start: "node index.js" }, ...more });
const STUB = 'echo "Error: no test specified" && exit 1';

// biome-ignore format: a table has one case a line
const cases: readonly (readonly [name: string, files: Files, monorepo: string])[] = [
  ["npm", { "package.json": root({ workspaces: ["apps/*", "packages/*"] }), ...two, ...unread("package-lock.json") }, "npm: apps/web packages/ui"],
  ["Yarn, as a mapping", { "package.json": root({ workspaces: { packages: ["packages/**"], nohoist: [] } }), ...two, ...unread("yarn.lock") }, "yarn: packages/ui"],
  ["Bun", { "package.json": root({ workspaces: ["./apps/*"] }), ...two, ...unread("bun.lock") }, "bun: apps/web"],
  ["pnpm", { "package.json": root({}), "pnpm-workspace.yaml": "packages:\n  - 'apps/*'\n  - packages/*\n", ...two }, "pnpm: apps/web packages/ui"],
  ["pnpm with what is left out", { "package.json": root({}), "pnpm-workspace.yaml": "packages:\n  - '**'\n  - '!**/ui'\n  - '!docs/**'\n", "docs/site/package.json": pack("docs"), ...two }, "pnpm: apps/web"],
  ["pnpm's settings alone", { "package.json": root({}), "pnpm-workspace.yaml": "onlyBuiltDependencies:\n  - esbuild\n", ...two }, "none"],
  ["globs of alternatives", { "package.json": root({ workspaces: ["{apps,packages}/*"] }), ...two }, "npm: apps/web packages/ui"],
  ["globs of nothing", { "package.json": root({ workspaces: ["libs/*"] }), ...two }, "none"],
  ["Turborepo", { "package.json": root({ workspaces: ["apps/*", "packages/*"] }), "turbo.json": '{ "tasks": { "build": {} } }', ...two }, "turbo: apps/web packages/ui"],
  ["Turborepo by the manifest", { "package.json": root({ workspaces: ["apps/*"], turbo: {} }), ...two }, "turbo: apps/web"],
  ["Nx", { "package.json": root({ workspaces: ["packages/*"], devDependencies: { nx: "21.0.0" } }), "nx.json": "{}", ...two }, "nx: packages/ui"],
  ["Nx without a workspace", { "package.json": root({ devDependencies: { nx: "21.0.0" } }), "nx.json": "{}", "apps/shop/project.json": "{}", "libs/cart/project.json": "{}" }, "nx: apps/shop libs/cart"],
  ["Lerna with its own list", { "package.json": root({}), "lerna.json": '{ "packages": ["packages/*"], "version": "1.0.0" }', ...two }, "lerna: packages/ui"],
  ["Lerna with settings of Nx", { "package.json": root({ workspaces: ["packages/*"], devDependencies: { lerna: "8" } }), "lerna.json": "{}", "nx.json": "{}", ...two }, "lerna: packages/ui"],
  ["moon", { "package.json": root({ workspaces: ["apps/*"] }), ".moon/workspace.yml": "projects:\n  - 'apps/*'\n", ...two }, "moon: apps/web"],
  ["Rush", { "package.json": root({}), "rush.json": '{ "pnpmVersion": "9.15.0", "projects": [{ "packageName": "web", "projectFolder": "apps/web" }] }', ...two }, "rush: apps/web"],
  ["lage", { "package.json": root({ workspaces: ["packages/*"] }), ...unread("lage.config.js", "yarn.lock"), ...two }, "lage: packages/ui"],
  ["folders that nobody declares", { "package.json": root({}), ...two }, "none"],
  ["what is installed", { "package.json": root({ workspaces: ["**"] }), "packages/ui/node_modules/x/package.json": "{}", ...two }, "npm: apps/web packages/ui"],
];

describe("monorepo", () => {
  it.each(cases)("of %s", (_name, files, expected) => {
    const { monorepo, members } = node(files);
    expect(monorepo ? `${monorepo.tool}: ${monorepo.packages.join(" ")}` : "none").toBe(expected);
    expect(members).toEqual(monorepo?.packages ?? []);
  });

  it("below the root names folders from the root", () => {
    const files = {
      "web/package.json": root({ workspaces: ["packages/*"] }),
      "web/packages/ui/package.json": pack("ui"),
    };
    expect(node(files, "web").members).toEqual(["web/packages/ui"]);
  });

  it("has the lockfile and the manager for its packages", () => {
    const files = {
      "package.json": root({ packageManager: "pnpm@10.2.0" }),
      "pnpm-workspace.yaml": "packages: ['apps/*']",
      ...unread("pnpm-lock.yaml", "apps/web/src/a.test.ts"),
      ...two,
    };
    const web = node(files, "apps/web");
    expect(managerOf(web)).toBe("pnpm 10.2.0 pnpm-lock.yaml");
    expect(codesOf(web)).toEqual([]);
    expect(web.commands).toMatchObject({ install: "pnpm install --frozen-lockfile", build: "pnpm run build" });
    expect(managerOf(node(files, "packages/ui"))).toBe("npm null null");
  });

  it("of 300 packages takes no time", () => {
    const packages = Array.from(
      { length: 300 },
      (_, index) => [`packages/p${index}/package.json`, pack(`p${index}`, { test: "vitest run" })] as const,
    );
    const files = {
      "package.json": root({ workspaces: ["packages/*", "!packages/p1"] }),
      "turbo.json": '{"tasks":{"test":{}}}',
      ...Object.fromEntries(packages),
      ...unread("packages/p0/a.test.ts"),
    };
    const started = performance.now();
    const found = node(files);
    expect(found.monorepo?.packages).toHaveLength(299);
    expect(found.commands.test).toBe("npx turbo run test");
    for (const path of found.members) node(files, path);
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe("a manifest of tools alone", () => {
  const tools = {
    "package.json": manifest({ devDependencies: { husky: "9", "lint-staged": "16" }, scripts: { prepare: "husky" } }),
  };

  it("is no project where others stand below", () => {
    expect(
      nodeOrNull({ ...tools, "client/package.json": pack("client"), ...unread("commitlint.config.js") }),
    ).toBeNull();
    expect(nodeOrNull({ ...tools, ...unread("backend/pyproject.toml") })).toBeNull();
  });

  it("is one where it stands alone, has sources, or does something", () => {
    expect(nodeOrNull(tools)).not.toBeNull();
    expect(nodeOrNull({ ...tools, ...unread("src/index.ts", "api/go.mod") })).not.toBeNull();
    const busy = manifest({ scripts: { test: "npm --prefix client test" } });
    expect(nodeOrNull({ "package.json": busy, "client/package.json": pack("client") })?.commands.test).toBe("npm test");
  });
});

const commands: readonly (readonly [name: string, files: Files, expected: Readonly<Record<string, string | null>>])[] =
  [
    [
      "npm",
      { "package.json": root({ workspaces: ["apps/*", "packages/*"] }), ...two, ...unread("package-lock.json") },
      {
        lint: "npm run lint --workspaces --if-present",
        test: "npm run test --workspaces --if-present",
        build: "npm run build --workspaces --if-present",
        typecheck: null,
      },
    ],
    [
      "pnpm",
      { "package.json": root({}), "pnpm-workspace.yaml": "packages: ['apps/*', 'packages/*']", ...two },
      { lint: "pnpm -r --if-present run lint", test: "pnpm -r --if-present run test" },
    ],
    [
      "Yarn 1 whose packages all have it, or not",
      { "package.json": root({ workspaces: ["apps/*", "packages/*"] }), ...two, ...unread("yarn.lock") },
      { lint: "yarn workspaces run lint", test: "npm run test --workspaces --if-present" },
    ],
    [
      "Yarn 4",
      {
        "package.json": root({ packageManager: "yarn@4.5.0", workspaces: ["apps/*", "packages/*"] }),
        ...two,
        ...unread("yarn.lock"),
      },
      { lint: "yarn workspaces foreach --all run lint" },
    ],
    [
      "Yarn 3 without its plugin",
      {
        "package.json": root({ packageManager: "yarn@3.8.0", workspaces: ["apps/*"] }),
        ...two,
        ...unread("yarn.lock"),
      },
      { lint: "npm run lint --workspaces --if-present" },
    ],
    [
      "Yarn 3 with its plugin",
      {
        "package.json": root({ packageManager: "yarn@3.8.0", workspaces: ["apps/*"] }),
        ...two,
        ...unread("yarn.lock", ".yarn/plugins/@yarnpkg/plugin-workspace-tools.cjs"),
      },
      { lint: "yarn workspaces foreach --all run lint" },
    ],
    [
      "Bun",
      { "package.json": root({ workspaces: ["apps/*", "packages/*"] }), ...two, ...unread("bun.lock") },
      { test: "bun run --filter '*' test" },
    ],
    [
      "scripts of the root first",
      {
        "package.json": root({ workspaces: ["apps/*"], scripts: { test: "vitest run", lint: "turbo run lint" } }),
        ...two,
        ...unread("a.test.ts"),
      },
      { test: "npm test", lint: "npm run lint", build: "npm run build --workspaces --if-present" },
    ],
    [
      "tasks of Turborepo",
      {
        "package.json": root({ packageManager: "pnpm@10.0.0" }),
        "pnpm-workspace.yaml": "packages: ['apps/*']",
        "turbo.json": '{ // tasks\n "tasks": { "build": {}, "lint": {}, "test": {} } }',
        ...two,
      },
      { test: "pnpm exec turbo run test", lint: "pnpm exec turbo run lint", build: "pnpm exec turbo run build" },
    ],
    [
      "tasks that Turborepo does not know",
      { "package.json": root({ workspaces: ["apps/*"] }), "turbo.json": '{ "tasks": { "build": {} } }', ...two },
      { test: "npm run test --workspaces --if-present", build: "npx turbo run build" },
    ],
    [
      "targets of Nx",
      {
        "package.json": root({ devDependencies: { nx: "21" } }),
        "nx.json": '{ "plugins": ["@nx/eslint/plugin"] }',
        "apps/shop/project.json": '{ "targets": { "build": {}, "test": {} } }',
      },
      { lint: "npx nx run-many -t lint", test: "npx nx run-many -t test", build: "npx nx run-many -t build" },
    ],
    [
      "Lerna",
      { "package.json": root({ workspaces: ["apps/*"] }), "lerna.json": "{}", ...two },
      { test: "npx lerna run test" },
    ],
    [
      "packages whose tests fail on purpose",
      {
        "package.json": root({ workspaces: ["apps/*", "packages/*"] }),
        "apps/web/package.json": pack("web", { test: "vitest run" }),
        "packages/ui/package.json": pack("ui", { test: STUB }),
        ...unread("package-lock.json"),
      },
      { test: "npm run test -w apps/web" },
    ],
    [
      "the same with pnpm",
      {
        "package.json": root({}),
        "pnpm-workspace.yaml": "packages: ['apps/*', 'packages/*']",
        "apps/web/package.json": pack("web", { test: "vitest run" }),
        "packages/ui/package.json": pack("ui", { test: STUB }),
      },
      { test: "pnpm --filter ./apps/web run test" },
    ],
    [
      "the name that packages use",
      {
        "package.json": root({ workspaces: ["apps/*"] }),
        "apps/a/package.json": pack("a", { "check-types": "tsc --noEmit" }),
        "apps/b/package.json": pack("b", { "check-types": "tsc --noEmit", typecheck: "tsc" }),
      },
      { typecheck: "npm run check-types --workspaces --if-present" },
    ],
  ];

describe("commands across packages", () => {
  it("leave a root without sources of its own to its packages", () => {
    const base = {
      "package.json": root({
        workspaces: ["apps/*"],
        devDependencies: { typescript: "5" },
      }),
      ...two,
    };
    expect(node({ ...base, "tsconfig.json": '{ "compilerOptions": {} }' }).commands.typecheck).toBeNull();
    const solution = '{ "files": [], "references": [{ "path": "apps/web" }] }';
    expect(node({ ...base, "tsconfig.json": solution }).commands.typecheck).toBe("npx tsc --build");
    expect(
      node({
        "package.json": root({ workspaces: ["packages/*"], dependencies: { next: "15" } }),
        "packages/ui/package.json": pack("ui"),
      }).commands.build,
    ).toBeNull();
  });

  it("run the checks that packages call by another name than the root", () => {
    const files = {
      "package.json": root({ workspaces: ["apps/*"], scripts: { lint: "npm run lint --workspaces" } }),
      "apps/a/package.json": pack("a", { lint: "tsc --noEmit" }),
    };
    expect(node(files).commands).toMatchObject({ lint: "npm run lint", typecheck: null });
  });

  it.each(commands)("of %s", (_name, files, expected) => {
    expect(node(files).commands).toMatchObject(expected);
  });
});

it("leaves tests that a plug-in of Nx knows to Nx, although their runner is installed in the root", () => {
  const files = {
    "package.json": root({ devDependencies: { nx: "21.0.0", jest: "30.0.0" } }),
    "nx.json": '{ "plugins": [{ "plugin": "@nx/jest/plugin" }] }',
    "apps/shop/project.json": "{}",
    ...unread("package-lock.json", "apps/shop/src/a.spec.ts"),
  };
  expect(node(files).commands.test).toBe("npx nx run-many -t test");
});
