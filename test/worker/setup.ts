import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";

beforeEach(async () => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
