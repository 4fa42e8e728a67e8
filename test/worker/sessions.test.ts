import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { deviceName } from "../../worker/http/json/device-name.ts";
import { SessionList } from "../../worker/http/schemas/sessions.ts";
import { as, json, send } from "./support/as.ts";
import { Browser, goToGithub, signedInBrowser } from "./support/browser.ts";

const MINUTE_MS = 60_000;
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

type Listed = z.infer<typeof SessionList>["items"];

async function listOf(browser: Browser, headers: Record<string, string> = {}): Promise<Listed> {
  const response = await browser.fetch("/api/auth/sessions", { headers });
  return SessionList.parse(await response.json()).items;
}

async function idOf(browser: Browser): Promise<string> {
  return (await listOf(browser)).find(({ current }) => current)?.id ?? "";
}

async function auditRows(): Promise<unknown[]> {
  const sql = "select action, org_id, actor_id, target_id, via from audit_log order by at, id";
  return (await env.DB.prepare(sql).all()).results;
}

async function actions(): Promise<unknown[]> {
  const Row = z.object({ action: z.string() });
  return z
    .array(Row)
    .parse(await auditRows())
    .map(({ action }) => action);
}

/** Signs a browser in once more, as its user does to prove who it is. */
async function signInAgain(browser: Browser, options: { query?: string; login?: string } = {}): Promise<Response> {
  return browser.fetch((await goToGithub(browser, options)).callback);
}

describe("the list of sessions", () => {
  it("has the user's own, the newest first, and marks the one that asks", async () => {
    const [phone, desk] = [await signedInBrowser(), await signedInBrowser()];
    await signedInBrowser({ login: "sam" });
    const items = await listOf(phone);
    expect(items.map(({ current }) => current)).toEqual([false, true]);
    expect(items.map(({ id }) => id)).toEqual([await idOf(desk), await idOf(phone)]);
    expect(items[0]).toMatchObject({ organization: { name: "dev" } });
  });

  it("says with what and where each was used last, the address shortened", async () => {
    const browser = new Browser();
    const { callback } = await goToGithub(browser);
    await browser.fetch(callback, { headers: { "user-agent": FIREFOX, "cf-connecting-ip": "203.0.113.77" } });
    const [signedIn] = await listOf(browser);
    expect(signedIn).toMatchObject({ device: "Firefox on Windows", network: "203.0.113.0/24" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * MINUTE_MS });
    const elsewhere = { "user-agent": SAFARI, "cf-connecting-ip": "2001:db8:7:1::1" };
    await browser.fetch("/api/auth/me", { headers: elsewhere });
    const [moved] = await listOf(browser);
    expect(moved).toMatchObject({ device: "Safari on iPhone", network: "2001:db8:7::/48" });
    const init = json("POST", undefined, { "user-agent": FIREFOX, "cf-connecting-ip": "198.51.100.9" });
    await browser.fetch("/api/auth/refresh", init);
    expect(await listOf(browser)).toMatchObject([{ device: "Firefox on Windows", network: "198.51.100.0/24" }]);
    expect(JSON.stringify(await (await env.DB.prepare("select * from sessions").all()).results)).not.toMatch(
      /113\.77|7:1::1/,
    );
  });

  it.each([
    ["revoked", "update sessions set revoked_at = 1"],
    ["over", "update sessions set expires_at = 1"],
    ["unused for a day", `update sessions set last_seen_at = last_seen_at - ${24 * 60 * MINUTE_MS}`],
    ["of an epoch before", "update sessions set epoch = -1"],
  ])("leaves out what is %s", async (_name, sql) => {
    const [other, browser] = [await signedInBrowser(), await signedInBrowser()];
    await env.DB.prepare(`${sql} where id = ?`)
      .bind(await idOf(other))
      .run();
    expect(await listOf(browser)).toHaveLength(1);
  });

  it("is there for a member of nothing too, who is told of no organization", async () => {
    const { get, orgId } = await as();
    await env.DB.prepare("delete from organization_members where org_id = ?").bind(orgId).run();
    expect(await (await get("/api/auth/sessions")).json()).toMatchObject({ items: [{ organization: null }] });
  });
});

describe("the name of a device", () => {
  it.each([
    [FIREFOX, "Firefox on Windows"],
    [SAFARI, "Safari on iPhone"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
      "Chrome on macOS",
    ],
    ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
    ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36 OPR/120", "Opera on Linux"],
    ["Mozilla/5.0 (X11; CrOS x86_64 1) AppleWebKit/537.36 Chrome/140 Safari/537.36", "Chrome on ChromeOS"],
    ["curl/8.14.1", "curl"],
    ["<script>alert(1)</script>", "unknown"],
    ["", "unknown"],
    [null, "unknown"],
  ])("of %j is %s", (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});

describe("ending one session", () => {
  it("refuses it at its next request, and no other one", async () => {
    const [lost, browser] = [await signedInBrowser(), await signedInBrowser()];
    const id = await idOf(lost);
    const response = await browser.fetch(`/api/auth/sessions/${id}`, json("DELETE"));
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, []]);
    expect((await lost.fetch("/api/auth/me")).status).toBe(401);
    expect((await lost.fetch("/api/auth/refresh", json("POST"))).status).toBe(401);
    expect((await browser.fetch("/api/auth/me")).status).toBe(200);
    expect((await auditRows()).at(-1)).toMatchObject({
      action: "session.revoked",
      target_id: id,
      via: `session:${await idOf(browser)}`,
    });
  });

  it("signs out where it was this one", async () => {
    const browser = await signedInBrowser();
    const response = await browser.fetch(`/api/auth/sessions/${await idOf(browser)}`, json("DELETE"));
    expect(response.headers.get("clear-site-data")).toBe('"cache", "storage"');
    expect(browser.cookie).toBe("");
  });

  it("knows neither another user's session, nor one that ended, nor one that never was", async () => {
    const [browser, sam] = [await signedInBrowser(), await signedInBrowser({ login: "sam" })];
    const ended = await idOf(await signedInBrowser());
    await browser.fetch(`/api/auth/sessions/${ended}`, json("DELETE"));
    const before = await actions();
    const ids = [await idOf(sam), ended, "01890a5d-ac96-774b-bcce-b302099a8057"];
    const answers = await Promise.all(ids.map((id) => browser.fetch(`/api/auth/sessions/${id}`, json("DELETE"))));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await sam.fetch("/api/auth/me")).status).toBe(200);
    expect(await actions()).toEqual(before);
  });

  it("leaves one audit row when two do it at once", async () => {
    const [lost, browser] = [await signedInBrowser(), await signedInBrowser()];
    const path = `/api/auth/sessions/${await idOf(lost)}`;
    const answers = await Promise.all([browser.fetch(path, json("DELETE")), browser.fetch(path, json("DELETE"))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect((await actions()).filter((action) => action === "session.revoked")).toHaveLength(1);
  });
});

