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
  /** `session:<id>` or `token:<id>` of an acting user. */
  readonly via: string | null;
  readonly origin: {
    readonly network: string | null;
    readonly country: string | null;
    readonly city: string | null;
  } | null;
};

/** An entry as the table has it: JSON as text. */
export type AuditText = Omit<AuditEntry, "meta" | "origin"> & { readonly meta: string; readonly origin: string | null };

export function auditTextOf({ meta, origin, ...entry }: AuditEntry): AuditText {
  return { ...entry, meta: JSON.stringify(meta), origin: origin && JSON.stringify(origin) };
}

/** What changed, as JSON objects that the database makes of its rows: exact, however many change them at once. */
export type AuditStates = { readonly before: SQL; readonly after: SQL };

/** A statement for the batch of the effect that it records. */
export function auditInsert(data: OrgDb, entry: AuditEntry, states?: AuditStates) {
  return insertWhere(data, auditTextOf(entry), { condition: sql`1`, states });
}

/** As `auditInsert`, but nothing is written when the statement just before it in the batch changed no row. */
export function auditInsertIfChanged(data: OrgDb, entry: AuditEntry, states?: AuditStates) {
  return auditTextInsertIfChanged(data, auditTextOf(entry), states);
}

/** As `auditInsertIfChanged`, of an entry whose JSON is text already. */
export function auditTextInsertIfChanged(data: OrgDb, entry: AuditText, states?: AuditStates) {
  return insertWhere(data, entry, { condition: sql`changes() > 0`, states });
}

/** Facts, and before and after where they are known. */
function metaOf({ meta }: AuditText, states: AuditStates | undefined): SQL {
  if (!states) return sql`${meta}`;
  return sql`json_set(${meta}, '$.before', json(${states.before}), '$.after', json(${states.after}))`;
}

/** Drizzle cannot put raw statements with parameters into a batch, so the `select` gives every column of the table in its order. */
function insertWhere(
  data: OrgDb,
  entry: AuditText,
  { condition, states }: { condition: SQL; states: AuditStates | undefined },
) {
  return data.db.insert(auditLog).select(
    sql`select ${data.orgId}, ${entry.id}, ${entry.at}, ${entry.actorKind}, ${entry.actorId}, ${entry.action},
               ${entry.targetKind}, ${entry.targetId}, ${entry.correlationId}, ${metaOf(entry, states)},
               null, ${entry.via}, ${entry.origin}, null
        where ${condition}`,
  );
}
