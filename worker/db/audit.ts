import { type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";

export type AuditEntry = {
  readonly id: string;
  readonly at: number;
  readonly actorKind: "user" | "webhook" | "system";
  readonly actorId: string | null;
  /** Noun and past verb, for example `job.cancelled`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string | null;
  readonly correlationId: string;
  /** Facts for the reader: ids and counts, never content or secrets. */
  readonly meta: Readonly<Record<string, unknown>>;
};

/** A statement for the batch of the effect that it records. */
export function auditInsert(data: OrgDb, entry: AuditEntry) {
  return insertWhere(data, entry, sql`1`);
}

/** As `auditInsert`, but nothing is written when the statement just before it in the batch changed no row. */
export function auditInsertIfChanged(data: OrgDb, entry: AuditEntry) {
  return insertWhere(data, entry, sql`changes() > 0`);
}

function insertWhere(data: OrgDb, entry: AuditEntry, condition: SQL) {
  return data.db.run(
    sql`insert into audit_log (org_id, id, at, actor_kind, actor_id, action, target_kind, target_id, correlation_id, meta)
        select ${data.orgId}, ${entry.id}, ${entry.at}, ${entry.actorKind}, ${entry.actorId}, ${entry.action},
               ${entry.targetKind}, ${entry.targetId}, ${entry.correlationId}, ${JSON.stringify(entry.meta)}
        where ${condition}`,
  );
}
