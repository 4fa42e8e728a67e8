import { describe, expect, it } from "vitest";
import { dueAction, type WatchedJob } from "../../worker/services/jobs/due-action.ts";

describe("what the reconciler does about a job", () => {
  const waiting: WatchedJob = { id: "j", running: false, leaseUntil: null, dueAt: 0, publishedAt: 0 };

  it.each([
    ["waits for a message that was just sent", waiting, 14_999, "wait", 15_000],
    ["sends it again when it was not picked up for 15 s", waiting, 15_000, "republish", 30_000],
    ["waits twice as long after each repeat", { ...waiting, publishedAt: 30_000 }, 59_999, "wait", 60_000],
    ["never waits longer than a minute", { ...waiting, publishedAt: 600_000 }, 660_000, "republish", 675_000],
    ["does not send before the retry is due", { ...waiting, dueAt: 90_000, publishedAt: 90_000 }, 100, "wait", 105_000],
    ["leaves a living worker alone", { ...waiting, running: true, leaseUntil: 30_000 }, 29_999, "wait", 30_001],
    [
      "gives up a worker whose lease ran out",
      { ...waiting, running: true, leaseUntil: 30_000 },
      30_000,
      "expire",
      30_000,
    ],
    ["gives up a running row without a lease", { ...waiting, running: true }, 9, "expire", 9],
  ] as const)("%s", (_name, job, now, action, lookAgainAt) => {
    expect(dueAction(job, now)).toEqual({ action, lookAgainAt });
  });
});
