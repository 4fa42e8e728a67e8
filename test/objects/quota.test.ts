import { describe, expect, it } from "vitest";
import {
  EMPTY_LEDGER,
  type Ledger,
  type QuotaEvent,
  REMEMBER_MS,
  RESERVATION_MS,
  stepQuota,
  tokensIn,
} from "../../worker/objects/quota/state.ts";
import { windowsOf } from "../../worker/objects/token-windows/state.ts";

const CAPS = { task: 32_000, userDay: 100_000, userMonth: 2_000_000, organizationMonth: 4_000_000 };
const NOON = Date.UTC(2026, 10, 21, 12);
const reserve = (id: string, tokens = 1_000, by: { userId?: string | null; caps?: typeof CAPS } = {}): QuotaEvent => ({
  type: "reserve",
  id,
  userId: "u",
  caps: CAPS,
  tokens,
  ...by,
});

function ledger(now: number, ...events: QuotaEvent[]): Ledger {
  return events.reduce((state, event) => stepQuota(state, event, now).ledger, EMPTY_LEDGER);
}

describe("the token ledger", () => {
  it("grants exactly what fits under the cap", () => {
    let state = EMPTY_LEDGER;
    const replies = Array.from({ length: 100 }, (_, index) => {
      const stepped = stepQuota(state, reserve(`r${index}`, 1_000, { caps: { ...CAPS, userDay: 50_000 } }), NOON);
      state = stepped.ledger;
      return stepped.reply;
    });
    expect(replies.filter((reply) => "granted" in reply && reply.granted)).toHaveLength(50);
  });

  it("gives the same reservation the same answer and charges it once", () => {
    const state = ledger(NOON, reserve("r"), reserve("r"));
    expect(tokensIn(state, windowsOf("u", NOON).userDay)).toBe(1_000);
  });

  it.each([
    ["a task over the task cap, with no time at which it would fit", reserve("r", 32_001), "task", null],
    [
      "a user over the day, until midnight UTC",
      reserve("r", 2, { caps: { ...CAPS, userDay: 1 } }),
      "userDay",
      Date.UTC(2026, 10, 22),
    ],
    [
      "a user over the month, until the first",
      reserve("r", 2, { caps: { ...CAPS, userMonth: 1 } }),
      "userMonth",
      Date.UTC(2026, 11, 1),
    ],
    [
      "an organization over the month",
      reserve("r", 2, { caps: { ...CAPS, organizationMonth: 1 } }),
      "organizationMonth",
      Date.UTC(2026, 11, 1),
    ],
  ] as const)("refuses %s", (_name, event, cap, resetAt) => {
    expect(stepQuota(EMPTY_LEDGER, event, NOON).reply).toEqual({ granted: false, cap, resetAt });
  });

  it("counts all users of an organization together", () => {
    const caps = { ...CAPS, organizationMonth: 1_500 };
    const state = ledger(NOON, reserve("r1", 1_000, { userId: "u1", caps }));
    expect(stepQuota(state, reserve("r2", 1_000, { userId: "u2", caps }), NOON).reply).toMatchObject({
      granted: false,
      cap: "organizationMonth",
    });
  });

  it("records what was used, even above what was reserved, and so blocks the next", () => {
    const caps = { ...CAPS, userDay: 2_000 };
    const state = ledger(NOON, reserve("r", 1_000, { caps }), { type: "settle", id: "r", tokens: 2_000 });
    expect(stepQuota(state, reserve("r2", 1, { caps }), NOON).reply).toMatchObject({ granted: false, cap: "userDay" });
  });

  it("settles once, whatever is said later", () => {
    const state = ledger(
      NOON,
      reserve("r"),
      { type: "settle", id: "r", tokens: 10 },
      { type: "settle", id: "r", tokens: 99 },
      { type: "release", id: "r" },
    );
    expect(tokensIn(state, windowsOf("u", NOON).organizationMonth)).toBe(10);
  });

  it("gives back what was released", () => {
    const state = ledger(NOON, reserve("r"), { type: "release", id: "r" });
    expect(tokensIn(state, windowsOf("u", NOON).userDay)).toBe(0);
  });

  it("gives back a reservation whose worker died after 15 minutes", () => {
    const caps = { ...CAPS, userDay: 1_000 };
    const state = ledger(NOON, reserve("r", 1_000, { caps }));
    expect(stepQuota(state, reserve("r2", 1_000, { caps }), NOON + RESERVATION_MS - 1).reply).toMatchObject({
      granted: false,
    });
    expect(stepQuota(state, reserve("r2", 1_000, { caps }), NOON + RESERVATION_MS).reply).toEqual({ granted: true });
  });

  it("still records the truth when the answer comes after the reservation ran out", () => {
    const late = stepQuota(ledger(NOON, reserve("r")), { type: "settle", id: "r", tokens: 700 }, NOON + RESERVATION_MS);
    expect(tokensIn(late.ledger, windowsOf("u", NOON).userDay)).toBe(700);
  });

  it("starts a new day at midnight UTC, to the millisecond", () => {
    const caps = { ...CAPS, userDay: 1_000 };
    const midnight = Date.UTC(2026, 10, 22);
    const state = ledger(midnight - 1, reserve("r", 1_000, { caps }));
    expect(stepQuota(state, reserve("r2", 1_000, { caps }), midnight).reply).toEqual({ granted: true });
  });

  it.each(["1970-01-31", "2000-02-29", "2024-02-29", "2026-12-31", "2027-01-01", "2100-02-28"])(
    "knows the month of %s",
    (day) => {
      const at = Date.parse(`${day}T23:59:59.999Z`);
      const date = new Date(at);
      const refused = stepQuota(EMPTY_LEDGER, reserve("r", 2, { caps: { ...CAPS, userMonth: 1 } }), at).reply;
      expect(refused).toMatchObject({ resetAt: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) });
    },
  );

  it("tells when the oldest reservation runs out, where reservations alone stand in the way", () => {
    const caps = { ...CAPS, userDay: 1_000 };
    const state = ledger(NOON, reserve("r", 600, { caps }));
    const refused = { granted: false, cap: "userDay" };
    expect(stepQuota(state, reserve("r2", 600, { caps }), NOON + 1).reply).toEqual({
      ...refused,
      resetAt: NOON + RESERVATION_MS,
    });
    const settled = stepQuota(state, { type: "settle", id: "r", tokens: 600 }, NOON).ledger;
    const midnight = Date.UTC(2026, 10, 22);
    expect(stepQuota(settled, reserve("r2", 600, { caps }), NOON + 1).reply).toEqual({ ...refused, resetAt: midnight });
  });

  it("says of a call that is over that it is", () => {
    const state = ledger(NOON, reserve("r"), { type: "settle", id: "r", tokens: 10 });
    expect(stepQuota(state, reserve("r"), NOON).reply).toEqual({ granted: true, settled: true });
    expect(stepQuota(state, reserve("r"), NOON + REMEMBER_MS).reply).toEqual({ granted: true });
  });

  it("counts work that nobody asked for by hand for the organization alone", () => {
    const caps = { ...CAPS, userDay: 1, userMonth: 1 };
    const state = ledger(NOON, reserve("r", 1_000, { userId: null, caps }));
    expect(stepQuota(state, { type: "read", userId: null }, NOON).reply).toEqual({
      meters: {
        userDay: null,
        userMonth: null,
        organizationMonth: { used: 0, reserved: 1_000, resetAt: Date.UTC(2026, 11, 1) },
      },
    });
  });

  it("tells what the organization used of the month, for its alerts", () => {
    const state = ledger(NOON, reserve("a"), { type: "settle", id: "a", tokens: 700 }, reserve("b"));
    expect(stepQuota(state, { type: "settle", id: "b", tokens: 50 }, NOON).reply).toEqual({
      recorded: true,
      month: { window: windowsOf(null, NOON).organizationMonth, used: 750 },
    });
    expect(stepQuota(state, { type: "settle", id: "unknown", tokens: 50 }, NOON).reply).toEqual({
      recorded: false,
      month: null,
    });
  });

  it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("takes %s for no number of tokens", (tokens) => {
    expect(stepQuota(EMPTY_LEDGER, reserve("r", tokens), NOON).reply).toMatchObject({ granted: false });
    const state = ledger(NOON, reserve("r", 100), { type: "settle", id: "r", tokens });
    expect(tokensIn(state, windowsOf("u", NOON).userDay)).toBe(100);
  });
});
