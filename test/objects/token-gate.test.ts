import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  enter,
  type GateAsk,
  type GateReport,
  type GateState,
  isIdle,
  leave,
  NEW_GATE,
  WRITE_EVERY_MS,
} from "../../worker/objects/token-gate/state.ts";

const START = Date.UTC(2026, 10, 21, 12);
let asked = 0;

function ask(change: Partial<GateAsk> = {}): GateAsk {
  asked += 1;
  return { id: `r${asked}`, kind: "read", resource: "core", isBackground: false, isPaced: true, now: START, ...change };
}

function report(id: string, change: Partial<GateReport> = {}): GateReport {
  return { id, resource: "core", budget: null, blocked: null, now: START, ...change };
}

/** Asks one after the other; answers the replies and the state that they lead to. */
function enterAll(asks: readonly GateAsk[], from: GateState = NEW_GATE) {
  const replies = [];
  let state = from;
  for (const one of asks) {
    const step = enter(state, one);
    replies.push(step.reply);
    state = step.state;
  }
  return { replies, state };
}

type Wish = { readonly kind: GateAsk["kind"]; readonly afterMs: number };
type Gone = { readonly at: number; readonly kind: GateAsk["kind"] };

/** The requests that get through when each comes so long after the one before and is answered at once. */
function gonePast(wishes: readonly Wish[]): Gone[] {
  let state = NEW_GATE;
  let now = START;
  return wishes.flatMap(({ kind, afterMs }) => {
    now += afterMs;
    const one = ask({ kind, now });
    const step = enter(state, one);
    state = step.reply.ok ? leave(step.state, report(one.id, { now })) : step.state;
    return step.reply.ok ? [{ at: now, kind }] : [];
  });
}

/** What went in each minute that begins with a request. */
function minutesOf(gone: readonly Gone[]): Gone[][] {
  return gone.map(({ at }) => gone.filter((other) => other.at >= at && other.at < at + 60_000));
}

describe("what has been told", () => {
  const hourly = { limit: 5_000, remaining: 0, resetAt: START + 1_800_000 };

  it("holds everything back until a secondary limit is over, to the millisecond", () => {
    const state = leave(NEW_GATE, report("a", { blocked: { until: START + 60_000, scope: "all" } }));
    for (const resource of ["core", "graphql"] as const) {
      const early = enter(state, ask({ resource, now: START + 59_999 }));
      expect(early.reply).toEqual({ ok: false, reason: "limited", until: START + 60_000 });
      expect(enter(state, ask({ resource, now: START + 60_000 })).reply).toEqual({ ok: true });
    }
  });

  it("stops before the request that a spent budget would refuse, and only that resource", () => {
    const state = leave(NEW_GATE, report("a", { budget: hourly }));
    expect(enter(state, ask({ now: START + 1 })).reply).toEqual({
      ok: false,
      reason: "limited",
      until: hourly.resetAt,
    });
    expect(enter(state, ask({ resource: "graphql", now: START + 1 })).reply).toEqual({ ok: true });
    expect(enter(state, ask({ now: hourly.resetAt })).reply).toEqual({ ok: true });
  });

  it("leaves the last tenth of a budget to people who wait", () => {
    const state = leave(NEW_GATE, report("a", { budget: { ...hourly, remaining: 500 } }));
    expect(enter(state, ask({ isBackground: true })).reply).toMatchObject({ reason: "limited" });
    expect(enter(state, ask()).reply).toEqual({ ok: true });
    const more = leave(NEW_GATE, report("a", { budget: { ...hourly, remaining: 501 } }));
    expect(enter(more, ask({ isBackground: true })).reply).toEqual({ ok: true });
  });

  it("is not undone by an answer that was overtaken", () => {
    const spent = leave(NEW_GATE, report("a", { budget: { ...hourly, remaining: 10 } }));
    const late = leave(spent, report("b", { budget: { ...hourly, remaining: 4_000 } }));
    expect(enter(late, ask({ isBackground: true })).reply).toMatchObject({ reason: "limited" });
    const shorter = leave(
      leave(NEW_GATE, report("a", { blocked: { until: START + 60_000, scope: "all" } })),
      report("b", { blocked: { until: START + 1_000, scope: "all" } }),
    );
    expect(enter(shorter, ask({ now: START + 2_000 })).reply).toMatchObject({ until: START + 60_000 });
  });

  it("counts against a GitHub without advice on pace too", () => {
    const state = leave(NEW_GATE, report("a", { blocked: { until: START + 60_000, scope: "all" } }));
    expect(enter(state, ask({ isPaced: false })).reply).toMatchObject({ reason: "limited" });
  });
});

