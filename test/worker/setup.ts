import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";
import { controlGithub } from "./support/github-control.ts";
import { captureLogs } from "./support/log-lines.ts";

beforeEach(async () => {
  captureLogs();
  await Promise.all([reset(), controlGithub("reset")]);
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
