import { type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { auditLog } from "./schema.ts";

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

/** Drizzle cannot put raw statements with parameters into a batch, so the `select` gives every column of the table in its order. */
function insertWhere(data: OrgDb, entry: AuditEntry, condition: SQL) {
  return data.db.insert(auditLog).select(
    sql`select ${data.orgId}, ${entry.id}, ${entry.at}, ${entry.actorKind}, ${entry.actorId}, ${entry.action},
               ${entry.targetKind}, ${entry.targetId}, ${entry.correlationId}, ${JSON.stringify(entry.meta)}
        where ${condition}`,
  );
}
