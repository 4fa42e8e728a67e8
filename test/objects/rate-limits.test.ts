import { describe, expect, it } from "vitest";
import { giveBack, take, WINDOW_MS, type Window } from "../../worker/objects/rate-limits/state.ts";

/** What each request at these instants gets, one after the other. */
function outcomes(limit: number, instants: readonly number[]): boolean[] {
  let window: Window | undefined;
  return instants.map((now) => {
    const step = take(window, limit, now);
    window = step.window;
    return step.taken.allowed;
  });
}

describe("a window of a minute", () => {
  it("takes as many requests as the limit says", () => {
    expect(outcomes(2, [1_000, 1_000, 1_000])).toEqual([true, true, false]);
  });

  it("is over exactly a minute after its first request", () => {
    expect(outcomes(1, [1_000, 1_000 + WINDOW_MS - 1, 1_000 + WINDOW_MS])).toEqual([true, false, true]);
  });

  it("is not prolonged by refused requests", () => {
    expect(outcomes(1, [0, 30_000, 59_999, 60_000])).toEqual([true, false, false, true]);
  });

  it("says how many are left and when it ends", () => {
    const { taken } = take({ startedAt: 5_000, count: 1 }, 3, 6_000);
    expect(taken).toEqual({ allowed: true, remaining: 1, resetAt: 5_000 + WINDOW_MS });
  });

  it("lets nobody in under a limit of nothing", () => {
    expect(take(undefined, 0, 1)).toMatchObject({ taken: { allowed: false, remaining: 0 } });
  });

  it("begins anew when the clock went back", () => {
    expect(take({ startedAt: 5_000, count: 9 }, 3, 4_000).taken.allowed).toBe(true);
  });

  it("takes back what was counted in it, and nothing of one that is over", () => {
    const window = { startedAt: 1_000, count: 2 };
    expect(giveBack(window, 2_000)).toEqual({ startedAt: 1_000, count: 1 });
    expect(giveBack({ startedAt: 1_000, count: 0 }, 2_000)).toEqual({ startedAt: 1_000, count: 0 });
    expect(giveBack(window, 1_000 + WINDOW_MS)).toBe(window);
    expect(giveBack(undefined, 1)).toBeUndefined();
  });
});
