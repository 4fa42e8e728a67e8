/** Counts what callers were refused for, in this isolate alone: no store is asked, so that refusing costs next to nothing. */

const WINDOW_MS = 60_000;
/** Callers that are remembered; the ones that came first are forgotten first. */
const CALLERS = 10_000;

type Window = { readonly startedAt: number; readonly count: number };

export type Refusals = {
  /** Counts one at `now`: how many within the minute, this one included, and when that minute ends. */
  count(caller: string, now: number): { readonly count: number; readonly endsAt: number };
};

export function createRefusals(): Refusals {
  const windows = new Map<string, Window>();
  return {
    count(caller, now) {
      const known = windows.get(caller);
      const isCurrent = known !== undefined && now >= known.startedAt && now < known.startedAt + WINDOW_MS;
      const { startedAt, count } = isCurrent ? known : { startedAt: now, count: 0 };
      const [first] = windows.keys();
      if (!known && windows.size >= CALLERS && first !== undefined) windows.delete(first);
      windows.set(caller, { startedAt, count: count + 1 });
      return { count: count + 1, endsAt: startedAt + WINDOW_MS };
    },
  };
}
