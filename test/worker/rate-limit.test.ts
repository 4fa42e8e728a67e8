import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { PlatformHooks } from "../../worker/platform/hooks.ts";
import { apiToken } from "./support/api-token.ts";
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

/** Sets how many requests were counted in the window of a caller and class. */
async function fill(name: string, window: { startedAt: number; count: number }): Promise<void> {
  const counter = env.RATE_LIMITS.getByName(name);
  await runInDurableObject(counter, (_object, { storage }) => storage.kv.put("window", window));
}

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

  it("are told of every counter, as the draft of the HTTP API working group has it", async () => {
    const { ask } = strictWorker();
    const { cookie } = await as();
    const response = await ask("/api/auth/me", { cookie, ...from("203.0.113.1") });
    expect(response.headers.get("ratelimit-policy")).toBe(
      '"flood";q=1200;w=60, "user";q=60;w=60, "organization";q=600;w=60',
    );
    expect(response.headers.get("ratelimit")).toBe('"flood";r=1199;t=60, "user";r=59;t=60, "organization";r=599;t=60');
    expect(response.headers.get("ratelimit-limit")).toBe("60");
  });

  it("of tokens count for their user", async () => {
    const { ask, clock } = strictWorker();
    const owner = await as();
    const secrets = await Promise.all([apiToken(owner, ["read"]), apiToken(owner, ["read"])]);
    const [one, two] = secrets.map(({ secret }) => ({ authorization: `Bearer ${secret}` }));
    expect((await ask("/api/auth/me", one)).status).toBe(200);
    await fill(`user:${owner.userId}:default`, { startedAt: clock.now, count: 59 });
    expect((await ask("/api/auth/me", one)).status).toBe(200);
    expect((await ask("/api/auth/me", two)).status).toBe(429);
    expect((await ask("/api/auth/me", { cookie: owner.cookie })).status).toBe(429);
  });

  it("of one member that are refused leave the organization its share", async () => {
    const { ask, clock } = strictWorker();
    const owner = await as();
    const other = await as({ orgId: owner.orgId });
    const me = (cookie: string) => ask("/api/auth/me", { cookie });
    await me(owner.cookie);
    await fill(`user:${owner.userId}:default`, { startedAt: clock.now, count: 60 });
    expect(await statuses(3, () => me(owner.cookie))).toEqual([429, 429, 429]);
    expect((await me(other.cookie)).headers.get("ratelimit")).toContain('"organization";r=598;');
  });

  it("with wrong tokens are counted for their address", async () => {
    const { ask, clock } = strictWorker();
    const guess = () => ask("/api/auth/me", { authorization: "Bearer ado_guess", ...from("203.0.113.1") });
    expect((await guess()).status).toBe(401);
    await fill("ip:203.0.113.1:default", { startedAt: clock.now, count: 59 });
    expect([(await guess()).status, (await guess()).status]).toEqual([401, 429]);
    expect((await ask("/api", from("203.0.113.1"))).status).toBe(429);
  });

  it("from one address are stopped before anything is looked up, whoever asks", async () => {
    const { ask, clock } = strictWorker();
    const { cookie } = await as();
    const me = (address: string) => ask("/api/auth/me", { cookie, ...from(address) });
    await me("203.0.113.1");
    await fill("flood:203.0.113.1:default", { startedAt: clock.now, count: 1_200 });
    const refused = await me("203.0.113.1");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit-policy")).toBe('"flood";q=1200;w=60');
    expect((await me("203.0.113.2")).status).toBe(200);
  });

  it("of one IPv6 network are counted together", async () => {
    const { ask } = strictWorker();
    await statuses(LIMIT, () => ask(SIGN_IN, from("2001:db8:1:2::1")));
    expect((await ask(SIGN_IN, from("2001:db8:1:2:ffff::9"))).status).toBe(429);
    expect((await ask(SIGN_IN, from("2001:db8:1:3::1"))).status).toBe(302);
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

  it("nothing spends tokens", async () => {
    const { cookie } = await as();
    const path = "/api/repositories/01980000-0000-7000-8000-000000000000/review";
    const headers = {
      cookie,
      "sec-fetch-site": "same-origin",
      "x-ado-request": "1",
      "content-type": "application/json",
    };
    const worker = fetchWith(path, { method: "POST", body: '{"pull_number":1}', headers, hooks: { stub } });
    expect((await worker).status).toBe(503);
  });

  it("reading goes on", async () => {
    expect((await strictWorker({ stub }).ask("/api")).status).toBe(200);
  });
});
