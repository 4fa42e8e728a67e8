/** Random histories of the ledger, replayed by a checker that knows its rules but not its code. */
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  EMPTY_LEDGER,
  type Ledger,
  type QuotaEvent,
  type QuotaReply,
  RESERVATION_MS,
  stepQuota,
  windowsOfStep,
} from "../../worker/objects/quota/state.ts";
import { windowsOf } from "../../worker/objects/token-windows/state.ts";

const LAST_MINUTES = Date.UTC(2026, 10, 30, 23, 40);
const CAPS = { task: 500, userDay: 1_000, userMonth: 1_500, organizationMonth: 2_000 };

type Step = readonly [wait: number, event: QuotaEvent];
type Past = { readonly now: number; readonly event: QuotaEvent; readonly reply: QuotaReply };

const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const event: fc.Arbitrary<QuotaEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("reserve" as const),
      id,
      userId: fc.constantFrom("u", "v", null),
      tokens: fc.integer({ min: 1, max: 600 }),
      caps: fc.constant(CAPS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("settle" as const), id, tokens: fc.integer({ min: 0, max: 900 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("release" as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("read" as const), userId: fc.constantFrom("u", "v", null) }) },
);
/** Waits cross the end of a day and of a month, and the life of a reservation. */
const history: fc.Arbitrary<Step[]> = fc.array(fc.tuple(fc.nat({ max: 400_000 }), event), { maxLength: 80 });

/** The part of a ledger that the object loads for a step. */
function sliceOf(ledger: Ledger, asked: QuotaEvent, now: number): Ledger {
  const oldest = Object.entries(ledger.reservations)
    .filter(([, { status, at }]) => status === "active" && now - at < RESERVATION_MS)
    .sort(([, left], [, right]) => left.at - right.at)[0]?.[0];
  const reservations = Object.fromEntries(
    Object.entries(ledger.reservations).filter(
      ([name, { status, at }]) =>
        ("id" in asked && name === asked.id) || name === oldest || (status === "active" && now - at >= RESERVATION_MS),
    ),
  );
  const windows = windowsOfStep({ reservations }, asked, now);
  const sums = Object.entries(ledger.sums).filter(([window]) => windows.includes(window));
  return { reservations, sums: Object.fromEntries(sums) };
}

function play(steps: readonly Step[], slice: typeof sliceOf = (ledger) => ledger): { past: Past[]; ledger: Ledger } {
  let now = LAST_MINUTES;
  let ledger = EMPTY_LEDGER;
  const past = steps.map(([wait, asked]): Past => {
    now += wait;
    const stepped = stepQuota(slice(ledger, asked, now), asked, now);
    ledger = {
      sums: { ...ledger.sums, ...stepped.ledger.sums },
      reservations: { ...ledger.reservations, ...stepped.ledger.reservations },
    };
    return { now, event: asked, reply: stepped.reply };
  });
  return { past, ledger };
}

type Held = { userId: string | null; tokens: number; at: number; used: number | null; isOver: boolean };

const SCOPES = ["userDay", "userMonth", "organizationMonth"] as const;

/** The rules of a ledger, kept in the simplest way: every reservation is counted anew for each question. */
class Checker {
  readonly #held = new Map<string, Held>();

  /** What is wrong with a step; null when nothing is. */
  fault({ now, event: asked, reply }: Past): string | null {
    if (asked.type === "read") return this.#faultOfMeter(reply, now);
    if (asked.type === "reserve") return this.#faultOfGrant(asked, "granted" in reply && reply.granted, now);
    return this.#faultOfEnd(asked, reply);
  }

  #isActive(one: Held, now: number): boolean {
    return !one.isOver && now - one.at < RESERVATION_MS;
  }

  #load(window: string | null, now: number): number {
    return [...this.#held.values()]
      .filter(({ userId, at }) => window !== null && SCOPES.some((scope) => windowsOf(userId, at)[scope] === window))
      .reduce((sum, one) => sum + (one.used ?? (this.#isActive(one, now) ? one.tokens : 0)), 0);
  }

  #faultOfMeter(reply: QuotaReply, now: number): string | null {
    if (!("meters" in reply)) return "a meter is missing";
    const { used, reserved } = reply.meters.organizationMonth;
    return used + reserved === this.#load(windowsOf(null, now).organizationMonth, now) ? null : "a meter is wrong";
  }

  #faultOfEnd(asked: Extract<QuotaEvent, { type: "settle" | "release" }>, reply: QuotaReply): string | null {
    const known = this.#held.get(asked.id);
    if (!known || known.used !== null) return null;
    known.isOver = true;
    if (asked.type === "settle") known.used = asked.tokens;
    return "recorded" in reply && reply.recorded ? null : "the truth was not recorded";
  }

  #faultOfGrant(asked: Extract<QuotaEvent, { type: "reserve" }>, isGranted: boolean, now: number): string | null {
    const { id: name, userId, tokens } = asked;
    const known = this.#held.get(name);
    if (known && (known.used !== null || this.#isActive(known, now)))
      return isGranted ? null : "a repeat got another answer";
    const hasRoom = this.#hasRoom(asked, now);
    if (isGranted) this.#held.set(name, { userId, tokens, at: now, used: null, isOver: false });
    if (isGranted === hasRoom) return null;
    return hasRoom ? "room was refused" : "a cap was passed";
  }

  #hasRoom({ userId, tokens }: { userId: string | null; tokens: number }, now: number): boolean {
    const windows = windowsOf(userId, now);
    const fits = (scope: (typeof SCOPES)[number]) =>
      windows[scope] === null || this.#load(windows[scope], now) + tokens <= CAPS[scope];
    return tokens <= CAPS.task && SCOPES.every(fits);
  }
}

function faults(past: readonly Past[]): string[] {
  const checker = new Checker();
  return past.flatMap((step) => checker.fault(step) ?? []);
}

it("grants what fits and nothing more, loses nothing and charges nothing twice, in every history", () => {
  fc.assert(
    fc.property(history, (steps) => {
      expect(faults(play(steps).past)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

it("needs no more of the ledger than the object loads", () => {
  fc.assert(
    fc.property(history, (steps) => {
      const [whole, part] = [play(steps), play(steps, sliceOf)];
      expect(part.past).toEqual(whole.past);
      expect(part.ledger).toEqual(whole.ledger);
    }),
    { numRuns: 200 },
  );
});

it("has nothing reserved once all reservations are over", () => {
  fc.assert(
    fc.property(history, (steps) => {
      const drained: Step[] = [...steps, [RESERVATION_MS, { type: "read", userId: "u" }]];
      const { ledger } = play(drained);
      expect(Object.values(ledger.sums).filter(({ reserved, used }) => reserved !== 0 || used < 0)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it("would be told by the checker if a cap was passed, or the truth was lost", () => {
  const ask = (name: string): QuotaEvent => ({ type: "reserve", id: name, userId: "u", tokens: 500, caps: CAPS });
  const granted = (name: string): Past => ({ now: LAST_MINUTES, event: ask(name), reply: { granted: true } });
  expect(faults(["a", "b", "c"].map(granted))).toEqual(["a cap was passed"]);
  const lost: Past = {
    now: LAST_MINUTES,
    event: { type: "settle", id: "a", tokens: 5 },
    reply: { recorded: false, month: null },
  };
  expect(faults([granted("a"), lost])).toEqual(["the truth was not recorded"]);
});
