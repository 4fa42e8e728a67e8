/** Time as the rest of the Worker sees it. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
};

export type ClockHook = (now: number) => number;

export function createClock(hook?: ClockHook): Clock {
  return { now: () => (hook ? hook(Date.now()) : Date.now()) };
}
