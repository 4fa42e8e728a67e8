import { modelFor } from "../../adapters/ai/models/registry.ts";
import { AI_PROVIDERS } from "../../adapters/ai/port.ts";
import type { Config } from "../../config.ts";
import { pingDatabase } from "../../db/system-base.ts";
import { reasonOf } from "../../errors.ts";
import { readSharedCircuit } from "../ai/breakers.ts";
import type { Scope } from "../context.ts";

const LIMIT_MS = 10_000;
const DIFFICULTIES = ["usual", "hard"] as const;

type Part = "database" | "queues" | "objects";
type Outcome = "ok" | "failed";

export type Readiness = {
  readonly isReady: boolean;
  readonly checks: Readonly<Record<Part, Outcome>>;
  /** What does not work now and stops nothing else, by the names of `configured`. */
  readonly degraded: readonly string[];
  /** What this deploy has, by name: never a value. */
  readonly configured: Readonly<Record<string, boolean>>;
};

async function late(signal: AbortSignal): Promise<never> {
  await scheduler.wait(LIMIT_MS, { signal });
  throw new Error("No answer within ten seconds.");
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const answered = new AbortController();
  try {
    return await Promise.race([work, late(answered.signal)]);
  } finally {
    answered.abort();
  }
}

async function outcomeOf(scope: Scope, part: Part, work: Promise<unknown>): Promise<Outcome> {
  try {
    await inTime(work);
    return "ok";
  } catch (error) {
    scope.log.error("not_ready", { kind: part, reason: reasonOf(error) });
    return "failed";
  }
}

/** Asks every part that requests need, all at once, and gives each ten seconds. */
export async function checkReady(scope: Scope): Promise<Readiness> {
  const [database, queues, objects, degraded] = await Promise.all([
    outcomeOf(scope, "database", pingDatabase(scope.db)),
    outcomeOf(scope, "queues", scope.publisher.check()),
    outcomeOf(scope, "objects", scope.objects.rateLimits("system", "ready").ping()),
    degradedParts(scope),
  ]);
  const checks = { database, queues, objects };
  return {
    isReady: Object.values(checks).every((outcome) => outcome === "ok"),
    checks,
    degraded,
    configured: configuredParts(scope.config),
  };
}

/** Providers whose circuit is open for all organizations. What cannot be asked within the time is no news of a provider. */
async function degradedParts(scope: Scope): Promise<string[]> {
  try {
    return await inTime(openCircuits(scope));
  } catch (error) {
    scope.log.warning("circuits_unknown", { reason: reasonOf(error) });
    return [];
  }
}

async function openCircuits(scope: Scope): Promise<string[]> {
  const asked = AI_PROVIDERS.filter((name) => scope.config.ai[name].key !== null).map(async (name) => {
    const circuits = DIFFICULTIES.map((difficulty) =>
      readSharedCircuit(scope, { provider: name, model: modelFor(scope.config, name, difficulty) }),
    );
    return (await Promise.all(circuits)).includes("open") ? [`ai_${name}`] : [];
  });
  return (await Promise.all(asked)).flat();
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
