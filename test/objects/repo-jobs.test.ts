import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueAction, type Lease, type LeaseEvent, stepLease, type WatchedJob } from "../../worker/objects/repo-jobs/state.ts";

const LEASE_MS = 30_000;
const claim = (token: string, floor = 0): LeaseEvent => ({ type: "claim", token, floor, leaseMs: LEASE_MS });
const beat = (token: string, fence: number): LeaseEvent => ({ type: "beat", token, fence, leaseMs: LEASE_MS });

function after(events: readonly (readonly [number, LeaseEvent])[]): Lease | undefined {
  return events.reduce<Lease | undefined>((lease, [now, event]) => stepLease(lease, event, now).lease, undefined);
}

describe("a job's lease", () => {
  it("goes to the first worker and is refused to a second while it lives", () => {
    const lease = after([[0, claim("a")]]);
    expect(stepLease(lease, claim("b"), 29_999).reply).toEqual({ ok: false, reason: "held" });
  });

  it("gives the same answer to the same token, for a claim whose answer was lost", () => {
    const lease = after([[0, claim("a")]]);
    expect(stepLease(lease, claim("a"), 10).reply).toEqual({ ok: true, fence: 1, until: 30_000, extended: false });
  });

  it("goes to another worker with a larger fence once it has run out", () => {
    const lease = after([[0, claim("a")]]);
    expect(stepLease(lease, claim("b"), 30_000).reply).toMatchObject({ ok: true, fence: 2 });
  });

  it("tells the first worker that it lost when it beats after a takeover", () => {
    const lease = after([[0, claim("a")], [30_000, claim("b")]]);
    expect(stepLease(lease, beat("a", 1), 30_001).reply).toEqual({ ok: false, reason: "lost" });
  });

  it("is prolonged only after a third of it is used up", () => {
    const lease = after([[0, claim("a")]]);
    expect(stepLease(lease, beat("a", 1), 9_999).reply).toMatchObject({ extended: false, until: 30_000 });
    expect(stepLease(lease, beat("a", 1), 10_000).reply).toMatchObject({ extended: true, until: 40_000 });
  });

  it("never hands out a fence that the row already has, after its storage was lost", () => {
    expect(stepLease(undefined, claim("b", 7), 0).reply).toMatchObject({ ok: true, fence: 8 });
  });

  it("adopts a running worker after its storage was lost", () => {
    const adopted = stepLease(undefined, beat("a", 3), 5);
    expect(adopted.reply).toMatchObject({ ok: true, fence: 3, until: 30_005 });
    expect(stepLease(adopted.lease, claim("b", 3), 6).reply).toEqual({ ok: false, reason: "held" });
  });

  it("tells the running worker of a cancellation at its next beat", () => {
    const lease = after([[0, claim("a")], [1, { type: "close", reason: "cancelled" }]]);
    expect(stepLease(lease, beat("a", 1), 2).reply).toEqual({ ok: false, reason: "cancelled" });
  });

  it("can be claimed at once after a release, with a larger fence", () => {
    const lease = after([[0, claim("a")], [1, { type: "release", fence: 1 }]]);
    expect(stepLease(lease, claim("b"), 2).reply).toMatchObject({ ok: true, fence: 2 });
  });

  it("ignores a release by a worker that lost it", () => {
    const lease = after([[0, claim("a")], [30_000, claim("b")], [30_001, { type: "release", fence: 1 }]]);
    expect(lease).toMatchObject({ mode: "held", token: "b" });
  });

  it("keeps its first reason when it is closed twice", () => {
    const lease = after([[0, { type: "close", reason: "finished" }], [1, { type: "close", reason: "cancelled" }]]);
    expect(lease).toEqual({ mode: "closed", fence: 0, reason: "finished" });
  });

  it("has one holder at a time and a fence that only grows, whatever happens", () => {
    const token = fc.constantFrom("a", "b", "c");
    const fence = fc.nat({ max: 6 });
    const event = fc.oneof(
      fc.record({ type: fc.constant("claim" as const), token, floor: fence, leaseMs: fc.constant(100) }),
      fc.record({ type: fc.constant("beat" as const), token, fence, leaseMs: fc.constant(100) }),
      fc.record({ type: fc.constant("release" as const), fence }),
      fc.record({ type: fc.constant("close" as const), reason: fc.constantFrom("finished" as const, "cancelled" as const) }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 80 }), event), { maxLength: 40 }), (steps) => {
        let now = 0;
        let lease: Lease | undefined;
        for (const [wait, next] of steps) {
          now += wait;
          const before = lease;
          const { lease: stepped, reply } = stepLease(before, next, now);
          if (before && stepped.fence < before.fence) return false;
          if (before?.mode === "closed" && stepped.mode !== "closed") return false;
          const isTakeover = next.type === "claim" && reply.ok && before?.mode === "held" && before.token !== next.token;
          if (isTakeover && (now < before.until || reply.fence <= before.fence)) return false;
          lease = stepped;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("what the reconciler does about a job", () => {
  const waiting: WatchedJob = { id: "j", running: false, leaseUntil: null, dueAt: 0, publishedAt: 0 };

  it.each([
    ["waits for a message that was just sent", waiting, 14_999, "wait", 15_000],
    ["sends it again when it was not picked up for 15 s", waiting, 15_000, "republish", 30_000],
    ["sends at once what was never sent", { ...waiting, publishedAt: null }, 5, "republish", 15_005],
    ["waits twice as long after each repeat", { ...waiting, publishedAt: 30_000 }, 59_999, "wait", 60_000],
    ["never waits longer than a minute", { ...waiting, publishedAt: 600_000 }, 660_000, "republish", 675_000],
    ["does not send before the retry is due", { ...waiting, dueAt: 90_000, publishedAt: 90_000 }, 100, "wait", 105_000],
    ["leaves a living worker alone", { ...waiting, running: true, leaseUntil: 30_000 }, 29_999, "wait", 30_001],
    ["gives up a worker whose lease ran out", { ...waiting, running: true, leaseUntil: 30_000 }, 30_000, "expire", 30_000],
    ["gives up a running row without a lease", { ...waiting, running: true }, 9, "expire", 9],
  ] as const)("%s", (_name, job, now, action, lookAgainAt) => {
    expect(dueAction(job, now)).toEqual({ action, lookAgainAt });
  });
});
