import type { Sample } from "../sample.ts";

/** A pnpm workspace with an app and two packages. */
export const storefront: Sample = {
  owner: "acme",
  name: "storefront",
  description: "The shop, its components and its client",
  topics: ["monorepo", "pnpm", "typescript"],
  authors: ["Jonas Weber <jonas@example.com>", "Aiko Tanaka <aiko@example.com>"],
  startAt: "2026-04-06T08:00:00Z",
  branches: { "feat/dark-mode": 4 },
  commits: [
    {
      message: "Start the workspace",
      add: ["package.json", "pnpm-workspace.yaml", "tsconfig.base.json", ".gitignore"],
    },
    { message: "Say what is where", add: ["README.md"] },
    {
      message: "Add the component package",
      by: 1,
      add: ["packages/ui/package.json", "packages/ui/tsconfig.json", "packages/ui/src/index.ts"],
    },
    { message: "Add a button", by: 1, add: ["packages/ui/src/button.ts"] },
    { message: "Format prices", by: 1, add: ["packages/ui/src/price.ts"] },
    { message: "Test prices", by: 1, add: ["packages/ui/src/price.test.ts"] },
    {
      message: "Add a client of the checkout API",
      add: [
        "packages/api-client/package.json",
        "packages/api-client/tsconfig.json",
        "packages/api-client/src/index.ts",
      ],
    },
    { message: "Test that the client sends its token", add: ["packages/api-client/src/index.test.ts"] },
    { message: "Add the shop", add: ["apps/web/"] },
    { message: "Lock dependencies", add: ["pnpm-lock.yaml"] },
    { message: "Lint, test and build on every push", by: 1, add: [".github/workflows/ci.yml"] },
    { message: "Agree on Node 22", add: [".nvmrc"] },
    {
      message: "Release ui 0.5.0",
      by: 1,
      edits: [["packages/ui/package.json", '"version": "0.1.0"', '"version": "0.5.0"']],
      tag: "ui-v0.5.0",
    },
    {
      message: "Release web 3.0.0",
      edits: [["apps/web/package.json", '"version": "2.4.0"', '"version": "3.0.0"']],
      tag: "web-v3.0.0",
    },
    { message: "Build a preview of every pull request", by: 1, add: [".github/workflows/preview.yml"] },
    {
      message: "Finish all checks even when one fails",
      edits: [[".github/workflows/ci.yml", "", "      fail-fast: false\n"]],
    },
    { message: "Show euros by default", edits: [["packages/ui/src/price.ts", 'currency = "USD"', 'currency = "EUR"']] },
    {
      message: "Trim labels",
      by: 1,
      edits: [["packages/ui/src/button.ts", "{ label, press", "{ label: label.trim(), press"]],
    },
    {
      message: "Release ui 0.6.0",
      by: 1,
      edits: [["packages/ui/package.json", '"version": "0.5.0"', '"version": "0.6.0"']],
      tag: "ui-v0.6.0",
    },
    {
      message: "Release web 3.1.0",
      edits: [["apps/web/package.json", '"version": "3.0.0"', '"version": "3.1.0"']],
      tag: "web-v3.1.0",
    },
  ],
};
