/** Reading the sealed audit log. */
import { and, asc, desc, eq, gt, gte, lt, lte, max, type SQL } from "drizzle-orm";
import { type AuditHead, type AuditRow, NO_HEAD } from "./audit-seal.ts";
import type { OrgDb } from "./for-org.ts";
import { auditHeads, auditLog, users } from "./schema.ts";

export type AuditFilter = {
  /** A whole action, or its noun. */
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  readonly targetId?: string | undefined;
  /** ms since the epoch, inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
};

/** A sealed row with its user, while we know that one. */
export type ListedAudit = {
  readonly row: Omit<AuditRow, "seq" | "hash"> & { readonly seq: number; readonly hash: string };
  readonly user: Pick<typeof users.$inferSelect, "id" | "login" | "name" | "avatarUrl"> | null;
};

type Span = { readonly filter: AuditFilter; readonly above: number; readonly below: number; readonly limit: number };

/** Follows a noun where its verb begins, and comes right after it. */
const AFTER_DOT = "/";

function matches({ action, actorId, targetId, from, to }: AuditFilter): SQL | undefined {
  const { action: named } = auditLog;
  return and(
    action?.includes(".") === true ? eq(named, action) : undefined,
    action?.includes(".") === false ? and(gt(named, `${action}.`), lt(named, `${action}${AFTER_DOT}`)) : undefined,
    actorId === undefined ? undefined : eq(auditLog.actorId, actorId),
    targetId === undefined ? undefined : eq(auditLog.targetId, targetId),
    from === undefined ? undefined : gte(auditLog.at, from),
    to === undefined ? undefined : lt(auditLog.at, to),
  );
}

function listed(data: OrgDb, between: { readonly above: number; readonly below: number }, filter: AuditFilter) {
  const { id, login, name, avatarUrl } = users;
  return data.db
    .select({ row: auditLog, user: { id, login, name, avatarUrl } })
    .from(auditLog)
    .leftJoin(users, and(eq(auditLog.actorKind, "user"), eq(users.id, auditLog.actorId)))
    .where(
      and(
        eq(auditLog.orgId, data.orgId),
        gt(auditLog.seq, between.above),
        lt(auditLog.seq, between.below),
        matches(filter),
      ),
    );
}

function sealedOnly(rows: readonly { row: AuditRow; user: ListedAudit["user"] }[]): ListedAudit[] {
  return rows.flatMap(({ row, user }) => {
    const { seq, hash } = row;
    return seq === null || hash === null ? [] : [{ row: { ...row, seq, hash }, user }];
  });
}

/** Newest first: at most `limit` matching rows numbered between `above` and `below`, both exclusive. */
export async function auditBefore(data: OrgDb, { filter, limit, ...between }: Span): Promise<ListedAudit[]> {
  return sealedOnly(await listed(data, between, filter).orderBy(desc(auditLog.seq)).limit(limit));
}

/** As `auditBefore`, oldest first. */
export async function auditAfter(data: OrgDb, { filter, limit, ...between }: Span): Promise<ListedAudit[]> {
  return sealedOnly(await listed(data, between, filter).orderBy(asc(auditLog.seq)).limit(limit));
}

/** How far the log is sealed, and the number of its last row, at one moment. */
export async function readHead(data: OrgDb): Promise<{ head: AuditHead; lastSeq: number }> {
  const { seq, hash, prunedSeq, prunedHash } = auditHeads;
  const [[head = NO_HEAD], [last]] = await data.db.batch([
    data.db.select({ seq, hash, prunedSeq, prunedHash }).from(auditHeads).where(eq(auditHeads.orgId, data.orgId)),
    data.db
      .select({ seq: max(auditLog.seq) })
      .from(auditLog)
      .where(eq(auditLog.orgId, data.orgId)),
  ]);
  return { head, lastSeq: last?.seq ?? 0 };
}

/** Sealed rows in the order of their numbers, between `above` (exclusive) and `upTo`. */
export async function sealedRows(
  data: OrgDb,
  { above, upTo, limit }: { above: number; upTo: number; limit: number },
): Promise<AuditRow[]> {
  return data.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.orgId, data.orgId), gt(auditLog.seq, above), lte(auditLog.seq, upTo)))
    .orderBy(asc(auditLog.seq))
    .limit(limit);
}
