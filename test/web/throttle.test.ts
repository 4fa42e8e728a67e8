import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createThrottle } from "../../web/src/refresh.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("what is throttled runs within its interval although the clock of the computer is set back by hours", async () => {
  const task = vi.fn();
  const throttle = createThrottle(task, 100, 10_000);
  throttle.call();
  await vi.advanceTimersByTimeAsync(100);
  vi.setSystemTime(Date.now() - 4 * 3_600_000);
  throttle.call();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(task).toHaveBeenCalledTimes(2);
});
