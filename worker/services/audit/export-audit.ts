import { type AuditFilter, auditAfter, type ListedAudit } from "../../db/audit-log.ts";
import type { Link } from "../../db/audit-seal.ts";
import { audit } from "../audit.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { sealBeforeReading } from "./seal.ts";

export type AuditExport = {
  /** Where the log ends. */
  readonly head: Link;
  /** The last row that was removed because of its age: the chain goes on from its hash. */
  readonly after: Link;
  /** Oldest first. */
  readonly slices: AsyncGenerator<readonly ListedAudit[]>;
};

/** Rows in memory at once. */
const SLICE = 500;

/** The log as it is now, the row of this export at its end. Leaves `audit.exported` before the first row is given. */
export async function exportAudit(
  ctx: Ctx,
  { format, filter }: { format: string; filter: AuditFilter },
): Promise<AuditExport> {
  requirePermission(ctx, "audit.export");
  requireRecentSignIn(ctx);
  const meta = { format, ...filter };
  await ctx.data.db.batch([
    audit(ctx, { action: "audit.exported", targetKind: "audit_log", targetId: ctx.orgId, meta }),
  ]);
  const { seq, hash, prunedSeq, prunedHash } = await sealBeforeReading(ctx);
  return {
    head: { seq, hash },
    after: { seq: prunedSeq, hash: prunedHash },
    slices: slicesOf(ctx, { filter, above: prunedSeq, below: seq + 1 }),
  };
}

async function* slicesOf(
  { data }: Ctx,
  { filter, above, below }: { filter: AuditFilter; above: number; below: number },
): AsyncGenerator<readonly ListedAudit[]> {
  let at = above;
  for (;;) {
    const slice = await auditAfter(data, { filter, above: at, below, limit: SLICE });
    if (slice.length > 0) yield slice;
    const last = slice.at(-1);
    if (!last || slice.length < SLICE) return;
    at = last.row.seq;
  }
}
