import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";
import { aiControl } from "./support/ai.ts";
import { controlGithub } from "./support/github-control.ts";
import { captureLogs } from "./support/log-lines.ts";

beforeEach(async () => {
  captureLogs();
  await Promise.all([reset(), controlGithub("reset"), aiControl.reset()]);
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