describe("a limit without an instant", () => {
  const MINUTE_MS = 60_000;
  const guess = (now: number) => ({ now, blocked: { until: now + MINUTE_MS, scope: "all" as const, isGuess: true } });

  /** When the next request may leave. */
  function freeAt(state: GateState, now: number): number {
    const { reply } = enter(state, ask({ now }));
    return !reply.ok && reply.reason === "limited" ? reply.until : now;
  }

  /** A gate that was refused so often, each time as soon as it asked again; and when it may ask next. */
  function refused(times: number) {
    let state = NEW_GATE;
    let now = START;
    const waits: number[] = [];
    for (let count = 0; count < times; count += 1) {
      state = leave(state, report("a", guess(now)));
      const next = freeAt(state, now);
      waits.push((next - now) / MINUTE_MS);
      now = next;
    }
    return { state, now, waits };
  }

  it("is waited for twice as long each time, and half an hour at most", () => {
    expect(refused(8).waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it("begins anew with the first answer that is no refusal", () => {
    const { state, now } = refused(4);
    const after = leave(leave(state, report("b", { now })), report("c", guess(now + 1)));
    expect(freeAt(after, now + 1)).toBe(now + 1 + MINUTE_MS);
  });

  it("does not begin anew with a request that got no answer, or that left before it", () => {
    const { state, now } = refused(2);
    const unanswered = leave(state, report("b", { now, isUnanswered: true }));
    expect(freeAt(leave(unanswered, report("c", guess(now))), now)).toBe(now + 4 * MINUTE_MS);
    const late = leave(state, report("b", { now: now - 1 }));
    expect(freeAt(leave(late, report("c", guess(now))), now)).toBe(now + 4 * MINUTE_MS);
  });

  it("counts once for all requests that were under way", () => {
    const once = leave(NEW_GATE, report("a", guess(START)));
    const state = leave(leave(once, report("b", guess(START + 1))), report("c", guess(START + 2)));
    expect(freeAt(state, START + 3)).toBe(START + 2 + MINUTE_MS);
  });

  it("is not prolonged when GitHub names an instant", () => {
    const { state, now } = refused(4);
    const named = leave(state, report("b", { now, blocked: { until: now + 5_000, scope: "all" } }));
    expect(freeAt(named, now)).toBe(now + 5_000);
  });

  it("of one resource grows though the other answers", () => {
    const ofCore = (now: number) => ({
      now,
      blocked: { until: now + MINUTE_MS, scope: "core" as const, isGuess: true },
    });
    const once = leave(NEW_GATE, report("a", ofCore(START)));
    const now = START + MINUTE_MS;
    const other = leave(once, report("b", { now, resource: "graphql" }));
    expect(freeAt(leave(other, report("c", ofCore(now))), now)).toBe(now + 2 * MINUTE_MS);
  });

  it("is forgotten after an hour without it", () => {
    const { state, now } = refused(3);
    expect([isIdle(state, now + 60 * MINUTE_MS - 1), isIdle(state, now + 60 * MINUTE_MS)]).toEqual([false, true]);
    const later = now + 60 * MINUTE_MS;
    expect(freeAt(leave(state, report("b", guess(later))), later)).toBe(later + MINUTE_MS);
  });
});

describe("pace", () => {
  it("lets four reads and one write be under way", () => {
    const reads = enterAll(Array.from({ length: 5 }, () => ask()));
    expect(reads.replies.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    const writes = enterAll([ask({ kind: "write" }), ask({ kind: "write", now: START + 2_000 })], reads.state);
    expect(writes.replies.map(({ ok }) => ok)).toEqual([true, false]);
  });

  it("lets the next one go when one is back, or when its worker must be dead", () => {
    const { state } = enterAll(Array.from({ length: 4 }, (_, index) => ask({ id: `read-${index}` })));
    expect(enter(leave(state, report("read-2")), ask()).reply).toEqual({ ok: true });
    expect(enter(state, ask({ now: START + 59_999 })).reply.ok).toBe(false);
    expect(enter(state, ask({ now: START + 60_000 })).reply.ok).toBe(true);
  });

  it("counts a request that asks twice once", () => {
    const twice = ask({ kind: "write" });
    expect(enterAll([twice, twice]).replies).toEqual([{ ok: true }, { ok: true }]);
  });

  it("keeps a second between writes", () => {
    const { state } = enterAll([ask({ id: "w", kind: "write" })]);
    const back = leave(state, report("w", { now: START + 100 }));
    const early = enter(back, ask({ kind: "write", now: START + 100 }));
    expect(early.reply).toEqual({ ok: false, reason: "busy", waitMs: WRITE_EVERY_MS - 100 });
    expect(enter(back, ask({ kind: "write", now: START + WRITE_EVERY_MS })).reply.ok).toBe(true);
  });

  it("never lets more writes and points go than GitHub allows, whatever the order", () => {
    const WishOf = fc.record({ kind: fc.constantFrom("read" as const, "write" as const), afterMs: fc.nat(400) });
    const property = fc.property(fc.array(WishOf, { minLength: 300, maxLength: 1_500 }), (wishes) => {
      const gone = gonePast(wishes);
      for (const minute of minutesOf(gone)) {
        expect(minute.reduce((sum, { kind }) => sum + (kind === "write" ? 5 : 1), 0)).toBeLessThanOrEqual(900);
        expect(minute.filter(({ kind }) => kind === "write").length).toBeLessThanOrEqual(80);
      }
      const writes = gone.filter(({ kind }) => kind === "write").map(({ at }) => at);
      expect(writes.every((at, index) => index === 0 || at - (writes[index - 1] ?? 0) >= WRITE_EVERY_MS)).toBe(true);
    });
    fc.assert(property, { numRuns: 15 });
  });

  it("lets 500 writes go in an hour and says when the next one may", () => {
    let state = NEW_GATE;
    for (let count = 0; count < 500; count += 1) {
      const now = START + count * 2_000;
      const step = enter(state, ask({ id: `w${count}`, kind: "write", now }));
      expect(step.reply.ok).toBe(true);
      state = leave(step.state, report(`w${count}`, { now }));
    }
    const next = enter(state, ask({ kind: "write", now: START + 1_000_000 }));
    expect(next.reply).toEqual({ ok: false, reason: "limited", until: START + 3_600_000 });
    expect(enter(state, ask({ now: START + 1_000_000 })).reply.ok).toBe(true);
  });

  it("is not asked of the embedded stand-in", () => {
    const asks = Array.from({ length: 50 }, () => ask({ kind: "write", isPaced: false }));
    expect(enterAll(asks).replies.every(({ ok }) => ok)).toBe(true);
  });
});

describe("a gate that nobody uses", () => {
  it("is forgotten once nothing of it counts any more", () => {
    const { state } = enterAll([ask({ id: "w", kind: "write" })]);
    const back = leave(state, report("w"));
    expect(isIdle(NEW_GATE, START)).toBe(true);
    expect(isIdle(back, START + 3_599_999)).toBe(false);
    expect(isIdle(back, START + 3_600_000)).toBe(true);
    const budget = { limit: 60, remaining: 0, resetAt: START + 10 };
    const spent = leave(NEW_GATE, report("a", { budget }));
    expect([isIdle(spent, START + 9), isIdle(spent, START + 10)]).toEqual([false, true]);
  });
});
