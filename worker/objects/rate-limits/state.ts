/** Counting requests in windows of a minute. No I/O, no clock. */

export const WINDOW_MS = 60_000;

export type Window = { readonly startedAt: number; readonly count: number };
export type Taken = {
  readonly allowed: boolean;
  readonly remaining: number;
  /** When the window ends, ms since the epoch. */
  readonly resetAt: number;
};

/** Counts one request at `now` against `limit`. A refused request is not counted. */
export function take(window: Window | undefined, limit: number, now: number): { window: Window; taken: Taken } {
  const isCurrent = window !== undefined && now >= window.startedAt && now < window.startedAt + WINDOW_MS;
  const current = isCurrent ? window : { startedAt: now, count: 0 };
  const allowed = current.count < limit;
  const next = allowed ? { ...current, count: current.count + 1 } : current;
  return {
    window: next,
    taken: { allowed, remaining: Math.max(0, limit - next.count), resetAt: next.startedAt + WINDOW_MS },
  };
}

/** The window without one request that was counted in it; what is over stays as it is. */
export function giveBack(window: Window | undefined, now: number): Window | undefined {
  const isCurrent = window !== undefined && now >= window.startedAt && now < window.startedAt + WINDOW_MS;
  return isCurrent ? { ...window, count: Math.max(0, window.count - 1) } : window;
}
