import type { Sample } from "../sample.ts";

/** A Node service with a lockfile and a workflow that works, but leaves much on the table. */
export const checkoutApi: Sample = {
  owner: "acme",
  name: "checkout-api",
  description: "Carts, prices, tax and payment intents",
  topics: ["nodejs", "typescript", "payments"],
  authors: ["Mira Okafor <mira@example.com>", "Jonas Weber <jonas@example.com>"],
  startAt: "2026-03-02T08:00:00Z",
  branches: { "feat/payment-intents": 3, "release/1.4": 1 },
  commits: [
    { message: "Start the checkout service", add: ["package.json", "tsconfig.json", ".gitignore", "README.md"] },
    { message: "Read the configuration from the environment", add: ["src/config.ts"] },
    { message: "Keep carts in memory for now", add: ["src/store.ts"] },
    { message: "Answer the liveness probe", add: ["src/app.ts", "src/routes/health.ts", "src/server.ts"] },
    { message: "Pin dependencies with a lockfile", add: ["package-lock.json"] },
    { message: "Price a cart", by: 1, add: ["src/pricing.ts"] },
    { message: "Test prices and discounts", by: 1, add: ["test/pricing.test.ts"] },
    { message: "Open carts and add items", add: ["src/routes/carts.ts"] },
    { message: "Run the tests on every push", by: 1, add: [".github/workflows/ci.yml"] },
    {
      message: "Build an image",
      by: 1,
      add: ["Dockerfile"],
      edits: [["package.json", '"version": "1.0.0"', '"version": "1.1.0"']],
      tag: "v1.1.0",
    },
    { message: "Ask for a token on cart routes", add: ["src/auth.ts"] },
    {
      message: "Release 1.3.0",
      add: ["CHANGELOG.md"],
      edits: [["package.json", '"version": "1.1.0"', '"version": "1.3.0"']],
      tag: "v1.3.0",
    },
    { message: "Test the probe and the token check", by: 1, add: ["test/health.test.ts"] },
    { message: "Say which Node we run on", add: [".nvmrc"], edits: [["package.json", '">=20"', '">=22"']] },
    {
      message: "Run the image on Node 22",
      edits: [["Dockerfile", "FROM node:20", "FROM node:22"]],
    },
    {
      message: "Read tax rates from the environment",
      edits: [
        ["package.json", '"version": "1.3.0"', '"version": "1.4.0"'],
        ["CHANGELOG.md", "", "## 1.4.0\n- Tax rates come from the environment.\n\n"],
      ],
      tag: "v1.4.0",
    },
    {
      message: "Refuse a second checkout with 409",
      by: 1,
      edits: [
        [
          "src/routes/carts.ts",
          "",
          '      if (cart.checkedOut) return c.json({ error: "already_checked_out" }, 409);\n',
        ],
        ["package.json", '"version": "1.4.0"', '"version": "1.4.1"'],
        ["CHANGELOG.md", "", "## 1.4.1\n- Answer 409 when a cart is checked out twice.\n\n"],
      ],
    },
    { message: "Deploy to staging from main", by: 1, add: [".github/workflows/deploy.yml"] },
    {
      message: "Keep the build output of every run",
      edits: [
        [
          ".github/workflows/ci.yml",
          "",
          "      - uses: actions/upload-artifact@v4\n        with:\n          name: dist\n          path: dist/\n",
        ],
      ],
    },
    {
      message: "Round discounts to the nearest unit",
      edits: [
        ["src/pricing.ts", "Math.floor(", "Math.round("],
        ["package.json", '"version": "1.4.1"', '"version": "1.4.2"'],
        ["CHANGELOG.md", "", "## 1.4.2\n- Round discounts to the nearest unit.\n\n"],
      ],
      tag: "v1.4.2",
    },
    {
      message: "Explain where the deploy lives",
      edits: [[".github/workflows/ci.yml", "", "# Runs on every change. The staging deploy lives in deploy.yml.\n"]],
    },
  ],
};
