import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { PlatformHooks } from "../../worker/platform/hooks.ts";
import { as } from "./support/as.ts";
import { fetchWith } from "./support/fetch-with.ts";

const LIMIT = 20;

/** The Worker with the limits of production and a clock that stands still unless moved. */
function strictWorker(hooks: PlatformHooks = {}) {
  const clock = { now: Date.now() };
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetchWith(path, { headers, env: { RATE_LIMIT_FACTOR: "1" }, hooks: { clock: () => clock.now, ...hooks } });
  return { ask, clock };
}

const from = (address: string) => ({ "cf-connecting-ip": address });
const SIGN_IN = "/api/auth/github";

async function statuses(count: number, ask: () => Promise<Response>): Promise<number[]> {
  return (await Promise.all(Array.from({ length: count }, ask))).map((response) => response.status);
}

describe("requests a minute", () => {
  it("are exactly as many as the class allows, also all at once", async () => {
    const { ask } = strictWorker();
    const seen = await statuses(LIMIT + 5, () => ask(SIGN_IN, from("203.0.113.1")));
    expect(seen.filter((status) => status === 302)).toHaveLength(LIMIT);
    expect(seen.filter((status) => status === 429)).toHaveLength(5);
  });

  it("are told in the headers, and when to come back", async () => {
    const { ask, clock } = strictWorker();
    const first = await ask(SIGN_IN, from("203.0.113.1"));
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "ratelimit-limit": "20",
      "ratelimit-remaining": "19",
      "ratelimit-reset": "60",
    });
    await statuses(LIMIT - 1, () => ask(SIGN_IN, from("203.0.113.1")));
    clock.now += 45_000;
    const refused = await ask(SIGN_IN, from("203.0.113.1"));
    expect(refused.headers.get("retry-after")).toBe("15");
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect(await refused.json()).toMatchObject({ type: "/problems/rate_limited", retry_at: expect.any(String) });
  });

  it("begin anew when the minute is over", async () => {
    const { ask, clock } = strictWorker();
    await statuses(LIMIT, () => ask(SIGN_IN, from("203.0.113.1")));
    clock.now += 60_000;
    expect((await ask(SIGN_IN, from("203.0.113.1"))).status).toBe(302);
  });

  it("are not forgotten when the counter is evicted", async () => {
    const { ask } = strictWorker();
    await statuses(LIMIT, () => ask(SIGN_IN, from("203.0.113.1")));
    await evictDurableObject(env.RATE_LIMITS.getByName("ip:203.0.113.1:auth"));
    expect((await ask(SIGN_IN, from("203.0.113.1"))).status).toBe(429);
  });

  it("are counted for each address, which a forwarded header does not change", async () => {
    const { ask } = strictWorker();
    await statuses(LIMIT, () => ask(SIGN_IN, from("203.0.113.1")));
    const dodging = { ...from("203.0.113.1"), "x-forwarded-for": "198.51.100.9", "x-real-ip": "198.51.100.9" };
    expect((await ask(SIGN_IN, dodging)).status).toBe(429);
    expect((await ask(SIGN_IN, from("203.0.113.2"))).status).toBe(302);
  });

  it("are counted for each user where somebody is signed in", async () => {
    const { ask } = strictWorker();
    const [one, two] = [await as(), await as()];
    const me = (cookie: string) => ask("/api/auth/me", { cookie, ...from("203.0.113.1") });
    const seen = await statuses(61, () => me(one.cookie));
    expect(seen.filter((status) => status === 429)).toHaveLength(1);
    expect((await me(two.cookie)).status).toBe(200);
  });

  it("are not counted for the probes", async () => {
    const { ask } = strictWorker();
    const response = await ask("/health");
    expect(response.headers.get("ratelimit-limit")).toBeNull();
  });
});

describe("without a counter", () => {
  const stub = {
    before: () => {
      throw new Error("The object is gone.");
    },
  };

  it("nobody signs in", async () => {
    expect((await strictWorker({ stub }).ask(SIGN_IN)).status).toBe(503);
  });

  it("reading goes on", async () => {
    expect((await strictWorker({ stub }).ask("/api")).status).toBe(200);
  });
});
