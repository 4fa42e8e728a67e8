import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sha256Hex, toBase64url, utf8 } from "../../worker/platform/encoding.ts";
import { deriveKey } from "../../worker/platform/keys.ts";
import { signAccessToken } from "../../worker/services/auth/access-token.ts";
import { readSession } from "../../worker/services/auth/read-session.ts";
import { as, json, send } from "./support/as.ts";
import { type Browser, signedInBrowser } from "./support/browser.ts";
import { testScope } from "./support/scope.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function laterBy(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

function meWith(token: string): Promise<Response> {
  return send("/api/auth/me", { headers: { cookie: `__Host-ado_at=${token}` } });
}

async function auditActions(): Promise<unknown[]> {
  const { results } = await env.DB.prepare("select action from audit_log order by at, id").all();
  return results.map((row) => row.action);
}

describe("an access token", () => {
  it("is not needed to learn that nobody is signed in", async () => {
    const status = { signed_in: false, demo: true, github_url: env.GITHUB_WEB_URL };
    expect(await (await send("/api/auth/status")).json()).toEqual(status);
  });

  it("shows that somebody is signed in", async () => {
    const { get } = await as();
    expect(await (await get("/api/auth/status")).json()).toMatchObject({ signed_in: true });
  });

  it("is refused with the way to sign in when there is none", async () => {
    const response = await send("/api/auth/me");
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ type: "/problems/unauthenticated", action_url: "/api/auth/github" });
  });

  it("is accepted a minute past its hour and no longer", async () => {
    const { get } = await as();
    laterBy(HOUR_MS + 50_000);
    expect((await get("/api/auth/me")).status).toBe(200);
    laterBy(20_000);
    expect((await get("/api/auth/me")).status).toBe(401);
  });

  it("ends with its session, at once", async () => {
    const { get, sessionId } = await as();
    expect((await get("/api/auth/me")).status).toBe(200);
    await env.DB.prepare("update sessions set revoked_at = 1 where id = ?").bind(sessionId).run();
    expect((await get("/api/auth/me")).status).toBe(401);
  });

  it("ends when the user signed out everywhere", async () => {
    const { get, userId } = await as();
    await env.DB.prepare("update users set session_epoch = 1 where id = ?").bind(userId).run();
    expect((await get("/api/auth/me")).status).toBe(401);
  });

  it("ends after a day without use", async () => {
    const { get, sessionId } = await as();
    const yesterday = Date.now() - 24 * HOUR_MS;
    await env.DB.prepare("update sessions set last_seen_at = ? where id = ?").bind(yesterday, sessionId).run();
    expect((await get("/api/auth/me")).status).toBe(401);
  });

  it("obeys a changed role at the next request", async () => {
    const { get, userId } = await as({ role: "owner" });
    await env.DB.prepare("update organization_members set role = 'viewer' where user_id = ?").bind(userId).run();
    expect(await (await get("/api/auth/me")).json()).toMatchObject({ organization: { role: "viewer" } });
  });

  it("belongs to the first of two cookies of its name", async () => {
    const { cookie } = await as();
    const first = await send("/api/auth/me", { headers: { cookie: `${cookie}; __Host-ado_at=forged` } });
    const second = await send("/api/auth/me", { headers: { cookie: `__Host-ado_at=forged; ${cookie}` } });
    expect([first.status, second.status]).toEqual([200, 401]);
  });

  it("is never read from a cookie without the prefix", async () => {
    const { cookie } = await as();
    const response = await send("/api/auth/me", { headers: { cookie: cookie.replace("__Host-", "") } });
    expect(response.status).toBe(401);
  });
});

/** A token as we sign it, but for what is changed. */
async function tokenLike(
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown>; secret?: string } = {},
): Promise<string> {
  const { userId, sessionId } = await as();
  const secret = changes.secret ?? env.SESSION_SECRET;
  const nowS = Math.floor(Date.now() / 1000);
  const own = { iss: "http://localhost:8787", aud: "ado-api", jti: "1", sub: userId, sid: sessionId };
  const kid = (await sha256Hex(`jwt|${secret}`)).slice(0, 8);
  return new SignJWT({ ...own, nbf: nowS, exp: nowS + 3_600, ...changes.claims })
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid, ...changes.header })
    .sign(await deriveKey(utf8(secret), "jwt"));
}

const fromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const OTHER_SECRET = "another-session-secret-0123456789abcdef";

describe("a forged access token", () => {
  it("is told from a real one, which is taken", async () => {
    expect((await meWith(await tokenLike())).status).toBe(200);
  });

  it.each([
    ["its key id is unknown", { header: { kid: "00000000" } }],
    ["its key id is a path", { header: { kid: "../../x" } }],
    ["it has no key id", { header: { kid: undefined } }],
    ["it brings its own key", { header: { jwk: { kty: "oct", k: "AAAA" }, kid: "own" } }],
    ["it names where its key is", { header: { jku: "https://evil.test/keys", kid: "own" } }],
    ["it is no access token", { header: { typ: "JWT" } }],
    ["it is for another audience", { claims: { aud: "other" } }],
    ["another address issued it", { claims: { iss: "http://other.test" } }],
    ["it never ends", { claims: { exp: undefined } }],
    ["it has no beginning", { claims: { nbf: undefined } }],
    ["it names no session", { claims: { sid: undefined } }],
    ["its session is a pattern", { claims: { sid: "%" } }],
    ["another key signed it", { secret: OTHER_SECRET }],
  ])("is refused when %s", async (_name, changes) => {
    expect((await meWith(await tokenLike(changes).catch(() => "unsigned"))).status).toBe(401);
  });

  it.each([
    ["over for less than a minute", { exp: -50 }, 200],
    ["over for more than a minute", { exp: -70 }, 401],
    ["to begin within a minute", { nbf: 50 }, 200],
    ["to begin in more than a minute", { nbf: 70 }, 401],
  ])("that is %s", async (_name, claims, status) => {
    const times = Object.entries(claims).map(([name, seconds]) => [name, fromNow(seconds)]);
    expect((await meWith(await tokenLike({ claims: Object.fromEntries(times) }))).status).toBe(status);
  });

  it("is refused when the session secret itself signed it, which is no signing key", async () => {
    const [header, claims] = (await tokenLike()).split(".");
    const key = await crypto.subtle.importKey(
      "raw",
      utf8(env.SESSION_SECRET),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(`${header}.${claims}`)));
    expect((await meWith(`${header}.${claims}.${toBase64url(signature)}`)).status).toBe(401);
  });

  it("is refused when our key signed it under the name of an asymmetric method", async () => {
    const [, claims] = (await tokenLike()).split(".");
    const kid = (await sha256Hex(`jwt|${env.SESSION_SECRET}`)).slice(0, 8);
    const header = toBase64url(utf8(JSON.stringify({ alg: "RS256", typ: "at+jwt", kid })));
    const raw = await deriveKey(utf8(env.SESSION_SECRET), "jwt");
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(`${header}.${claims}`)));
    expect((await meWith(`${header}.${claims}.${toBase64url(signature)}`)).status).toBe(401);
  });

  it("is refused without a signature", async () => {
    const [header, claims] = (await tokenLike()).split(".");
    const none = toBase64url(utf8(JSON.stringify({ alg: "none", typ: "at+jwt" })));
    const tokens = [`${header}.${claims}.`, `${header}.${claims}`, `${none}.${claims}.`];
    const answers = await Promise.all(tokens.map(meWith));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it("is refused when it names another user's session", async () => {
    const [mine, other] = [await as(), await as()];
    const token = await signAccessToken(testScope(), { userId: mine.userId, sessionId: other.sessionId });
    expect((await meWith(token)).status).toBe(401);
  });

  it.each(["", "x", "a.b.c", "…", "x".repeat(5_000)])("is refused when it is %j", async (token) => {
    expect((await meWith(encodeURIComponent(token))).status).toBe(401);
  });
});

