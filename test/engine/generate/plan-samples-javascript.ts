import { component, evidence, exact, manager, range } from "./plan-profiles.ts";
import type { Sample } from "./plan-samples.ts";

const CHECK = ["npm ci", "npm run lint", "npm run typecheck"];
const npm = manager("npm", "package-lock.json");

export const JAVASCRIPT_SAMPLES: readonly Sample[] = [
  {
    name: "a small npm application with a pinned Node",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [exact("node", "22", ".nvmrc")],
      frameworks: ["express"],
      commands: { install: "npm ci", lint: "npm run lint", test: "npm test", start: "npm start" },
    }),
    jobs: { ci: [["node .nvmrc"], ["npm ci", "npm run lint", "npm test"]] },
  },
  {
    name: "an npm library with a range of Node",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [range("node", ">=20", "package.json")],
      commands: { install: "npm ci", lint: "npm run lint", typecheck: "npm run typecheck", test: "npm test" },
    }),
    jobs: { check: [["node 24"], CHECK], test: [["node matrix"], ["npm ci", "npm test"]] },
  },
  {
    name: "an application with an image, whose range is no promise to others",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [range("node", ">=22 <23", "package.json")],
      container: { dockerfile: "Dockerfile", context: "." },
      commands: { install: "npm ci", test: "npm test" },
    }),
    jobs: { test: [["node 22"], ["npm ci", "npm test"]] },
  },
  {
    name: "pnpm that packageManager pins",
    component: component({
      ecosystem: "node",
      packageManager: manager("pnpm", "pnpm-lock.yaml", "9.12.0"),
      frameworks: ["next"],
      runtimes: [exact("node", "lts/jod", ".nvmrc")],
      evidence: [evidence("package_manager", "pnpm 9.12.0", "package.json")],
      commands: { install: "pnpm install --frozen-lockfile", test: "pnpm test", build: "pnpm build" },
    }),
    jobs: {
      test: [
        ["node .nvmrc", "pnpm package.json"],
        ["pnpm install --frozen-lockfile", "pnpm build", "pnpm test"],
      ],
    },
  },
  {
    name: "pnpm whose major is known from its lockfile",
    component: component({
      ecosystem: "node",
      packageManager: manager("pnpm", "pnpm-lock.yaml", "9"),
      frameworks: ["vite"],
      evidence: [
        evidence("package_manager", "pnpm", "pnpm-lock.yaml"),
        evidence("package_manager", "pnpm 9", "pnpm-lock.yaml"),
      ],
      commands: { install: "pnpm install --frozen-lockfile", lint: "pnpm lint" },
    }),
    jobs: {
      lint: [
        ["node 24", "pnpm 9"],
        ["pnpm install --frozen-lockfile", "pnpm lint"],
      ],
    },
  },
  {
    name: "Yarn 1",
    component: component({
      ecosystem: "node",
      packageManager: manager("yarn", "yarn.lock", "1"),
      frameworks: ["react"],
      commands: { install: "yarn install --frozen-lockfile", test: "yarn test" },
    }),
    jobs: {
      test: [
        ["node 24", "yarn 1"],
        ["yarn install --frozen-lockfile", "yarn test"],
      ],
    },
  },
  {
    name: "Yarn of packageManager, in a workspace whose tests need the build",
    component: component({
      ecosystem: "node",
      packageManager: manager("yarn", "yarn.lock", "4.9.1"),
      evidence: [evidence("package_manager", "yarn 4.9.1", "package.json")],
      monorepo: { tool: "turbo", packages: ["apps/web", "packages/ui"] },
      runtimes: [exact("node", "22.14.0", "package.json")],
      frameworks: ["next"],
      commands: {
        install: "yarn install --immutable",
        lint: "yarn turbo run lint",
        test: "yarn turbo run test",
        build: "yarn turbo run build",
      },
    }),
    jobs: {
      lint: [
        ["node package.json", "yarn 4.9.1 package.json"],
        ["yarn install --immutable", "yarn turbo run lint"],
      ],
      test: [
        ["node package.json", "yarn 4.9.1 package.json"],
        ["yarn install --immutable", "yarn turbo run build", "yarn turbo run test"],
      ],
    },
  },
  {
    name: "Bun as runtime",
    component: component({
      ecosystem: "node",
      packageManager: manager("bun", "bun.lock", "1.2.4"),
      frameworks: ["hono"],
      commands: { install: "bun install --frozen-lockfile", test: "bun test", typecheck: "bunx tsc --noEmit" },
    }),
    jobs: { ci: [["bun 1.2.4"], ["bun install --frozen-lockfile", "bunx tsc --noEmit", "bun test"]] },
  },
  {
    name: "Bun beside a pinned Node",
    component: component({
      ecosystem: "node",
      packageManager: manager("bun", "bun.lock", "1.2.4"),
      frameworks: ["next"],
      runtimes: [exact("node", "22", ".node-version")],
      commands: { install: "bun install --frozen-lockfile", build: "bun run build" },
    }),
    jobs: {
      build: [
        ["node .node-version", "bun 1.2.4"],
        ["bun install --frozen-lockfile", "bun run build"],
      ],
    },
  },
  {
    name: "Deno, whose formatter and linter need nothing installed",
    component: component({
      ecosystem: "deno",
      packageManager: manager("deno", "deno.lock"),
      commands: {
        install: "deno install --frozen",
        format: "deno fmt --check",
        lint: "deno lint",
        typecheck: "deno check .",
        test: "deno test",
      },
    }),
    jobs: {
      ci: [["deno"], ["deno fmt --check", "deno lint", "deno install --frozen", "deno check .", "deno test"]],
    },
  },
  {
    name: "tests in a browser, which need the build and the browsers",
    component: component({
      ecosystem: "node",
      packageManager: npm,
      runtimes: [exact("node", "24", ".nvmrc")],
      frameworks: ["astro"],
      commands: { install: "npm ci", build: "npm run build", test: "npx playwright test" },
    }),
    jobs: {
      test: [["node .nvmrc"], ["npm ci", "npm run build", "npx playwright install --with-deps", "npx playwright test"]],
    },
  },
];
