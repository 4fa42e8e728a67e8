import { describe, expect, it } from "vitest";
import { reconnectDelayMs } from "../../web/src/live.ts";

describe("delay before a reconnect", () => {
  it.each([
    [0, 1, 500],
    [0, 0, 250],
    [1, 1, 1000],
    [3, 0.5, 3000],
    [20, 1, 30_000],
  ])("after %i failures, with chance %f, is %i ms", (failures, fraction, expected) => {
    expect(reconnectDelayMs(failures, fraction)).toBe(expected);
  });
});
