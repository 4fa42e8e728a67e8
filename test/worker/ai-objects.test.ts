import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { FLIGHT_MS } from "../../worker/objects/ai-flights/state.ts";
import type { BreakerEvent } from "../../worker/objects/circuit-breaker/state.ts";
import { type QuotaEvent, REMEMBER_MS, RESERVATION_MS } from "../../worker/objects/quota/state.ts";
import { testScope } from "./support/scope.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const CAPS = { task: 32_000, userDay: 50_000, userMonth: 2_000_000, organizationMonth: 4_000_000 };

const reserve = (id: string, change: Partial<Extract<QuotaEvent, { type: "reserve" }>> = {}): QuotaEvent => ({
  type: "reserve",
  id,
  userId: "u",
  tokens: 1_000,
  caps: CAPS,
  ...change,
});

const orgId = "org";
const quota = () => testScope().objects.quota(orgId);
const apply = (event: QuotaEvent, now: number) => quota().apply({ orgId, event, now });
const stub = () => env.QUOTA.getByName(`${orgId}:quota`);
const isGranted = (reply: object) => "granted" in reply && reply.granted === true;

async function meters(now: number, userId: string | null = "u") {
  const reply = await apply({ type: "read", userId }, now);
  return "meters" in reply ? reply.meters : undefined;
}

describe("the ledger of tokens", () => {
  it("grants exactly what fits when a hundred ask at once", async () => {
    const asked = Array.from({ length: 100 }, (_, index) => apply(reserve(`r${index}`), NOON));
    expect((await Promise.all(asked)).filter(isGranted)).toHaveLength(50);
    expect((await meters(NOON))?.userDay).toMatchObject({ used: 0, reserved: 50_000 });
  });

  it("holds a thousand reservations: a step writes a few rows of them", async () => {
    const caps = { ...CAPS, userDay: 100_000, organizationMonth: 999_000 };
    const { granted, written } = await runInDurableObject(stub(), async (object, { storage }) => {
      const ids = Array.from({ length: 1_000 }, (_, index) => index);
      const replies = await Promise.all(
        ids.map((id) => object.apply({ orgId, event: reserve(`r${id}`, { userId: `u${id % 10}`, caps }), now: NOON })),
      );
      const changes = () => Number(storage.sql.exec("select total_changes() as n").one().n);
      const before = changes();
      await object.apply({ orgId, event: { type: "settle", id: "r0", tokens: 10 }, now: NOON });
      return { granted: replies.filter(isGranted).length, written: changes() - before };
    });
    expect(granted).toBe(999);
    expect(written).toBeLessThanOrEqual(8);
  });

  it("survives an eviction", async () => {
    await apply(reserve("r"), NOON);
    await evictDurableObject(stub());
    expect(await apply(reserve("r"), NOON)).toEqual({ granted: true });
    expect((await meters(NOON))?.organizationMonth).toMatchObject({ reserved: 1_000 });
  });

  it("gives back what dead workers held, and forgets old ids", async () => {
    await apply(reserve("dead"), NOON);
    await apply(reserve("done"), NOON);
    await apply({ type: "settle", id: "done", tokens: 700 }, NOON);
    expect((await meters(NOON + RESERVATION_MS))?.userDay).toMatchObject({ used: 700, reserved: 0 });
    await meters(NOON + REMEMBER_MS);
    const left = await runInDurableObject(
      stub(),
      (_object, { storage }) => storage.sql.exec("select id from reservations").toArray().length,
    );
    expect(left).toBe(0);
  });

  it("keeps the sum of a month until the month is over", async () => {
    const first = Date.UTC(2026, 9, 1);
    await apply(reserve("r"), first);
    await apply({ type: "settle", id: "r", tokens: 700 }, first);
    expect((await meters(Date.UTC(2026, 9, 31, 23)))?.organizationMonth.used).toBe(700);
    expect((await meters(Date.UTC(2026, 10, 1)))?.organizationMonth.used).toBe(0);
  });

  it("counts work that nobody asked for by hand for the organization alone", async () => {
    await apply(reserve("r", { userId: null }), NOON);
    expect(await meters(NOON, null)).toMatchObject({ userDay: null, organizationMonth: { reserved: 1_000 } });
  });
});

describe("the flight of a question", () => {
  it("is led by one of a hundred, and by another once the leader is dead", async () => {
    const join = (holder: string, at: number) =>
      quota().fly({ orgId, question: "q", event: { type: "join", holder, awaited: null }, now: at });
    const asked = Array.from({ length: 100 }, (_, index) => join(`h${index}`, NOON));
    expect((await Promise.all(asked)).filter(({ state }) => state === "lead")).toHaveLength(1);
    await evictDurableObject(stub());
    const late = Array.from({ length: 100 }, (_, index) => join(`l${index}`, NOON + FLIGHT_MS));
    expect((await Promise.all(late)).filter(({ state }) => state === "lead")).toHaveLength(1);
  });
});

describe("a circuit breaker", () => {
  const apply = (id: string, event: BreakerEvent, now: number) =>
    testScope().objects.sharedBreaker({ provider: "gemini", id }).applyShared({ event, now });
  const object = (id: string) => env.CIRCUIT_BREAKER.getByName(`shared:ai:gemini:${id}`);

  type News = { readonly type: "failed" | "succeeded"; readonly source?: string };

  async function call(key: string, at: number, news: News) {
    const reply = await apply(key, { type: "admit" }, at);
    return "permit" in reply ? apply(key, { ...news, permit: reply.permit }, at) : reply;
  }

  it("lets nobody pass while open, exactly one of a hundred after 60 s, whatever is evicted between", async () => {
    for (let failure = 0; failure < 5; failure += 1) await call("k", NOON, { type: "failed" });
    await evictDurableObject(object("k"));
    const ask = (at: number, count: number) =>
      Promise.all(Array.from({ length: count }, () => apply("k", { type: "admit" }, at)));
    expect((await ask(NOON + 59_900, 50)).filter((reply) => "permit" in reply)).toHaveLength(0);
    expect((await ask(NOON + 60_000, 100)).filter((reply) => "permit" in reply)).toHaveLength(1);
    await evictDurableObject(object("k"));
    expect((await ask(NOON + 60_000 + 89_999, 10)).filter((reply) => "permit" in reply)).toHaveLength(0);
    expect((await ask(NOON + 60_000 + 90_000, 10)).filter((reply) => "permit" in reply)).toHaveLength(1);
  });

  it("does not open for all because one organization fails", async () => {
    for (let failure = 0; failure < 50; failure += 1) await call("all", NOON, { type: "failed", source: "a" });
    expect(await apply("all", { type: "look" }, NOON)).toEqual({ mode: "closed" });
    expect(await call("all", NOON, { type: "failed", source: "b" })).toEqual({ mode: "open" });
    expect(await apply("all", { type: "look" }, NOON + HOUR)).toEqual({ mode: "half_open" });
  });
});
