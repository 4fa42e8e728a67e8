import * as z from "zod";
import { Id, PageQuery, Person, pageOf, Timestamp } from "./common.ts";

const Filters = {
  /** Exactly, for example `member.removed`, or a noun alone: `member`. */
  action: z
    .string()
    .regex(/^[a-z_]{1,40}(?:\.[a-z_]{1,40})?$/)
    .optional(),
  actor_id: Id.optional(),
  target_id: z.string().min(1).max(100).optional(),
  /** Inclusive. */
  from: Timestamp.optional(),
  /** Exclusive. */
  to: Timestamp.optional(),
};

export const AuditQuery = z.strictObject({ ...PageQuery.shape, ...Filters });
export const AuditExportBody = z.strictObject({ format: z.enum(["csv", "json"]), ...Filters });

export const AuditRow = z
  .object({
    /** From 1 without gaps. */
    seq: z.int(),
    id: Id,
    at: Timestamp,
    actor: z.object({
      kind: z.enum(["user", "webhook", "system"]),
      id: z.string().nullable(),
      /** The user, when it still is known. */
      user: Person.nullable(),
      /** With what the user came. */
      via: z.enum(["session", "token"]).nullable(),
    }),
    action: z.string(),
    target: z.object({ kind: z.string(), id: z.string().nullable() }),
    /** Facts; `before` and `after` of a change. Never secrets. */
    meta: z.record(z.string(), z.unknown()),
    network: z.string().nullable(),
    country: z.string().nullable(),
    city: z.string().nullable(),
    correlation_id: z.string(),
    /** SHA-256 over the hash of the row before and this row: docs/security.md says how. */
    hash: z.string(),
  })
  .meta({ id: "AuditRow" });
export const AuditPage = pageOf(AuditRow).meta({ id: "AuditPage" });

/** Whether the log is whole: every hash fits, no number is missing, and its end is the one that was sealed. */
export const AuditVerdict = z
  .object({
    intact: z.boolean(),
    rows: z.int(),
    first_seq: z.int(),
    last_seq: z.int(),
    /** Hash of the last row. */
    head: z.string(),
    checked_at: Timestamp,
    /** The first row that does not fit; null when all do. */
    fault: z.object({ seq: z.int(), kind: z.enum(["missing", "altered", "cut_off"]) }).nullable(),
  })
  .meta({ id: "AuditVerdict" });
