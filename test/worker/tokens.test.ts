import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { TOKEN_SCOPES } from "../../worker/permissions.ts";
import { isToken, mintToken } from "../../worker/services/tokens/secret.ts";
import { apiToken } from "./support/api-token.ts";
import { as, json, OWN_PAGE, send } from "./support/as.ts";
import { testScope } from "./support/scope.ts";

type Listed = { items: { id: string; prefix: string; user: { id: string } }[]; next_cursor: string | null };

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const REPOSITORIES = "/api/repositories";
const WISH = { name: "CI", scopes: ["read"], expires_in_days: 30 };

async function statusOf(secret: string, path = REPOSITORIES): Promise<number> {
  return (await send(path, { headers: bearer(secret) })).status;
}

async function make(caller: Awaited<ReturnType<typeof as>>, wish: object = WISH) {
  const response = await caller.post("/api/tokens", wish);
  return { status: response.status, body: (await response.json()) as { id: string; secret: string; prefix: string } };
}

describe("the text of a token", () => {
  it("is known by its last six digits", () => {
    const token = mintToken(testScope().random);
    expect(token).toMatch(/^ado_[0-9A-Za-z]{36}$/);
    expect(isToken(token)).toBe(true);
    const other = token[10] === "A" ? "B" : "A";
    expect(isToken(token.slice(0, 10) + other + token.slice(11))).toBe(false);
  });

  it("has the checksum that other programs compute: CRC-32 of all before it, in base 62", () => {
    // zlib.crc32(b"ado_" + b"0" * 30) is 0x7fde498 by Python, 094aEq in these digits.
    expect(isToken(`ado_${"0".repeat(30)}094aEq`)).toBe(true);
  });

  it("takes every digit about as often", () => {
    const { random } = testScope();
    const seen = new Set(Array.from({ length: 60 }, () => mintToken(random).slice(4, 34)).join(""));
    expect(seen.size).toBe(62);
  });
});

describe("a token", () => {
  it("is shown once, and kept as a hash", async () => {
    const owner = await as();
    const { status, body } = await make(owner);
    expect(status).toBe(201);
    expect(isToken(body.secret)).toBe(true);
    expect(body.prefix).toBe(body.secret.slice(0, 8));
    const rows = JSON.stringify((await env.DB.prepare("select * from api_tokens, audit_log").all()).results);
    expect(rows).not.toContain(body.secret);
    expect(JSON.stringify(await (await owner.get("/api/tokens")).json())).not.toContain(body.secret.slice(8));
    expect(await statusOf(body.secret)).toBe(200);
  });

  it("is not kept by an Idempotency-Key", async () => {
    const owner = await as();
    const init = json("POST", WISH, { "idempotency-key": "once" });
    expect((await owner.fetch("/api/tokens", init)).status).toBe(422);
    expect(await (await owner.get("/api/tokens")).json()).toMatchObject({ items: [] });
  });

  it.each([
    ["unknown", () => mintToken(testScope().random)],
    ["no token of ours", () => "ghp_0123456789012345678901234567890123456"],
    ["empty", () => ""],
    ["of a wrong checksum", () => `${mintToken(testScope().random).slice(0, -1)}_`],
    ["a cookie's", async () => (await as()).cookie.split("=")[1] ?? ""],
    ["revoked", async () => (await apiToken(await as(), TOKEN_SCOPES, { revokedAt: 1 })).secret],
    ["over", async () => (await apiToken(await as(), TOKEN_SCOPES, { expiresAt: Date.now() })).secret],
  ])("that is %s gets the same 401 as any other", async (_name, secretOf) => {
    const response = await send(REPOSITORIES, { headers: bearer(await secretOf()) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      type: "/problems/unauthenticated",
      detail: "This API token does not count: it is unknown, revoked or over. Make a new one on our pages.",
    });
  });

  it("needs no proof that a page of ours sent it, and its cookie counts for nothing", async () => {
    const [owner, other] = [await as(), await as()];
    const { secret } = await apiToken(owner, TOKEN_SCOPES);
    const headers = { ...bearer(secret), cookie: other.cookie, "content-type": "application/json" };
    const body = JSON.stringify({ name: "Ours" });
    const response = await send("/api/orgs/current", { method: "PUT", headers, body });
    expect(await response.json()).toMatchObject({ id: owner.orgId, name: "Ours" });
  });

  it("that does not count is not helped by a cookie", async () => {
    const { cookie } = await as();
    expect((await send(REPOSITORIES, { headers: { ...bearer("x"), cookie } })).status).toBe(401);
  });

  it("opens no door for another site: a public change still asks where it came from", async () => {
    const headers = bearer(mintToken(testScope().random));
    expect((await send("/api/auth/refresh", { method: "POST", headers })).status).toBe(403);
  });

  it("of another scheme counts for nothing, and the cookie needs its proof", async () => {
    const { cookie } = await as();
    const headers = { authorization: "Basic dXNlcjpwYXNz", cookie };
    expect((await send(REPOSITORIES, { headers })).status).toBe(200);
    const init = { method: "POST", headers: { ...headers, "content-type": "application/json" } };
    const response = await send("/api/tokens", { ...init, body: JSON.stringify(WISH) });
    expect(await response.json()).toMatchObject({ type: "/problems/csrf" });
  });

  it("dies with the membership, and with its role what it could do", async () => {
    const owner = await as();
    const admin = await as({ orgId: owner.orgId, role: "admin" });
    const { secret } = await apiToken(admin, TOKEN_SCOPES);
    const rename = (role: string) =>
      env.DB.prepare("update organization_members set role = ? where user_id = ?").bind(role, admin.userId).run();
    expect(await statusOf(secret, "/api/audit")).toBe(200);
    await rename("member");
    expect(await statusOf(secret, "/api/audit")).toBe(403);
    await env.DB.prepare("delete from organization_members where user_id = ?").bind(admin.userId).run();
    expect(await statusOf(secret)).toBe(401);
    expect((await env.DB.prepare("select count(*) as n from api_tokens").first())?.n).toBe(0);
  });

  it("notes its use at most every five minutes", async () => {
    const owner = await as();
    const now = Date.now();
    const { id, secret } = await apiToken(owner, ["read"], { lastUsedAt: now - 5 * 60_000 });
    const used = () =>
      env.DB.prepare("select last_used_at as at from api_tokens where id = ?").bind(id).first<number>("at");
    expect(await statusOf(secret)).toBe(200);
    const first = await used();
    expect(first).toBeGreaterThanOrEqual(now);
    expect(await statusOf(secret)).toBe(200);
    expect(await used()).toBe(first);
  });

  it("opens a live socket without an origin, and is refused without the scope", async () => {
    const owner = await as();
    const open = async (scopes: readonly ["read"] | readonly ["run"]) => {
      const { secret } = await apiToken(owner, scopes);
      const response = await send("/api/live", { headers: { ...bearer(secret), upgrade: "websocket" } });
      response.webSocket?.accept();
      response.webSocket?.close(1000);
      return response.status;
    };
    expect([await open(["read"]), await open(["run"])]).toEqual([101, 403]);
  });
});

