import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { runScheduled } from "../../worker/consumers/run-scheduled.ts";
import { organizationsToSeal, organizationsToThin, readUnsealed } from "../../worker/db/audit-seal.ts";
import { canonicalOf, hashOf } from "../../worker/services/audit/chain.ts";
import { logHeads } from "../../worker/services/audit/log-heads.ts";
import { sealLog } from "../../worker/services/audit/seal.ts";
import { verifyAudit } from "../../worker/services/audit/verify-audit.ts";
import { as } from "./support/as.ts";
import { numbersOf, seedAudit, tamper } from "./support/audit-rows.ts";
import { logLines } from "./support/log-lines.ts";
import { rowsRead } from "./support/rows-read.ts";
import { testCtx, testScope } from "./support/scope.ts";

const DAY_MS = 86_400_000;
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ meta: `{"n":${index}}` }));
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe("the hash of a row", () => {
  const row = {
    orgId: "o",
    id: "i",
    at: 1,
    actorKind: "user" as const,
    actorId: "u",
    action: "thing.done",
    targetKind: "thing",
    targetId: null,
    correlationId: "c",
    meta: '{"a":"\\n"}',
    via: "session:s",
    origin: null,
    seq: 7,
  };

  it("covers every column in an order that never changes, so that logs of before stay valid", async () => {
    const text = '["o",7,"i",1,"user","u","thing.done","thing",null,"c","{\\"a\\":\\"\\\\n\\"}","session:s",null]';
    expect(canonicalOf(row)).toBe(text);
    expect(await hashOf("", row)).toBe("4d399bac416c2542af4e178326072268b755e9145da727fc24d742265d5aedc3");
  });

  it("differs with every column, and with the hash before", async () => {
    const changed = Object.keys(row).map((column) => ({
      ...row,
      [column]: ["at", "seq"].includes(column) ? 8 : "other",
    }));
    const hashes = [hashOf("", row), hashOf("before", row), ...changed.map((other) => hashOf("", other))];
    expect(new Set(await Promise.all(hashes)).size).toBe(2 + Object.keys(row).length);
  });
});

describe("sealing", () => {
  it("numbers each log from 1 without gaps, while many seal and many write", async () => {
    const [one, other] = [testCtx(await as()), testCtx(await as())];
    const work = upTo(12).map(async (turn) => {
      const ctx = turn % 2 === 0 ? one : other;
      await seedAudit(ctx.orgId, rowsOf(turn));
      await sealLog(ctx);
    });
    await Promise.all(work);
    expect(await numbersOf(one.orgId)).toEqual({ sealed: upTo(42), unsealed: 0 });
    expect(await numbersOf(other.orgId)).toEqual({ sealed: upTo(36), unsealed: 0 });
    for (const ctx of [one, other]) expect(await verifyAudit(ctx)).toMatchObject({ fault: null });
  });

  it("takes more rows than one step holds", async () => {
    const ctx = testCtx(await as());
    for (let part = 0; part < 3; part += 1) await seedAudit(ctx.orgId, rowsOf(400));
    await sealLog(ctx);
    expect((await numbersOf(ctx.orgId)).sealed).toEqual(upTo(1200));
    expect(await verifyAudit(ctx)).toMatchObject({ rows: 1200, fault: null });
  });

  it("is done every minute for every organization, one that cannot be sealed or not", async () => {
    const callers = await Promise.all([as(), as(), as()]);
    for (const { orgId } of callers) await seedAudit(orgId, rowsOf(2));
    const [broken] = callers;
    await sealLog(testCtx(broken));
    await env.DB.prepare("delete from audit_heads where org_id = ?").bind(broken.orgId).run();
    await seedAudit(broken.orgId, rowsOf(1));
    await runScheduled("* * * * *", testScope());
    const numbers = await Promise.all(callers.map(({ orgId }) => numbersOf(orgId)));
    expect(numbers.map(({ unsealed }) => unsealed)).toEqual([1, 0, 0]);
    expect(logLines("audit_unsealed")).toMatchObject([{ org_id: broken.orgId, level: "error" }]);
    expect(await verifyAudit(testCtx(broken))).toMatchObject({ fault: { seq: 1, kind: "altered" } });
  });
});

