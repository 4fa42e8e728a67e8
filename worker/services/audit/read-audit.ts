import { type AuditFilter, auditBefore, type ListedAudit, readHead } from "../../db/audit-log.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { sealBeforeReading } from "./seal.ts";

type AuditPage = {
  readonly items: readonly ListedAudit[];
  /** Number below which the next page looks; null when there is none. */
  readonly next: number | null;
};

/** Rows looked at for one page: what is rare in a long log lies on a later page, maybe after an empty one. */
const LOOKED_AT = 100_000;

/** The sealed log, newest first, below the number `below` or from the newest on. The first page seals what happened since. */
export async function listAudit(
  ctx: Ctx,
  { filter, below, limit }: { filter: AuditFilter; below: number | undefined; limit: number },
): Promise<AuditPage> {
  requirePermission(ctx, "audit.read");
  const head = below === undefined ? await sealBeforeReading(ctx) : (await readHead(ctx.data)).head;
  const top = below ?? head.seq + 1;
  const above = Math.max(head.prunedSeq, top - 1 - LOOKED_AT);
  const rows = await auditBefore(ctx.data, { filter, above, below: top, limit: limit + 1 });
  const items = rows.slice(0, limit);
  if (rows.length > limit) return { items, next: items.at(-1)?.row.seq ?? null };
  return { items, next: above > head.prunedSeq ? above + 1 : null };
}
