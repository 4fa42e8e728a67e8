import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Lease, type LeaseEvent, type LeaseReply, stepLease } from "../../worker/objects/repo-jobs/state.ts";

const LEASE_MS = 30_000;
const claim = (token: string, floor = 0): LeaseEvent => ({ type: "claim", token, floor, leaseMs: LEASE_MS });
const beat = (token: string, fence: number): LeaseEvent => ({ type: "beat", token, fence, leaseMs: LEASE_MS });

function leaseAfter(events: readonly (readonly [number, LeaseEvent])[]): Lease | undefined {
  return events.reduce<Lease | undefined>((lease, [now, event]) => stepLease(lease, event, now).lease, undefined);
}

type Move = { before: Lease | undefined; event: LeaseEvent; now: number; after: Lease; reply: LeaseReply };

/** What may never happen in one step. */
const RULES: Readonly<Record<string, (move: Move) => boolean>> = {
  "the fence shrinks": ({ before, after }) => after.fence < (before?.fence ?? 0),
  "a closed lease opens": ({ before, after }) => before?.mode === "closed" && after.mode !== "closed",
  "a living holder is replaced": ({ before, event, now, reply }) =>
    event.type === "claim" && reply.ok && before?.mode === "held" && before.token !== event.token && now < before.until,
  "a new holder gets an old fence": ({ before, event, reply }) =>
    event.type === "claim" && reply.ok && reply.extended && reply.fence <= (before?.fence ?? 0),
};

/** Names of the rules that a history breaks; each event comes with the wait before it in ms. */
function brokenRules(history: readonly (readonly [number, LeaseEvent])[]): string[] {
  let now = 0;
  let before: Lease | undefined;
  return history.flatMap(([wait, event]) => {
    now += wait;
    const { lease: after, reply } = stepLease(before, event, now);
    const move = { before, event, now, after, reply };
    before = after;
    return Object.keys(RULES).filter((rule) => RULES[rule]?.(move));
  });
}

describe("a job's lease", () => {
  it("goes to the first worker and is refused to a second while it lives", () => {
    const lease = leaseAfter([[0, claim("a")]]);
    expect(stepLease(lease, claim("b"), 29_999).reply).toEqual({ ok: false, reason: "held" });
  });

  it("gives the same answer to the same token, for a claim whose answer was lost", () => {
    const lease = leaseAfter([[0, claim("a")]]);
    expect(stepLease(lease, claim("a"), 10).reply).toEqual({ ok: true, fence: 1, until: 30_000, extended: false });
  });

  it("goes to another worker with a larger fence once it has run out", () => {
    const lease = leaseAfter([[0, claim("a")]]);
    expect(stepLease(lease, claim("b"), 30_000).reply).toMatchObject({ ok: true, fence: 2 });
  });

  it("tells the first worker that it lost when it beats after a takeover", () => {
    const lease = leaseAfter([
      [0, claim("a")],
      [30_000, claim("b")],
    ]);
    expect(stepLease(lease, beat("a", 1), 30_001).reply).toEqual({ ok: false, reason: "lost" });
  });

  it("is prolonged only after a third of it is used up", () => {
    const lease = leaseAfter([[0, claim("a")]]);
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
    const lease = leaseAfter([
      [0, claim("a")],
      [1, { type: "close", reason: "cancelled" }],
    ]);
    expect(stepLease(lease, beat("a", 1), 2).reply).toEqual({ ok: false, reason: "cancelled" });
  });

  it("can be claimed at once after a release, with a larger fence", () => {
    const lease = leaseAfter([
      [0, claim("a")],
      [1, { type: "release", fence: 1 }],
    ]);
    expect(stepLease(lease, claim("b"), 2).reply).toMatchObject({ ok: true, fence: 2 });
  });

  it("ignores a release by a worker that lost it", () => {
    const lease = leaseAfter([
      [0, claim("a")],
      [30_000, claim("b")],
      [30_001, { type: "release", fence: 1 }],
    ]);
    expect(lease).toMatchObject({ mode: "held", token: "b" });
  });

  it("keeps its first reason when it is closed twice", () => {
    const lease = leaseAfter([
      [0, { type: "close", reason: "finished" }],
      [1, { type: "close", reason: "cancelled" }],
    ]);
    expect(lease).toEqual({ mode: "closed", fence: 0, reason: "finished" });
  });

  it("has one holder at a time and a fence that only grows, whatever happens", () => {
    const token = fc.constantFrom("a", "b", "c");
    const fence = fc.nat({ max: 6 });
    const event = fc.oneof(
      fc.record({ type: fc.constant("claim" as const), token, floor: fence, leaseMs: fc.constant(100) }),
      fc.record({ type: fc.constant("beat" as const), token, fence, leaseMs: fc.constant(100) }),
      fc.record({ type: fc.constant("release" as const), fence }),
      fc.record({
        type: fc.constant("close" as const),
        reason: fc.constantFrom("finished" as const, "cancelled" as const),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 80 }), event), { maxLength: 40 }),
        (steps) => brokenRules(steps).length === 0,
      ),
      { numRuns: 2_000 },
    );
  });
});
