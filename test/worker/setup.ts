import { reset } from "cloudflare:test";
import { afterEach, beforeEach, vi } from "vitest";
import { aiControl } from "./support/ai.ts";
import { freshSchema } from "./support/fresh-schema.ts";
import { controlGithub } from "./support/github-control.ts";
import { isWorldKept } from "./support/kept-world.ts";
import { captureLogs } from "./support/log-lines.ts";
import { takeLeaks } from "./support/planted/register.ts";
import { hearSinks } from "./support/planted/sinks.ts";

hearSinks();

beforeEach(async () => {
  captureLogs();
  if (isWorldKept()) return;
  await Promise.all([reset(), controlGithub("reset"), aiControl.reset()]);
  await freshSchema();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  const leaks = takeLeaks(isWorldKept());
  if (leaks.length > 0) throw new Error(`A secret is where it must not be:\n${leaks.join("\n")}`);
});
