import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import icons from "unplugin-icons/vite";
import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

const TEST_KEYS = '{"test1":"dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyYnl0ZXM="}';

// vitest reads the default export only.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            main: "./test/worker/support/worker.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                MIGRATIONS: await readD1Migrations("./migrations"),
                PUBLIC_URL: "http://localhost:8787",
                GITHUB_API_URL: inject("githubUrl"),
                GITHUB_WEB_URL: inject("githubUrl"),
                LOCAL_CONTROL_TOKEN: inject("githubControlToken"),
                SESSION_SECRET: "test-only-session-secret-0123456789abcdef",
                RATE_LIMIT_FACTOR: "1000",
                PROVE_ISOLATION: process.env.PROVE_ISOLATION ?? "",
                OPERATOR_TOKEN: "test-only-operator-token-0123456789abcdef",
                ENCRYPTION_KEYS: TEST_KEYS,
                ENCRYPTION_ACTIVE_KID: "test1",
                GITHUB_CLIENT_SECRET: "local-demo-client-secret",
                GEMINI_BASE_URL: inject("aiUrl"),
                ANTHROPIC_BASE_URL: inject("aiUrl"),
                OPENAI_BASE_URL: inject("aiUrl"),
                AI_URL: inject("aiUrl"),
                AI_CONTROL_TOKEN: inject("aiControlToken"),
              },
            },
          })),
        ],
        test: {
          name: "worker",
          include: [process.env.PROVE_ISOLATION ? "test/worker/**/*.proof.ts" : "test/worker/**/*.test.ts"],
          globalSetup: ["./test/worker/global.ts"],
          setupFiles: ["./test/worker/setup.ts"],
          fsModuleCache: false,
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        plugins: [solid(), icons({ compiler: "solid" })],
        test: {
          name: "web",
          include: ["test/web/**/*.test.ts", "test/web/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["./test/web/setup.ts"],
          // A page made anew for each file takes three quarters of the time; files clear what they leave on it.
          isolate: false,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/{engine,objects}/**/*.test.ts"],
          testTimeout: 60_000,
          // Pure functions leave nothing behind, and reading the rules anew for each file takes most of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: "node",
          include: ["test/{conformity,cli,local,scripts}/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["./test/e2e/global.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          maxConcurrency: 2,
        },
      },
    ],
  },
});
