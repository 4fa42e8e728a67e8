/** How often, how long and how soon jobs run, per kind. Pure. */

export const JOB_KINDS = ["analysis", "sync", "ci_generation"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

const MINUTE_MS = 60_000;

const KINDS: Readonly<Record<JobKind, { readonly retries: number; readonly timeoutMs: number }>> = {
  analysis: { retries: 3, timeoutMs: 5 * MINUTE_MS },
  sync: { retries: 5, timeoutMs: 2 * MINUTE_MS },
  ci_generation: { retries: 2, timeoutMs: 3 * MINUTE_MS },
};

/** Before attempts 2, 3, … */
const DELAYS_MS = [30_000, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 20 * MINUTE_MS];
const JITTER = 0.2;

/** A worker that dies does not spend an attempt; a job that kills five workers is at fault itself. */
export const MAX_LOST = 5;

export function maxAttempts(kind: JobKind): number {
  return KINDS[kind].retries + 1;
}

/** Longest time of one attempt. */
export function timeoutMsOf(kind: JobKind): number {
  return KINDS[kind].timeoutMs;
}

/**
 * Wait before the next attempt in ms, ±20 %; null when the attempts are used up. `attempt` counts those made, `fraction` is
 * random in [0, 1).
 */
export function retryDelayMs(kind: JobKind, attempt: number, fraction: number): number | null {
  if (attempt >= maxAttempts(kind)) return null;
  const base = DELAYS_MS[Math.min(attempt, DELAYS_MS.length) - 1] ?? DELAYS_MS[0] ?? 0;
  return Math.round(base * (1 - JITTER + 2 * JITTER * fraction));
}
