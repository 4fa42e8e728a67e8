/** The only source of time in the local GitHub: tokens, rate limits and dates all read it, so tests can move it. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock forward by this many milliseconds, for tests and the control routes. */
  advance(ms: number): void;
};

export function createClock(start: () => number = Date.now): Clock {
  let offsetMs = 0;
  return {
    now: () => start() + offsetMs,
    advance: (ms) => {
      offsetMs += ms;
    },
  };
}

/** GitHub writes instants in UTC without milliseconds: `2026-01-31T12:00:00Z`. */
export function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
