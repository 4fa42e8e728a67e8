import { describe, expect, it } from "vitest";
import { planReplay, sendableCloseCode, spendFrame } from "../../worker/objects/live-feed/state.ts";

describe("replay of a live feed", () => {
  it.each([
    [
      "sends everything to a client that has nothing",
      { since: 0, first: 1, last: 9, latest: 9 },
      { resync: false, cursor: 0 },
    ],
    ["sends what came after a reconnect", { since: 4, first: 1, last: 9, latest: 9 }, { resync: false, cursor: 4 }],
    [
      "sends nothing to a client that has all",
      { since: 9, first: 1, last: 9, latest: 9 },
      { resync: false, cursor: 9 },
    ],
    ["starts empty where nothing happened", { since: 0, first: 0, last: 0, latest: 0 }, { resync: false, cursor: 0 }],
    ["replays from the oldest that is kept", { since: 4, first: 5, last: 9, latest: 9 }, { resync: false, cursor: 4 }],
    [
      "asks for a resync when older events are gone",
      { since: 3, first: 5, last: 9, latest: 9 },
      { resync: true, cursor: 9 },
    ],
    [
      "asks for a resync when its storage was lost",
      { since: 3, first: 0, last: 0, latest: 9 },
      { resync: true, cursor: 9 },
    ],
    [
      "asks for a resync when it missed the newest",
      { since: 3, first: 1, last: 7, latest: 9 },
      { resync: true, cursor: 9 },
    ],
    [
      "needs no events to serve a client that is up to date",
      { since: 9, first: 0, last: 0, latest: 9 },
      { resync: false, cursor: 9 },
    ],
    [
      "asks for a resync when the client is ahead of us",
      { since: 50, first: 1, last: 9, latest: 9 },
      { resync: true, cursor: 9 },
    ],
  ])("%s", (_name, question, plan) => {
    expect(planReplay(question)).toEqual(plan);
  });
});

describe("frames from a client", () => {
  it("may come ten times in a second", () => {
    const tenth = spendFrame({ second: 1, frames: 9 }, 4, 1_500);
    expect(tenth.allowed).toBe(true);
    expect(spendFrame(tenth.budget, 4, 1_999).allowed).toBe(false);
  });

  it("are counted anew each second", () => {
    expect(spendFrame({ second: 1, frames: 10 }, 4, 2_000)).toEqual({
      budget: { second: 2, frames: 1 },
      allowed: true,
    });
  });

  it("must be small", () => {
    expect(spendFrame(undefined, 1_024, 0).allowed).toBe(true);
    expect(spendFrame(undefined, 1_025, 0).allowed).toBe(false);
  });
});

describe("closing a socket", () => {
  it.each([
    [1000, 1000],
    [1001, 1001],
    [1005, 1000],
    [1006, 1000],
    [1004, 1000],
    [1015, 1000],
    [4401, 4401],
    [5000, 1000],
  ])("answers code %i with %i", (received, sent) => {
    expect(sendableCloseCode(received)).toBe(sent);
  });
});