describe("looking for what is to be done", () => {
  it("reads no sealed rows, and no more than it takes", async () => {
    const caller = await as();
    const ctx = testCtx(caller);
    await seedAudit(caller.orgId, rowsOf(300));
    await sealLog(ctx);
    const idle = await rowsRead(caller, ({ db }) => organizationsToSeal(db, 200));
    const old = await rowsRead(caller, ({ db }) => organizationsToThin(db, 1, 200));
    expect([idle, old].map((rows) => rows <= 5)).toEqual([true, true]);
    await seedAudit(caller.orgId, rowsOf(300));
    expect(await rowsRead(caller, ({ data }) => readUnsealed(data, 10))).toBeLessThanOrEqual(50);
    expect(await organizationsToSeal(ctx.db, 200)).toEqual([caller.orgId]);
  });
});

describe("the database", () => {
  const CHANGES = [
    "update audit_log set meta = '{}'",
    "update audit_log set action = 'nothing.done', seq = 9, hash = 'x'",
    "update audit_log set seq = null, hash = null",
    "update audit_log set seq = 9",
    "update audit_log set seq = 9, hash = 'x' where seq is not null",
    "delete from audit_log",
    "delete from audit_log where seq is null",
    "delete from audit_log where seq = 1",
    "replace into audit_log (org_id, id, at, actor_kind, action, target_kind, correlation_id) select org_id, id, 1, 'system', 'a', 'b', 'c' from audit_log",
  ];

  it("refuses every change of a row, sealed or not, and every removal", async () => {
    const { orgId } = await as();
    await seedAudit(orgId, rowsOf(2));
    await sealLog(testCtx({ orgId, userId: orgId }));
    await seedAudit(orgId, rowsOf(1));
    const refused = await Promise.allSettled(CHANGES.map((sql) => env.DB.prepare(sql).run()));
    expect(refused.map((one) => (one.status === "rejected" ? String(one.reason) : "done"))).toEqual(
      CHANGES.map(() => expect.stringContaining("append-only")),
    );
  });
});

describe("a verdict", () => {
  const TAMPERED = [
    {
      what: "a change of what happened",
      sql: "update audit_log set meta = '{\"n\":9}' where seq = 3",
      fault: [3, "altered"],
    },
    {
      what: "one byte of a hash",
      sql: "update audit_log set hash = iif(hash like 'f%', '0', 'f') || substr(hash, 2) where seq = 5",
      fault: [5, "altered"],
    },
    { what: "another actor", sql: "update audit_log set actor_kind = 'webhook' where seq = 1", fault: [1, "altered"] },
    { what: "another time", sql: "update audit_log set at = at - 1 where seq = 4", fault: [4, "altered"] },
    { what: "a row taken out", sql: "delete from audit_log where seq = 2", fault: [2, "missing"] },
    { what: "the first row taken out", sql: "delete from audit_log where seq = 1", fault: [1, "missing"] },
    { what: "rows taken out", sql: "delete from audit_log where seq between 2 and 4", fault: [2, "missing"] },
    { what: "the end cut off", sql: "delete from audit_log where seq >= 5", fault: [5, "cut_off"] },
    { what: "everything cut off", sql: "delete from audit_log", fault: [1, "cut_off"] },
    { what: "another number", sql: "update audit_log set seq = 9 where seq = 3", fault: [3, "missing"] },
    {
      what: "two rows that changed places",
      sql: "update audit_log set id = id || '-', seq = case seq when 2 then 30 else 2 end where seq in (2, 3)",
      fault: [2, "altered"],
    },
    { what: "the end moved back", sql: "update audit_heads set seq = 4", fault: [5, "altered"] },
    { what: "another hash at the end", sql: "update audit_heads set hash = 'x'", fault: [6, "altered"] },
    { what: "a beginning that never was", sql: "update audit_heads set pruned_seq = 2", fault: [3, "altered"] },
    {
      what: "a row put behind the end",
      sql: "insert into audit_log select org_id, id || '-', at, 'system', null, 'a.b', 't', null, 'c', '{}', 7, null, null, 'x' from audit_log where seq = 6",
      fault: [7, "altered"],
    },
  ] as const;

  it("names the first row that does not fit", async () => {
    const found: unknown[] = [];
    for (const { what, sql } of TAMPERED) {
      const ctx = testCtx(await as());
      await seedAudit(ctx.orgId, rowsOf(6));
      expect(await verifyAudit(ctx)).toMatchObject({ rows: 6, firstSeq: 1, lastSeq: 6, fault: null });
      await tamper(`${sql} ${sql.includes("where") ? "and" : "where"} org_id = '${ctx.orgId}'`);
      const { fault } = await verifyAudit(ctx);
      found.push([what, fault?.seq, fault?.kind]);
    }
    expect(found).toEqual(TAMPERED.map(({ what, fault }) => [what, ...fault]));
  });

  it("of an empty log is good", async () => {
    expect(await verifyAudit(testCtx(await as()))).toMatchObject({ rows: 0, lastSeq: 0, head: "", fault: null });
  });
});

