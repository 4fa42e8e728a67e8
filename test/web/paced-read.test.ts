import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPacedRead, type PacedRead } from "../../web/src/paced-read.ts";
import { ApiProblem } from "../../web/src/problem.ts";

let opened: PacedRead[] = [];
let visibility: DocumentVisibilityState;

beforeEach(() => {
  opened = [];
  visibility = "visible";
  vi.useFakeTimers();
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
});
afterEach(() => {
  for (const reading of opened) reading.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function look(state: DocumentVisibilityState) {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

/** A list whose reading takes so many requests; `fail` makes the next readings fail. */
function open(requests = 1) {
  const read = vi.fn(async () => undefined);
  const reading = createPacedRead(read, () => requests);
  opened.push(reading);
  const fail = (retryAt?: number) =>
    read.mockRejectedValueOnce(new ApiProblem({ status: 429, code: "rate_limited", title: "", detail: "", retryAt }));
  return { read, reading, fail };
}

describe("a list that is read at a pace", () => {
  it.each([1, 3, 10])(
    "takes at most a third of the thirty requests a minute when a reading takes %i",
    async (requests) => {
      const { read, reading } = open(requests);
      for (let passed = 0; passed < 600_000; passed += 200) {
        reading.soon();
        await pass(200);
      }
      expect(read.mock.calls.length * requests).toBeLessThanOrEqual(100 + requests);
      expect(read.mock.calls.length * requests).toBeGreaterThan(100 - 2 * requests);
    },
  );

  it("is not read while the tab is hidden, and once when it is shown again", async () => {
    const { read, reading } = open();
    reading.soon();
    look("hidden");
    for (let minute = 0; minute < 10; minute++) {
      reading.soon();
      await pass(60_000);
    }
    expect(read).not.toHaveBeenCalled();
    look("visible");
    await pass(60_000);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("is left alone when a tab is shown again to which nothing came", async () => {
    const { read } = open();
    look("hidden");
    look("visible");
    await pass(60_000);
    expect(read).not.toHaveBeenCalled();
  });

  it("is read again at the instant that the refusal names, whatever comes meanwhile", async () => {
    const { read, reading, fail } = open();
    fail(Date.now() + 42_000);
    reading.soon();
    await pass(1000);
    reading.soon();
    await pass(40_900);
    expect(read).toHaveBeenCalledTimes(1);
    await pass(100);
    expect(read).toHaveBeenCalledTimes(2);
    await pass(600_000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("is read again after a growing pause when the failure names no instant", async () => {
    const { read, reading, fail } = open();
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    for (let time = 0; time < 7; time++) fail();
    const begun: number[] = [];
    reading.soon();
    for (let second = 0; second < 180; second++) {
      await pass(1000);
      while (begun.length < read.mock.calls.length) begun.push(second);
    }
    const pauses = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(pauses).toHaveLength(7);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.at(-1)).toBeGreaterThan(20);
  });

  it("tells who waits how the first reading went that began after the question", async () => {
    const { read, reading, fail } = open();
    fail();
    const refused = reading.next();
    const together = reading.next();
    const results = Promise.allSettled([refused, together]);
    await pass(1000);
    expect((await results).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const answered = reading.next();
    await pass(10_000);
    await expect(answered).resolves.toBeUndefined();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("is read in its time although the clock of the computer is set back by hours", async () => {
    const { read, reading, fail } = open();
    reading.soon();
    await pass(400);
    vi.setSystemTime(Date.now() - 4 * 3_600_000);
    fail(Date.now() + 2000);
    reading.soon();
    await pass(6000);
    expect(read).toHaveBeenCalledTimes(2);
    vi.setSystemTime(Date.now() - 4 * 3_600_000);
    await pass(6000);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it.each([403, 404])("is not read again by itself once its answer is %i", async (status) => {
    const { read, reading } = open();
    read.mockRejectedValueOnce(new ApiProblem({ status, code: "refused", title: "", detail: "" }));
    reading.soon();
    await pass(600_000);
    expect(read).toHaveBeenCalledTimes(1);
    reading.soon();
    await pass(600_000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("has a pace of its own where it has a budget of its own, and is read while hidden where that is told", async () => {
    const read = vi.fn(async () => undefined);
    const reading = createPacedRead(read, () => 1, { afterMs: 150, perRequestMs: 2000, isReadHidden: true });
    opened.push(reading);
    look("hidden");
    reading.soon();
    await pass(150);
    expect(read).toHaveBeenCalledTimes(1);
    reading.soon();
    await pass(2000);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("is not read any more after its page is gone", async () => {
    const { read, reading, fail } = open();
    fail();
    reading.soon();
    await pass(400);
    reading.close();
    await pass(600_000);
    expect(read).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
