import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { csvCell } from "../../worker/http/json/audit-file.ts";
import type { TokenScope } from "../../worker/permissions.ts";
import { sha256Hex } from "../../worker/platform/encoding.ts";
import { listAudit } from "../../worker/services/audit/read-audit.ts";
import { apiToken } from "./support/api-token.ts";
import { as, type Caller, json, send } from "./support/as.ts";
import { seedAudit } from "./support/audit-rows.ts";
import { rowsRead } from "./support/rows-read.ts";
import { testScope } from "./support/scope.ts";

type Row = {
  seq: number;
  action: string;
  at: string;
  actor: { id: string | null; user: { login: string } | null; via: string | null };
  target: { kind: string; id: string | null };
  meta: Record<string, unknown>;
  network: string | null;
  country: string | null;
};
type Page = { items: Row[]; next_cursor: string | null };

const NOW = Date.parse("2026-11-20T12:00:00Z");
const HOUR_MS = 3_600_000;

const page = async (caller: Caller, query = "") => (await (await caller.get(`/api/audit${query}`)).json()) as Page;
const seqs = ({ items }: Page) => items.map(({ seq }) => seq);
const put = (caller: Caller, path: string, body: unknown) => caller.fetch(path, json("PUT", body));

const FILTERS = [
  ["a whole action", "action=member.removed", [2]],
  ["a noun, and no noun that begins alike", "action=member", [2, 1]],
  ["what nobody did", "action=member.left", []],
  ["who did it", "actor_id=ACTOR", [3, 1]],
  ["what it was done to", "target_id=thing-4", [4]],
  ["from then on", "from=2026-11-20T14:00:00Z", [5, 4, 3]],
  ["until then", "to=2026-11-20T14:00:00Z", [2, 1]],
  ["between, and who", "from=2026-11-20T13:00:00Z&to=2026-11-20T15:00:00Z&actor_id=ACTOR", [3]],
] as const;

describe("the log", () => {
  it("shows at once what somebody did: who, with what, from where, and before and after", async () => {
    const owner = await as();
    const place = { "cf-connecting-ip": "203.0.113.77" };
    await owner.fetch("/api/ai/settings", json("PUT", { enabled: false, caps: { task: 5000 } }, place));
    await put(owner, "/api/ai/settings", { enabled: true, order: ["openai"], caps: { task: null } });
    const { items } = await page(owner);
    expect(items.map(({ meta }) => meta)).toEqual([
      {
        before: { is_enabled: false, providers: expect.arrayContaining(["gemini"]), cap_task: 5000 },
        after: { is_enabled: true, providers: ["openai"], cap_task: null },
      },
      { before: { is_enabled: true, cap_task: null }, after: { is_enabled: false, cap_task: 5000 } },
    ]);
    expect(items[1]).toMatchObject({
      seq: 1,
      action: "ai.settings_changed",
      actor: { id: owner.userId, user: { login: expect.stringContaining("user-") }, via: "session" },
      network: "203.0.113.0/24",
    });
  });

  it("says which version of a template came after which", async () => {
    const owner = await as();
    const template = (name: string) => ({
      name,
      platform: null,
      content: { kind: "options", options: { jobs: ["test"] } },
    });
    const { id } = (await (await owner.post("/api/ci-cd/templates", template("Old"))).json()) as { id: string };
    await put(owner, `/api/ci-cd/templates/${id}`, template("New"));
    const { items } = await page(owner, "?action=template.changed");
    expect(items).toMatchObject([
      { target: { id }, meta: { before: { version: 1, name: "Old" }, after: { version: 2, name: "New" } } },
    ]);
  });

  it("is paged newest first, and stays in place while more happens", async () => {
    const owner = await as();
    await seedAudit(
      owner.orgId,
      Array.from({ length: 7 }, () => ({})),
    );
    const first = await page(owner, "?limit=3");
    await seedAudit(owner.orgId, [{}, {}]);
    const second = await page(owner, `?limit=3&cursor=${first.next_cursor}`);
    const third = await page(owner, `?limit=3&cursor=${second.next_cursor}`);
    expect([first, second, third].map(seqs)).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
    expect(third.next_cursor).toBeNull();
    expect(seqs(await page(owner, "?limit=2"))).toEqual([9, 8]);
  });

  it("is filtered", async () => {
    const owner = await as();
    const actorId = owner.userId;
    const hour = (hours: number) => NOW + hours * HOUR_MS;
    await seedAudit(owner.orgId, [
      { action: "member.role_changed", actorId, at: hour(0) },
      { action: "member.removed", at: hour(1) },
      { action: "members.counted", actorId, at: hour(2) },
      { action: "member_token.made", targetId: "thing-4", at: hour(3) },
      { action: "a.b", at: hour(4) },
    ]);
    const found = [];
    for (const [what, query] of FILTERS)
      found.push([what, seqs(await page(owner, `?${query.replace("ACTOR", actorId)}`))]);
    expect(found).toEqual(FILTERS.map(([what, , expected]) => [what, expected]));
  });

  it("reads no more rows for a page when the log grows", async () => {
    const owner = await as();
    const once = () => rowsRead(owner, (ctx) => listAudit(ctx, { filter: {}, below: undefined, limit: 25 }));
    await seedAudit(
      owner.orgId,
      Array.from({ length: 30 }, () => ({ actorId: owner.userId })),
    );
    await page(owner);
    const few = await once();
    for (let part = 0; part < 3; part += 1)
      await seedAudit(
        owner.orgId,
        Array.from({ length: 300 }, () => ({})),
      );
    await page(owner);
    expect(await once()).toBeLessThanOrEqual(few);
    // The head, what waits to be sealed (none), the page and one row more, and a user for each.
    expect(few).toBeLessThanOrEqual(3 + 26 + 26);
  });

  it("tells tokens from sessions, and is read with the scope audit", async () => {
    const [owner, member] = [await as(), await as({ role: "member" })];
    const bearer = async (scope: TokenScope) => ({
      authorization: `Bearer ${(await apiToken(owner, [scope])).secret}`,
    });
    await send("/api/ai/settings", json("PUT", { enabled: false }, await bearer("manage")));
    const read = await send("/api/audit", { headers: await bearer("audit") });
    expect(await read.json()).toMatchObject({ items: [{ actor: { id: owner.userId, via: "token" } }] });
    expect((await send("/api/audit", { headers: await bearer("manage") })).status).toBe(403);
    expect((await member.get("/api/audit/verify")).status).toBe(403);
  });

  it("can be read and verified although somebody put nonsense into it", async () => {
    const owner = await as();
    await seedAudit(owner.orgId, [{ meta: "no json" }]);
    expect((await page(owner)).items).toMatchObject([{ meta: { text: "no json" } }]);
    expect(await (await owner.get("/api/audit/verify")).json()).toMatchObject({ intact: true, rows: 1 });
  });
});

