/** Sealing the audit log, and removing what is too old: who gets there first does it, everybody else changes nothing. */
import { and, asc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { type AuditEntry, auditInsertIfChanged } from "./audit.ts";
import type { OrgDb } from "./for-org.ts";
import { auditHeads, auditLog } from "./schema.ts";

export type AuditRow = typeof auditLog.$inferSelect;
export type AuditHead = Omit<typeof auditHeads.$inferSelect, "orgId" | "removableSeq">;
/** Number and hash of a row: where the chain stands. */
export type Link = { readonly seq: number; readonly hash: string };

export const NO_HEAD: AuditHead = { seq: 0, hash: "", prunedSeq: 0, prunedHash: "" };

const HEAD = {
  seq: auditHeads.seq,
  hash: auditHeads.hash,
  prunedSeq: auditHeads.prunedSeq,
  prunedHash: auditHeads.prunedHash,
};

/** Without being told, the planner takes the index of the numbers, and reads sealed rows by the thousand. */
const UNSEALED = sql`${auditLog} indexed by audit_log_unsealed`;

/** The plus keeps the planner from looking at all rows of the organization where ids lead to the few that are meant. */
function isOwn(data: OrgDb) {
  return sql`+${auditLog.orgId} = ${data.orgId}`;
}

function headOf(data: OrgDb) {
  return data.db.select(HEAD).from(auditHeads).where(eq(auditHeads.orgId, data.orgId));
}

/** How far the log is sealed, and the oldest rows that are not, in one round trip. */
export async function readUnsealed(data: OrgDb, limit: number): Promise<{ head: AuditHead; rows: AuditRow[] }> {
  const oldest = sql`(select id from ${UNSEALED} where org_id = ${data.orgId} and seq is null order by at limit ${limit})`;
  const unsealed = data.db
    .select()
    .from(auditLog)
    .where(sql`${isOwn(data)} and ${auditLog.id} in ${oldest}`)
    .orderBy(asc(auditLog.at), asc(auditLog.id));
  const [[head = NO_HEAD], rows] = await data.db.batch([headOf(data), unsealed]);
  return { head, rows };
}

/**
 * Numbers rows and moves the head on to the last of them, unless somebody else moved it meanwhile: then nothing changes, and the
 * answer is false. `links` go with `rows`, one each.
 */
export async function sealRows(data: OrgDb, head: Link, sealed: readonly (Link & { id: string })[]): Promise<boolean> {
  const last = sealed.at(-1);
  if (!last) return true;
  const list = JSON.stringify(sealed.map(({ id, seq, hash }) => [id, seq, hash]));
  const isOurs = sql`exists (select 1 from audit_heads where org_id = ${data.orgId} and seq = ${last.seq} and hash = ${last.hash})`;
  const [, moved] = await data.db.batch([
    data.db.insert(auditHeads).values({ orgId: data.orgId, seq: 0, hash: "" }).onConflictDoNothing(),
    data.db
      .update(auditHeads)
      .set({ seq: last.seq, hash: last.hash })
      .where(and(eq(auditHeads.orgId, data.orgId), eq(auditHeads.seq, head.seq), eq(auditHeads.hash, head.hash)))
      .returning({ seq: auditHeads.seq }),
    data.db
      .update(auditLog)
      .set({ seq: sql`link.value ->> 1`, hash: sql`link.value ->> 2` })
      .from(sql`json_each(${list}) as link`)
      .where(and(eq(auditLog.id, sql`link.value ->> 0`), isOwn(data), isNull(auditLog.seq), isOurs)),
  ]);
  return moved.length > 0;
}

/** Some of the organizations that have rows to seal, in no order. Reads one row an organization, however many wait. */
export async function organizationsToSeal(db: Database, limit: number): Promise<string[]> {
  const found = await db.all<{ org: string }>(sql`
    with recursive waiting(org) as (
      select min(org_id) from ${UNSEALED} where seq is null
      union all
      select (select min(org_id) from ${UNSEALED} where seq is null and org_id > waiting.org)
      from waiting where waiting.org is not null)
    select org from waiting where org is not null order by random() limit ${limit}`);
  return found.map(({ org }) => org);
}

/** Organizations whose oldest kept row is older than `before`. Looks at one row of each. */
export async function organizationsToThin(db: Database, before: number, limit: number): Promise<string[]> {
  const found = await db.all<{ org: string }>(sql`
    select head.org_id as org from ${auditHeads} as head
    cross join ${auditLog} as oldest on oldest.org_id = head.org_id and oldest.seq = head.pruned_seq + 1
    where oldest.at < ${before} limit ${limit}`);
  return found.map(({ org }) => org);
}

/** Heads of the organizations whose ids end in one of these two hexadecimal digits. */
export async function headsEndingIn(db: Database, endings: readonly string[]): Promise<(Link & { orgId: string })[]> {
  const wanted = JSON.stringify(endings);
  return db
    .select({ orgId: auditHeads.orgId, seq: auditHeads.seq, hash: auditHeads.hash })
    .from(auditHeads)
    .where(sql`substr(${auditHeads.orgId}, -2) in (select value from json_each(${wanted}))`);
}

/**
 * Removes all rows up to `last`, the head remembering where the chain goes on, and leaves `entry`. False, and nothing is
 * changed, when somebody else removed rows since the log began after `from`.
 */
export async function removeRows(
  data: OrgDb,
  { from, last, entry }: { from: Link; last: Link; entry: AuditEntry },
): Promise<boolean> {
  const own = eq(auditHeads.orgId, data.orgId);
  const isAllowed = sql`exists (select 1 from audit_heads where org_id = ${data.orgId} and removable_seq = ${last.seq})`;
  const [allowed] = await data.db.batch([
    data.db
      .update(auditHeads)
      .set({ removableSeq: last.seq })
      .where(and(own, eq(auditHeads.prunedSeq, from.seq), sql`${auditHeads.seq} >= ${last.seq}`))
      .returning({ seq: auditHeads.seq }),
    data.db
      .delete(auditLog)
      .where(and(eq(auditLog.orgId, data.orgId), gt(auditLog.seq, from.seq), lte(auditLog.seq, last.seq), isAllowed)),
    auditInsertIfChanged(data, entry),
    data.db
      .update(auditHeads)
      .set({ prunedSeq: last.seq, prunedHash: last.hash, removableSeq: 0 })
      .where(and(own, eq(auditHeads.removableSeq, last.seq))),
  ]);
  return allowed.length > 0;
}
