import type { Config } from "../../config.ts";
import { pingDatabase } from "../../db/system-base.ts";
import { reasonOf } from "../../errors.ts";
import type { Scope } from "../context.ts";

const LIMIT_MS = 10_000;

type Part = "database" | "queues" | "objects";
type Outcome = "ok" | "failed";

export type Readiness = {
  readonly isReady: boolean;
  readonly checks: Readonly<Record<Part, Outcome>>;
  /** What this deploy has, by name: never a value. */
  readonly configured: Readonly<Record<string, boolean>>;
};

async function late(signal: AbortSignal): Promise<never> {
  await scheduler.wait(LIMIT_MS, { signal });
  throw new Error("No answer within ten seconds.");
}

async function outcomeOf(scope: Scope, part: Part, work: Promise<unknown>): Promise<Outcome> {
  const answered = new AbortController();
  try {
    await Promise.race([work, late(answered.signal)]);
    return "ok";
  } catch (error) {
    scope.log.error("not_ready", { kind: part, reason: reasonOf(error) });
    return "failed";
  } finally {
    answered.abort();
  }
}

/** Asks every part that requests need, all at once, and gives each ten seconds. */
export async function checkReady(scope: Scope): Promise<Readiness> {
  const [database, queues, objects] = await Promise.all([
    outcomeOf(scope, "database", pingDatabase(scope.db)),
    outcomeOf(scope, "queues", scope.publisher.check()),
    outcomeOf(scope, "objects", scope.objects.rateLimits("system", "ready").ping()),
  ]);
  const checks = { database, queues, objects };
  return {
    isReady: Object.values(checks).every((outcome) => outcome === "ok"),
    checks,
    configured: configuredParts(scope.config),
  };
}

function configuredParts({ ai, isDemo, metricsToken }: Config): Readiness["configured"] {
  const providers = Object.entries(ai).map(([name, { key }]) => [`ai_${name}`, key !== null] as const);
  return {
    github: true,
    local_github: isDemo,
    metrics: metricsToken !== undefined,
    ai: providers.some(([, hasKey]) => hasKey),
    ...Object.fromEntries(providers),
  };
}
