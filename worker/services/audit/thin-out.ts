import { readHead, sealedRows } from "../../db/audit-log.ts";
import { type AuditHead, type AuditRow, organizationsToThin, removeRows } from "../../db/audit-seal.ts";
import { auditEntry } from "../audit.ts";
import type { Ctx, Scope } from "../context.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { follow, isFault } from "./chain.ts";
import { sealBeforeReading } from "./seal.ts";

const KEPT_MS = 400 * 24 * 60 * 60_000;
/** Rows removed in one batch. */
const SLICE = 500;
/** Batches for one organization in a night, and organizations looked after: the next night goes on. */
const SLICES = 40;
const ORGANIZATIONS = 200;

/** Removes what is older than 400 days from the audit logs: from the beginning on, only while the chain fits, and with a row that says so. */
export async function thinOutLogs(scope: Scope): Promise<void> {
  const before = scope.clock.now() - KEPT_MS;
  for (const orgId of await organizationsToThin(scope.db, before, ORGANIZATIONS)) {
    await thinOut(systemCtx(scope, orgId), before);
  }
}

async function thinOut(ctx: Ctx, before: number): Promise<void> {
  for (let slice = 0; slice < SLICES; slice += 1) {
    const { head } = await readHead(ctx.data);
    const rows = await sealedRows(ctx.data, { above: head.prunedSeq, upTo: head.seq, limit: SLICE });
    const end = rows.findIndex(({ at }) => at >= before);
    const old = end < 0 ? rows : rows.slice(0, end);
    if (old.length === 0 || !(await remove(ctx, head, old))) return;
    if (old.length < SLICE) break;
  }
  await sealBeforeReading(ctx);
}

/** False when nothing was removed. Rows that do not fit are evidence and stay. */
async function remove(ctx: Ctx, head: AuditHead, rows: readonly AuditRow[]): Promise<boolean> {
  const from = { seq: head.prunedSeq, hash: head.prunedHash };
  const last = await follow(from, rows);
  if (isFault(last)) {
    ctx.log.error("audit_broken", { seq: last.seq, kind: last.kind });
    return false;
  }
  const meta = { rows: rows.length, from_seq: from.seq + 1, to_seq: last.seq, hash: last.hash };
  const entry = auditEntry(ctx, { action: "audit.pruned", targetKind: "audit_log", targetId: ctx.orgId, meta });
  return removeRows(ctx.data, { from, last, entry });
}