describe("refusals", () => {
  it("leave a row each, at most ten a minute and user", async () => {
    const owner = await as();
    const [one, other] = [
      await as({ orgId: owner.orgId, role: "viewer" }),
      await as({ orgId: owner.orgId, role: "member" }),
    ];
    for (let turn = 0; turn < 12; turn += 1) expect((await one.get("/api/audit")).status).toBe(403);
    await put(other, "/api/ai/settings", { enabled: false });
    const { items } = await page(owner, "?action=access.denied&limit=100");
    expect(items.filter(({ actor }) => actor.id === one.userId)).toHaveLength(10);
    expect(items.filter(({ actor }) => actor.id === other.userId)).toMatchObject([
      {
        target: { kind: "route", id: "PUT /api/ai/settings" },
        meta: { permission: "ai.manage", role: "member", reason: "forbidden" },
      },
    ]);
  });

  it("are answered all the same when nobody counts and nothing can be written", async () => {
    const viewer = await as({ role: "viewer" });
    await env.DB.prepare("drop table audit_log").run();
    expect((await viewer.get("/api/audit")).status).toBe(403);
  });
});

const CELLS = [
  ["plain", "plain"],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  [" =1", "' =1"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["\uFF1D1", "'\uFF1D1"],
  ["a=1", "a=1"],
  ["{}", "{}"],
  ['a"b', '"a""b"'],
  [7, "7"],
  [null, ""],
] as const;

describe("an export", () => {
  const exported = (caller: Caller, body: unknown) => caller.post("/api/audit/export", body);

  it("as JSON can be checked from the file alone, its own row at the end", async () => {
    const owner = await as();
    await seedAudit(
      owner.orgId,
      Array.from({ length: 700 }, (_, index) => ({ targetId: `é-${index}` })),
    );
    const response = await exported(owner, { format: "json" });
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-log-[\d-]{10}\.json"$/);
    type File = {
      head: { seq: number; hash: string };
      after: { hash: string };
      rows: (Row & { sealed: string; hash: string })[];
    };
    const { head, after, rows } = (await response.json()) as File;
    let hash = after.hash;
    for (const row of rows) {
      hash = await sha256Hex(hash + row.sealed);
      expect(row.hash).toBe(hash);
    }
    expect(head).toEqual({ seq: 701, hash });
    expect(rows.at(-1)).toMatchObject({ seq: 701, action: "audit.exported", meta: { format: "json" } });
  });

  it("as CSV holds nothing that a spreadsheet calculates, and every row once", async () => {
    const owner = await as();
    await seedAudit(owner.orgId, [{ targetId: "=cmd|'/c calc'!A0" }, { targetId: 'a "quoted",\r\nthing' }]);
    const response = await exported(owner, { format: "csv" });
    expect(response.headers.get("content-type")).toContain("text/csv");
    const [header, first, ...rest] = (await response.text()).split("\r\n");
    expect(header?.split(",").slice(0, 3)).toEqual(["seq", "at", "action"]);
    expect(first).toContain(",'=cmd|'/c calc'!A0,");
    expect(rest.join("\n")).toContain(',"a ""quoted"",\nthing",');
    expect(rest).toHaveLength(4);
  });

  it("writes cells that spreadsheets show as they are", () => {
    expect(CELLS.map(([value]) => csvCell(value))).toEqual(CELLS.map(([, cell]) => cell));
  });

  it("holds what the filter asks for", async () => {
    const owner = await as();
    await seedAudit(owner.orgId, [{ action: "a.b" }, { action: "c.d" }]);
    const file = (await (await exported(owner, { format: "json", action: "c" })).json()) as { rows: Row[] };
    expect(file.rows.map(({ action }) => action)).toEqual(["c.d"]);
  });

  it("needs an owner who signed in just now", async () => {
    const admin = await as({ role: "admin" });
    expect((await exported(admin, { format: "csv" })).status).toBe(403);
    const owner = await as();
    const hourAgo = testScope().clock.now() - HOUR_MS;
    await env.DB.prepare("update sessions set created_at = ? where id = ?").bind(hourAgo, owner.sessionId).run();
    const refused = await exported(owner, { format: "csv" });
    expect([refused.status, await refused.json()]).toMatchObject([403, { type: "/problems/sign_in_again" }]);
    expect((await page(owner)).items).toEqual([]);
  });
});
