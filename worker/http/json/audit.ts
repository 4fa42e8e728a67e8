import type * as z from "zod";
import type { ListedAudit } from "../../db/audit-log.ts";
import type { Verdict } from "../../services/audit/verify-audit.ts";
import type { AuditRow, AuditVerdict } from "../schemas/audit.ts";
import { personJson } from "./person.ts";
import { timestamp } from "./timestamps.ts";

type Origin = { network: string | null; country: string | null; city: string | null };
const NOWHERE: Origin = { network: null, country: null, city: null };

function viaOf(via: string | null): "session" | "token" | null {
  if (via === null) return null;
  return via.startsWith("token:") ? "token" : "session";
}

/** JSON that we wrote; what an intruder put in its place is shown as text, so that the log can be read all the same. */
function read<T>(json: string, otherwise: (text: string) => T): T {
  try {
    return JSON.parse(json);
  } catch {
    return otherwise(json);
  }
}

export function auditRowJson({ row, user }: ListedAudit): z.infer<typeof AuditRow> {
  const origin = row.origin === null ? NOWHERE : read(row.origin, () => NOWHERE);
  return {
    seq: row.seq,
    id: row.id,
    at: timestamp(row.at),
    actor: { kind: row.actorKind, id: row.actorId, user: user && personJson(user), via: viaOf(row.via) },
    action: row.action,
    target: { kind: row.targetKind, id: row.targetId },
    meta: read(row.meta, (text) => ({ text })),
    network: origin.network,
    country: origin.country,
    city: origin.city,
    correlation_id: row.correlationId,
    hash: row.hash,
  };
}

export function auditVerdictJson(verdict: Verdict): z.infer<typeof AuditVerdict> {
  return {
    intact: verdict.fault === null,
    rows: verdict.rows,
    first_seq: verdict.firstSeq,
    last_seq: verdict.lastSeq,
    head: verdict.head,
    checked_at: timestamp(verdict.checkedAt),
    fault: verdict.fault,
  };
}
