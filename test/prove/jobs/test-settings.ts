/** The product with shorter times, so that minutes of waiting become seconds. Nothing else of it differs. */
import type { SourceChange } from "../../support/workerd/bundle.ts";

/** Seams of the objects' own platform fail too: production passes hooks to nobody. */
export const HOOKED: SourceChange = {
  file: "worker/wiring.ts",
  from: "export function createPlatform(env: Env, hooks: PlatformHooks = {}): Platform {",
  to: "export function createPlatform(env: Env, hooks: PlatformHooks = globalThis.chaosHooks(env)): Platform {",
};

export const SHORT_TIMES: readonly SourceChange[] = [
  { file: "worker/services/jobs/claim-job.ts", from: "LEASE_MS = 30_000", to: "LEASE_MS = 4_000" },
  { file: "worker/services/jobs/heartbeat.ts", from: "BEAT_MS = 1_000", to: "BEAT_MS = 500" },
  { file: "worker/services/jobs/due-action.ts", from: "LOST_AFTER_MS = 15_000", to: "LOST_AFTER_MS = 2_000" },
  {
    file: "worker/services/jobs/due-action.ts",
    from: "LOST_AFTER_AT_MOST_MS = 60_000",
    to: "LOST_AFTER_AT_MOST_MS = 8_000",
  },
  {
    file: "worker/services/jobs/retry-schedule.ts",
    from: "[30_000, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 20 * MINUTE_MS]",
    to: "[500, 1_500, 3_000, 6_000, 12_000]",
  },
  { file: "worker/consumers/consume-batch.ts", from: "LATER_SECONDS = 10", to: "LATER_SECONDS = 1" },
  {
    file: "worker/platform/egress.ts",
    from: "timeoutMs: 30_000",
    to: "timeoutMs: 8_000",
  },
];
