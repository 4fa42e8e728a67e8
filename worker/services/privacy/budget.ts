import type { Clock } from "../../platform/clock.ts";

/** What one run of the clock may spend: the next one goes on where it ended. */
export type Budget = {
  /** Takes so many round trips; false when there are none left, or no time. */
  spend(steps: number): boolean;
};

export function createBudget(clock: Clock, limit: { readonly steps: number; readonly forMs: number }): Budget {
  const until = clock.now() + limit.forMs;
  let left = limit.steps;
  return {
    spend(steps) {
      if (left < steps || clock.now() > until) return false;
      left -= steps;
      return true;
    },
  };
}