describe("an access token of the session secret before", () => {
  const scope = testScope();
  const during = (previousSessionSecret: string | undefined) => {
    return { ...scope, config: { ...scope.config, sessionSecret: OTHER_SECRET, previousSessionSecret } };
  };

  it.each([
    ["counts while that one is configured", env.SESSION_SECRET, true],
    ["ends when it is taken away", undefined, false],
    ["ends when another one is there", OTHER_SECRET, false],
  ])("%s", async (_name, previous, counts) => {
    const caller = await as();
    const token = await signAccessToken(testScope(), caller);
    expect((await readSession(during(previous), token)) !== undefined).toBe(counts);
  });

  it("is not what a new one is signed with", async () => {
    const token = await signAccessToken(during(env.SESSION_SECRET), await as());
    expect((await meWith(token)).status).toBe(401);
  });
});

describe("a refresh", () => {
  let browser: Browser;
  beforeEach(async () => {
    browser = await signedInBrowser();
  });

  function refreshWith(token: string | undefined): Promise<Response> {
    const init = json("POST", undefined, { cookie: `__Host-ado_rt=${token}` });
    return send("/api/auth/refresh", init);
  }

  it("gives new cookies and says until when", async () => {
    const before = browser.value("__Host-ado_rt");
    laterBy(2 * HOUR_MS);
    expect((await browser.fetch("/api/auth/me")).status).toBe(401);
    const response = await browser.fetch("/api/auth/refresh", json("POST"));
    expect(await response.json()).toEqual({ expires_at: new Date(Date.now() + HOUR_MS).toISOString() });
    expect(browser.value("__Host-ado_rt")).not.toBe(before);
    expect((await browser.fetch("/api/auth/me")).status).toBe(200);
  });

  it("serves ten tabs at once with one rotation and no alarm", async () => {
    const token = browser.value("__Host-ado_rt");
    const responses = await Promise.all(Array.from({ length: 10 }, () => refreshWith(token)));
    expect(responses.map((response) => response.status)).toEqual(Array(10).fill(200));
    const rotated = responses.filter((response) => response.headers.getSetCookie().join().includes("ado_rt="));
    expect(rotated).toHaveLength(1);
    expect(await auditActions()).toEqual(["auth.signed_in"]);
  });

  it("ends the session for everybody when a spent token comes back later", async () => {
    const spent = browser.value("__Host-ado_rt");
    await browser.fetch("/api/auth/refresh", json("POST"));
    laterBy(10_001);
    expect((await refreshWith(spent)).status).toBe(401);
    expect((await browser.fetch("/api/auth/me")).status).toBe(401);
    expect((await browser.fetch("/api/auth/refresh", json("POST"))).status).toBe(401);
    expect(await auditActions()).toEqual(["auth.signed_in", "session.reuse_detected"]);
  });

  it("is refused after seven days, however busy the session was", async () => {
    await env.DB.prepare("update sessions set expires_at = ?").bind(Date.now()).run();
    expect((await browser.fetch("/api/auth/refresh", json("POST"))).status).toBe(401);
  });

  it.each([undefined, "", "forged"])("is refused with the token %j", async (token) => {
    expect((await refreshWith(token)).status).toBe(401);
  });
});

describe("signing out", () => {
  it("revokes the session, clears the cookies and what the browser stored", async () => {
    const browser = await signedInBrowser();
    const stolen = browser.cookie;
    const response = await browser.fetch("/api/auth/signout", json("POST"));
    expect(response.status).toBe(200);
    expect(response.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(response.headers.getSetCookie().map((line) => line.slice(0, line.indexOf(";")))).toEqual([
      "__Host-ado_at=",
      "__Host-ado_rt=",
      "__Host-ado_oauth=",
    ]);
    expect((await send("/api/auth/me", { headers: { cookie: stolen } })).status).toBe(401);
    expect(await auditActions()).toEqual(["auth.signed_in", "auth.signed_out"]);
  });

  it("works when only the refresh token is left", async () => {
    const browser = await signedInBrowser();
    const cookie = `__Host-ado_rt=${browser.value("__Host-ado_rt")}`;
    await send("/api/auth/signout", json("POST", undefined, { cookie }));
    expect((await browser.fetch("/api/auth/me")).status).toBe(401);
  });

  it("is no error for somebody who is not signed in", async () => {
    expect((await send("/api/auth/signout", json("POST"))).status).toBe(200);
    expect(await auditActions()).toEqual([]);
  });
});