describe("signing out everywhere", () => {
  it("ends every session of the user, this one too, and nobody else's", async () => {
    const browsers = [await signedInBrowser(), await signedInBrowser(), await signedInBrowser()];
    const sam = await signedInBrowser({ login: "sam" });
    const stolen = browsers[0]?.cookie ?? "";
    const response = await browsers[0]?.fetch("/api/auth/signout-all", json("POST"));
    expect([response?.status, browsers[0]?.cookie]).toEqual([200, ""]);
    const asked = browsers.map((browser) => browser.fetch("/api/auth/me"));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([401, 401, 401]);
    const refreshed = await send("/api/auth/refresh", json("POST", undefined, { cookie: stolen }));
    expect(refreshed.status).toBe(401);
    expect((await sam.fetch("/api/auth/me")).status).toBe(200);
    expect((await actions()).at(-1)).toBe("auth.signed_out_everywhere");
  });

  it("ends a session that was being opened meanwhile", async () => {
    const browser = await signedInBrowser();
    const opened = await as();
    await env.DB.prepare("update sessions set user_id = (select id from users where login = 'dev') where id = ?")
      .bind(opened.sessionId)
      .run();
    await browser.fetch("/api/auth/signout-all", json("POST"));
    await env.DB.prepare("update sessions set revoked_at = null where id = ?").bind(opened.sessionId).run();
    expect((await opened.get("/api/auth/me")).status).toBe(401);
  });

  it("lets the user sign in again at once", async () => {
    const browser = await signedInBrowser();
    await browser.fetch("/api/auth/signout-all", json("POST"));
    expect((await signInAgain(browser)).status).toBe(303);
    expect((await browser.fetch("/api/auth/me")).status).toBe(200);
  });
});

describe("signing in while signed in", () => {
  async function joinOther(browser: Browser): Promise<string> {
    const { orgId } = await as();
    const sql = "insert into organization_members select ?, id, 'viewer', 0 from users where login = 'dev'";
    await env.DB.prepare(sql).bind(orgId).run();
    await env.DB.prepare("update sessions set org_id = ? where id = ?")
      .bind(orgId, await idOf(browser))
      .run();
    return orgId;
  }

  async function organizationOf(browser: Browser): Promise<unknown> {
    const Me = z.object({ organization: z.object({ id: z.string() }) });
    return Me.parse(await (await browser.fetch("/api/auth/me")).json()).organization.id;
  }

  it("proves who it is anew, and ends the session that it replaces", async () => {
    const browser = await signedInBrowser();
    const before = { id: await idOf(browser), cookie: browser.cookie };
    await signInAgain(browser);
    expect(await listOf(browser)).toMatchObject([{ current: true }]);
    expect(await idOf(browser)).not.toBe(before.id);
    expect((await send("/api/auth/me", { headers: { cookie: before.cookie } })).status).toBe(401);
  });

  it("comes back into the organization of the session", async () => {
    const browser = await signedInBrowser();
    const orgId = await joinOther(browser);
    await signInAgain(browser);
    expect(await organizationOf(browser)).toBe(orgId);
  });

  it("comes back into the own organization when the user is no longer a member of the other", async () => {
    const browser = await signedInBrowser();
    const own = await organizationOf(browser);
    const orgId = await joinOther(browser);
    await env.DB.prepare("delete from organization_members where org_id = ? and role = 'viewer'").bind(orgId).run();
    await signInAgain(browser);
    expect(await organizationOf(browser)).toBe(own);
  });

  it("takes nobody into an organization of the one who was signed in before", async () => {
    const browser = await signedInBrowser();
    const [id, devs] = [await idOf(browser), await organizationOf(browser)];
    await signInAgain(browser, { login: "sam" });
    expect(await organizationOf(browser)).not.toBe(devs);
    const signedOut = z.array(z.looseObject({ action: z.string() })).parse(await auditRows());
    expect(signedOut.find(({ action }) => action === "auth.signed_out")).toMatchObject({ org_id: devs, target_id: id });
  });

  it("keeps the session when the sign-in fails", async () => {
    const browser = await signedInBrowser();
    const { callback } = await goToGithub(browser);
    const response = await browser.fetch(callback.replace(/state=[^&]+/, "state=forged"));
    expect(response.headers.get("location")).toBe("/welcome?error=oauth_state");
    expect((await browser.fetch("/api/auth/me")).status).toBe(200);
  });
});