describe("the end of each log", () => {
  it("goes to the log sink once a day", async () => {
    const callers = await Promise.all(upTo(8).map(() => as()));
    for (const { orgId } of callers) await seedAudit(orgId, rowsOf(1));
    await runScheduled("* * * * *", testScope());
    const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    for (let quarter = 0; quarter < 96; quarter += 1) {
      await logHeads(testScope({ clock: () => midnight + quarter * 15 * 60_000 }));
    }
    const logged = logLines("audit_head");
    expect(logged.map(({ org_id: org }) => org).toSorted()).toEqual(callers.map(({ orgId }) => orgId).toSorted());
    expect(logged).toMatchObject(logged.map(() => ({ seq: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })));
  });
});

describe("rows older than 400 days", () => {
  const OLD = 401 * DAY_MS;

  async function oldLog() {
    const ctx = testCtx(await as());
    const now = ctx.clock.now();
    await seedAudit(ctx.orgId, [...rowsOf(3).map(() => ({ at: now - OLD })), { at: now - 399 * DAY_MS }, {}]);
    await sealLog(ctx);
    return ctx;
  }

  it("go at night, with a row that says so, and what is left is whole", async () => {
    const ctx = await oldLog();
    const [untouched] = [testCtx(await as())];
    await seedAudit(untouched.orgId, rowsOf(2));
    await sealLog(untouched);
    await Promise.all([runScheduled("17 3 * * *", testScope()), runScheduled("17 3 * * *", testScope())]);
    expect(await numbersOf(ctx.orgId)).toEqual({ sealed: [4, 5, 6], unsealed: 0 });
    expect(await verifyAudit(ctx)).toMatchObject({ rows: 3, firstSeq: 4, lastSeq: 6, fault: null });
    const pruned = await env.DB.prepare("select actor_kind, meta from audit_log where action = 'audit.pruned'").all();
    expect(pruned.results).toHaveLength(1);
    expect(JSON.parse(String(pruned.results[0]?.meta))).toMatchObject({ rows: 3, from_seq: 1, to_seq: 3 });
    expect(await numbersOf(untouched.orgId)).toEqual({ sealed: [1, 2], unsealed: 0 });
    await expect(env.DB.prepare("delete from audit_log where seq = 4").run()).rejects.toThrow("append-only");
  });

  it("stay as evidence where they were changed", async () => {
    const ctx = await oldLog();
    await tamper("update audit_log set action = 'nothing.done' where seq = 2");
    await runScheduled("17 3 * * *", testScope());
    expect((await numbersOf(ctx.orgId)).sealed).toEqual(upTo(5));
    expect(logLines("audit_broken")).toMatchObject([{ org_id: ctx.orgId, seq: 2, kind: "altered" }]);
  });

  it("leave a chain whose removed part cannot be claimed to be longer", async () => {
    const ctx = await oldLog();
    await runScheduled("17 3 * * *", testScope());
    await tamper("delete from audit_log where seq = 4");
    expect((await verifyAudit(ctx)).fault).toEqual({ seq: 4, kind: "missing" });
  });
});
