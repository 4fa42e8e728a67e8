import { type DeliveryFilter, type ListedDelivery, listDeliveries } from "../../db/delivery-log.ts";
import { type GapFilter, type ListedGap, listGaps } from "../../db/gaps.ts";
import { type SyncFacts, syncFacts } from "../../db/sweep.ts";
import { type Ctx, requirePermission } from "../context.ts";

type RowKey = { readonly at: number; readonly id: string };
type Page<T> = { readonly items: readonly T[]; readonly next: RowKey | null };

/** Two looks that were missed. */
const BEHIND_MS = 30 * 60_000;

/** Deliveries that were received, newest first. */
export async function listReceived(ctx: Ctx, query: DeliveryFilter): Promise<Page<ListedDelivery>> {
  requirePermission(ctx, "webhook.read");
  const rows = await listDeliveries(ctx.data, { ...query, limit: query.limit + 1 });
  return pageOf(rows, query.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
}

/** Deliveries that GitHub could not hand over, newest first. */
export async function listMissed(ctx: Ctx, query: GapFilter): Promise<Page<ListedGap>> {
  requirePermission(ctx, "webhook.read");
  const rows = await listGaps(ctx.data, { ...query, limit: query.limit + 1 });
  return pageOf(rows, query.limit, ({ foundAt, id }) => ({ at: foundAt, id }));
}

/** How well the organization's repositories are known. */
export async function readSyncState(ctx: Ctx): Promise<SyncFacts> {
  requirePermission(ctx, "webhook.read");
  return syncFacts(ctx.data, ctx.clock.now() - BEHIND_MS);
}

function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => RowKey): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}
