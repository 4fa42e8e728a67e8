/** The end of an organization: nobody gets in any more, its rows go in slices, a tombstone stays. */
import { and, asc, eq, gt, inArray, isNotNull, lte, notInArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import {
  aiRequests,
  auditHeads,
  auditLog,
  jobs,
  oauthTransactions,
  organizationMembers,
  organizations,
  organizationTombstones,
  repositories,
  sessions,
} from "./schema.ts";
import { TENANT_TABLES, type TenantTable } from "./tenant-tables.ts";

type Organization = typeof organizations.$inferSelect;
type Tombstone = typeof organizationTombstones.$inferSelect;

/** Organizations whose day came before `before`, the longest waiting first. */
export async function organizationsToPurge(db: Database, before: number, limit: number): Promise<Organization[]> {
  return db
    .select()
    .from(organizations)
    .where(and(isNotNull(organizations.deleteAfter), lte(organizations.deleteAfter, before)))
    .orderBy(asc(organizations.deleteAfter))
    .limit(limit);
}

export async function findTombstone(data: OrgDb): Promise<Tombstone | undefined> {
  return data.db.select().from(organizationTombstones).where(eq(organizationTombstones.orgId, data.orgId)).get();
}

/** The first mark of the end; nothing when it is there. */
export function tombstoneInsert(data: OrgDb, row: Pick<Tombstone, "deletedAt" | "deletedBy">) {
  return data.db
    .insert(organizationTombstones)
    .values({ orgId: data.orgId, ...row, auditSeq: 0, auditHash: "" })
    .onConflictDoNothing();
}

/** Sessions go on in another organization of their user, the own one first; those of users without any end. */
function sessionsMove({ db, orgId }: OrgDb) {
  const other = sql`(select other.org_id from organization_members as other
    join organizations on organizations.id = other.org_id
    where other.user_id = sessions.user_id and other.org_id <> ${orgId}
      and other.org_id not in (select org_id from organization_tombstones)
    order by organizations.personal_of is sessions.user_id desc, other.created_at limit 1)`;
  return db
    .update(sessions)
    .set({ orgId: sql`${other}` })
    .where(and(eq(sessions.orgId, orgId), sql`${sessions.revokedAt} is null`, sql`exists ${other}`));
}

const OVER = ["completed", "cancelled", "dead_letter"] as const;

/**
 * Statements after which nobody gets in and nothing begins: sessions move or end, tokens go with the members, webhooks are no
 * longer believed, and jobs that wait or run are cancelled.
 */
export function shutStatements(data: OrgDb, now: number) {
  const { db, orgId } = data;
  const ended = { state: "cancelled", finishedAt: now, leaseUntil: null, coalesceKey: null, nextRunAt: null } as const;
  const silent = { hookKey: "", previousHookKey: null, previousHookKeyUntil: null } as const;
  return [
    sessionsMove(data),
    db.delete(sessions).where(eq(sessions.orgId, orgId)),
    db.delete(oauthTransactions).where(eq(oauthTransactions.orgId, orgId)),
    db.delete(organizationMembers).where(eq(organizationMembers.orgId, orgId)),
    db
      .update(repositories)
      .set({ ...silent, state: "suspended", stateDetail: "Its organization is being deleted." })
      .where(eq(repositories.orgId, orgId)),
    db
      .update(jobs)
      .set(ended)
      .where(and(eq(jobs.orgId, orgId), notInArray(jobs.state, [...OVER]))),
  ] as const;
}

/** Repositories that still have a webhook at GitHub. */
export async function repositoriesWithHook(data: OrgDb, limit: number) {
  const { id, githubId, hookId, connectedBy } = repositories;
  return data.db
    .select({ id, githubId, hookId, connectedBy })
    .from(repositories)
    .where(and(eq(repositories.orgId, data.orgId), isNotNull(hookId)))
    .limit(limit);
}

export async function hookForgotten(data: OrgDb, id: string): Promise<void> {
  await data.db
    .update(repositories)
    .set({ hookId: null })
    .where(and(eq(repositories.orgId, data.orgId), eq(repositories.id, id)));
}

export async function repositoryIds(data: OrgDb, limit: number): Promise<string[]> {
  const own = eq(repositories.orgId, data.orgId);
  const rows = await data.db.select({ id: repositories.id }).from(repositories).where(own).limit(limit);
  return rows.map(({ id }) => id);
}

export async function repositoriesRemove(data: OrgDb, ids: readonly string[]): Promise<void> {
  await data.db.delete(repositories).where(and(eq(repositories.orgId, data.orgId), inArray(repositories.id, [...ids])));
}

/** Models of each provider that the organization asked. */
export async function modelsAsked(data: OrgDb) {
  return data.db
    .selectDistinct({ provider: aiRequests.provider, model: aiRequests.model })
    .from(aiRequests)
    .where(and(eq(aiRequests.orgId, data.orgId), isNotNull(aiRequests.provider), isNotNull(aiRequests.model)));
}

function slice({ table, orgId }: TenantTable, data: OrgDb, limit: number) {
  return data.db
    .delete(table)
    .where(sql`rowid in (select rowid from ${table} where ${eq(orgId, data.orgId)} limit ${limit})`);
}

/** Removes up to `limit` rows of a table; the answer says how many went. */
export async function removeRows(data: OrgDb, table: TenantTable, limit: number): Promise<number> {
  return (await slice(table, data, limit).run()).meta.changes;
}

/** Rows that end otherwise: repositories with their objects, the audit log with its head. */
const OTHERWISE: ReadonlySet<string> = new Set(["repositories", "audit_log", "audit_heads"]);

/** Tables whose rows can simply be removed, in this order. */
export const REMOVABLE_TABLES: readonly TenantTable[] = TENANT_TABLES.filter(({ name }) => !OTHERWISE.has(name));

const LOG = TENANT_TABLES.find(({ name }) => name === "audit_log");

/** The same of the audit log, whose rows can only be removed while its head says so. All of it has to be sealed. */
export async function removeAuditRows(data: OrgDb, limit: number): Promise<number> {
  if (!LOG) throw new Error("There is no audit log.");
  const removable = (seq: number | ReturnType<typeof sql>) =>
    data.db
      .update(auditHeads)
      .set({ removableSeq: seq as number })
      .where(eq(auditHeads.orgId, data.orgId));
  const [, removed] = await data.db.batch([removable(sql`${auditHeads.seq}`), slice(LOG, data, limit), removable(0)]);
  return removed.meta.changes;
}

/** Writes the end of the sealed log into the tombstone, while there is an organization: what comes later is no part of its log. */
export async function keepAuditHead(data: OrgDb): Promise<void> {
  const of = (column: "seq" | "hash") => sql`(select ${sql.raw(column)} from audit_heads where org_id = ${data.orgId})`;
  await data.db
    .update(organizationTombstones)
    .set({ auditSeq: of("seq") as never, auditHash: of("hash") as never })
    .where(and(eq(organizationTombstones.orgId, data.orgId), sql`exists ${of("seq")}`, isThere(data)));
}

/** Names of tables that still hold rows of the organization. */
export async function tablesWithRows({ db, orgId }: OrgDb): Promise<string[]> {
  // Columns, because D1 takes few terms in a union.
  const looks = TENANT_TABLES.map(
    (of) => sql`exists (select 1 from ${of.table} where ${eq(of.orgId, orgId)}) as ${sql.identifier(of.name)}`,
  );
  const [found = {}] = await db.all<Record<string, number>>(sql`select ${sql.join(looks, sql`, `)}`);
  return Object.keys(found).filter((name) => found[name] === 1);
}

function isThere({ orgId }: OrgDb): SQL {
  return sql`exists (select 1 from organizations where id = ${orgId})`;
}

/** The last rows, together: the head of the log and the organization itself. */
export async function finishPurge(data: OrgDb, now: number): Promise<void> {
  const { db, orgId } = data;
  await db.batch([
    db
      .update(organizationTombstones)
      .set({ deletedAt: now })
      .where(and(eq(organizationTombstones.orgId, orgId), isThere(data))),
    db.delete(auditHeads).where(eq(auditHeads.orgId, orgId)),
    db.delete(organizations).where(eq(organizations.id, orgId)),
  ]);
}

/** Organizations that were deleted since `since`: what was under way then may have written a last row. */
export async function deletedSince(db: Database, since: number): Promise<string[]> {
  const { orgId, deletedAt } = organizationTombstones;
  const rows = await db
    .select({ orgId })
    .from(organizationTombstones)
    .where(and(gt(deletedAt, since), sql`not exists (select 1 from organizations where id = ${orgId})`));
  return rows.map((row) => row.orgId);
}

/** True when rows of the log are not numbered yet. */
export async function hasUnsealed(data: OrgDb): Promise<boolean> {
  const open = and(eq(auditLog.orgId, data.orgId), sql`${auditLog.seq} is null`);
  return (await data.db.select({ id: auditLog.id }).from(auditLog).where(open).limit(1)).length > 0;
}