describe("making tokens", () => {
  it.each([
    ["viewer", ["read"], 201],
    ["viewer", ["read", "run"], 422],
    ["member", ["read", "run", "publish"], 201],
    ["member", ["manage"], 422],
    ["admin", ["manage", "audit"], 201],
  ] as const)("a %s with %j gets %i: no scope beyond the role", async (role, scopes, status) => {
    expect((await make(await as({ role }), { ...WISH, scopes })).status).toBe(status);
  });

  it.each([
    [{ expires_in_days: 0 }],
    [{ expires_in_days: 367 }],
    [{ scopes: [] }],
    [{ scopes: ["all"] }],
    [{ name: " " }],
    [{ user_id: "x" }],
  ])("%j is refused", async (change) => {
    expect((await make(await as(), { ...WISH, ...change })).status).toBe(422);
  });

  it("is bounded at fifty that count", async () => {
    const owner = await as();
    const made = Array.from({ length: 49 }, () => apiToken(owner, ["read"]));
    await Promise.all([...made, apiToken(owner, ["read"], { revokedAt: 1 })]);
    const two = await Promise.all([make(owner), make(owner)]);
    expect(two.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });
});

describe("tokens of others", () => {
  it("are seen and ended by administrators alone", async () => {
    const owner = await as();
    const [viewer, admin] = [
      await as({ orgId: owner.orgId, role: "viewer" }),
      await as({ orgId: owner.orgId, role: "admin" }),
    ];
    const { id, secret } = await apiToken(owner, ["read"]);
    const listed = async (caller: typeof owner) => (await (await caller.get("/api/tokens")).json()) as Listed;
    expect((await listed(viewer)).items).toEqual([]);
    expect((await listed(admin)).items.map((token) => token.user.id)).toEqual([owner.userId]);
    expect((await viewer.delete(`/api/tokens/${id}`)).status).toBe(404);
    expect((await admin.delete(`/api/tokens/${id}`)).status).toBe(204);
    expect(await statusOf(secret)).toBe(401);
    expect((await admin.delete(`/api/tokens/${id}`)).status).toBe(404);
  });

  it("are never made or ended by a token", async () => {
    const owner = await as();
    const { id, secret } = await apiToken(owner, TOKEN_SCOPES);
    const headers = { ...OWN_PAGE, ...bearer(secret), "content-type": "application/json" };
    expect((await send("/api/tokens", { method: "POST", headers, body: JSON.stringify(WISH) })).status).toBe(403);
    expect((await send(`/api/tokens/${id}`, { method: "DELETE", headers: bearer(secret) })).status).toBe(403);
  });

  it("come in pages, newest first", async () => {
    const owner = await as();
    for (const createdAt of [1, 2, 3]) await apiToken(owner, ["read"], { createdAt });
    const first = (await (await owner.get("/api/tokens?limit=2")).json()) as Listed;
    const second = (await (await owner.get(`/api/tokens?limit=2&cursor=${first.next_cursor}`)).json()) as Listed;
    expect([first.items.length, second.items.length, second.next_cursor]).toEqual([2, 1, null]);
  });
});
