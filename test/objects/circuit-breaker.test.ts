import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Breaker,
  type BreakerEvent,
  type BreakerReply,
  CLOSED,
  stepBreaker,
} from "../../worker/objects/circuit-breaker/state.ts";

/** A breaker with a clock, and the permit of the last admitted call. */
function breaker() {
  let state: Breaker = CLOSED;
  const send = (event: BreakerEvent, now: number): BreakerReply => {
    const stepped = stepBreaker(state, event, now);
    state = stepped.state;
    return stepped.reply;
  };
  const permit = (now: number): number => {
    const reply = send({ type: "admit" }, now);
    return "permit" in reply ? reply.permit : -1;
  };
  return {
    mode: () => state.mode,
    send,
    permit,
    call: (type: "failed" | "succeeded" | "returned", now: number) => send({ type, permit: permit(now) }, now),
  };
}

function opened(at = 0) {
  const it = breaker();
  for (let failure = 0; failure < 5; failure += 1) it.call("failed", at);
  return it;
}

type Move = { before: Breaker; now: number; after: Breaker; reply: BreakerReply };

/** What may never happen in one step. */
const RULES: Readonly<Record<string, (move: Move) => boolean>> = {
  "a second probe starts": ({ before, now, reply }) =>
    before.mode === "half_open" && before.probe !== null && now < before.probe.expiresAt && "permit" in reply,
  "an open circuit changes before its time": ({ before, now, after }) =>
    before.mode === "open" && now < before.until && after.mode !== "open",
};

/** Names of the rules that a history breaks; each event comes with the wait before it in ms. */
function brokenRules(history: readonly (readonly [number, BreakerEvent])[]): string[] {
  let now = 0;
  let before: Breaker = CLOSED;
  return history.flatMap(([wait, event]) => {
    now += wait;
    const { state: after, reply } = stepBreaker(before, event, now);
    const move = { before, now, after, reply };
    before = after;
    return Object.keys(RULES).filter((rule) => RULES[rule]?.(move));
  });
}

describe("the circuit breaker", () => {
  it("opens at the fifth failure in a row", () => {
    const it = breaker();
    for (let failure = 0; failure < 4; failure += 1) it.call("failed", 0);
    expect(it.mode()).toBe("closed");
    it.call("failed", 0);
    expect(it.mode()).toBe("open");
  });

  it("starts to count anew after a success", () => {
    const it = breaker();
    for (const outcome of [
      "failed",
      "failed",
      "failed",
      "failed",
      "succeeded",
      "failed",
      "failed",
      "failed",
      "failed",
    ] as const)
      it.call(outcome, 0);
    expect(it.mode()).toBe("closed");
  });

  it("does not count a refusal that our request caused", () => {
    const it = breaker();
    for (let call = 0; call < 50; call += 1) it.call("returned", 0);
    expect(it.mode()).toBe("closed");
  });

  it("lets nothing pass for 60 s and says when to come back", () => {
    expect(opened().send({ type: "admit" }, 59_999)).toEqual({ admitted: false, retryAt: 60_000 });
  });

  it("lets exactly one of a hundred probe after 60 s", () => {
    const it = opened();
    const admitted = Array.from({ length: 100 }, () => it.send({ type: "admit" }, 60_000)).filter(
      (reply) => "permit" in reply,
    );
    expect(admitted).toHaveLength(1);
  });

  it("closes after two successful probes", () => {
    const it = opened();
    it.call("succeeded", 60_000);
    expect(it.mode()).toBe("half_open");
    it.call("succeeded", 60_001);
    expect(it.mode()).toBe("closed");
  });

  it("opens for another 60 s when the second probe fails", () => {
    const it = opened();
    it.call("succeeded", 60_000);
    it.call("failed", 60_001);
    expect(it.send({ type: "admit" }, 120_000)).toEqual({ admitted: false, retryAt: 120_001 });
  });

  it("gives the probe to somebody else when its worker died", () => {
    const it = opened();
    it.permit(60_000);
    expect(it.send({ type: "admit" }, 149_999)).toMatchObject({ admitted: false });
    expect(it.send({ type: "admit" }, 150_000)).toMatchObject({ admitted: true });
  });

  it("does not take late news of an older call for the probe's answer", () => {
    const it = breaker();
    const old = it.permit(0);
    for (let failure = 0; failure < 5; failure += 1) it.call("failed", 0);
    it.permit(60_000);
    it.send({ type: "failed", permit: old }, 60_001);
    expect(it.mode()).toBe("half_open");
  });

  it("is looked at without a change", () => {
    const it = opened();
    expect(it.send({ type: "look" }, 59_999)).toEqual({ mode: "open" });
    expect(it.send({ type: "look" }, 60_000)).toEqual({ mode: "half_open" });
    expect(it.mode()).toBe("open");
  });

  it("never has two probes at once, whatever happens", () => {
    const event = fc.oneof(
      fc.constant({ type: "admit" as const }),
      fc.record({
        type: fc.constantFrom("failed" as const, "succeeded" as const, "returned" as const),
        permit: fc.nat({ max: 30 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 40_000 }), event), { maxLength: 60 }),
        (steps) => brokenRules(steps).length === 0,
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("a circuit breaker that organizations share", () => {
  const fail = (it: ReturnType<typeof breaker>, source: string, times = 1) => {
    for (let failure = 0; failure < times; failure += 1) it.send({ type: "failed", permit: it.permit(0), source }, 0);
  };

  it.each([
    ["fifty of one organization", [["a", 50]], "closed"],
    [
      "four of one and one of another",
      [
        ["a", 4],
        ["b", 1],
      ],
      "open",
    ],
    [
      "fifty of one and one of another",
      [
        ["a", 50],
        ["b", 1],
      ],
      "open",
    ],
    [
      "two and two",
      [
        ["a", 2],
        ["b", 2],
      ],
      "closed",
    ],
    [
      "five of five",
      [
        ["a", 1],
        ["b", 1],
        ["c", 1],
        ["d", 1],
        ["e", 1],
      ],
      "open",
    ],
  ] as const)("after failures in a row, %s", (_name, failures, mode) => {
    const it = breaker();
    for (const [source, times] of failures) fail(it, source, times);
    expect(it.mode()).toBe(mode);
  });

  it("starts to count anew after anybody's success", () => {
    const it = breaker();
    fail(it, "a", 4);
    it.call("succeeded", 0);
    fail(it, "b", 4);
    expect(it.mode()).toBe("closed");
  });
});

describe("a provider that names the end of a quota", () => {
  it.each(["closed", "half_open"] as const)("holds a %s circuit open until then, then lets one probe pass", (mode) => {
    const it = mode === "closed" ? breaker() : opened();
    it.send({ type: "held", permit: it.permit(60_000), until: 500_000 }, 60_000);
    expect(it.permit(499_999)).toBe(-1);
    expect(it.permit(500_000)).toBeGreaterThan(0);
    expect(it.mode()).toBe("half_open");
  });

  it("never shortens the time of a circuit that is open already", () => {
    const it = breaker();
    const [first, second] = [it.permit(0), it.permit(0)];
    it.send({ type: "held", permit: first, until: 500_000 }, 0);
    it.send({ type: "held", permit: second, until: 400_000 }, 0);
    expect(it.permit(450_000)).toBe(-1);
  });
});
