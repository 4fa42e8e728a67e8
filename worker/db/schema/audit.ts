import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * What happened in an organization, append-only: triggers refuse changes and removals (migration 0007_identity). Sealing
 * numbers the rows from 1 without gaps, and sets `hash`: SHA-256 over the hash before and the row.
 */
export const auditLog = sqliteTable(
  "audit_log",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    at: integer().notNull(),
    actorKind: text("actor_kind", { enum: ["user", "webhook", "system"] }).notNull(),
    actorId: text("actor_id"),
    action: text().notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id"),
    correlationId: text("correlation_id").notNull(),
    /** Facts as JSON: ids and counts, `before` and `after` of a change; never content or secrets. */
    meta: text().notNull().default(sql`'{}'`),
    /** Null until the row is sealed, which is within a minute and before anybody reads the log. */
    seq: integer(),
    /** `session:<id>` or `token:<id>` of an acting user. */
    via: text(),
    /** Shortened address, country and city as JSON; null for what nobody asked for by HTTP. */
    origin: text(),
    hash: text(),
  },
  (t) => [
    uniqueIndex("audit_log_org_id").on(t.orgId, t.id),
    uniqueIndex("audit_log_seq").on(t.orgId, t.seq),
    index("audit_log_unsealed").on(t.orgId, t.at).where(sql`seq is null`),
  ],
);

/** How far an organization's log is sealed, and where it begins since its oldest rows were removed in time. */
export const auditHeads = sqliteTable("audit_heads", {
  orgId: text("org_id").primaryKey(),
  seq: integer().notNull(),
  hash: text().notNull(),
  /** The last row that was removed because of its age: the chain goes on from its hash. */
  prunedSeq: integer("pruned_seq").notNull().default(0),
  prunedHash: text("pruned_hash").notNull().default(""),
  /** Rows up to this one may be removed right now; 0 but inside the batch that does it. */
  removableSeq: integer("removable_seq").notNull().default(0),
});
