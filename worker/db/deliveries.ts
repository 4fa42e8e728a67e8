import { and, eq } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { webhookDeliveries } from "./schema.ts";

export type Delivery = Omit<typeof webhookDeliveries.$inferSelect, "orgId">;

/** The id under which a delivery was recorded before; GitHub repeats a delivery with the same GUID. */
export async function findDelivery(data: OrgDb, hookId: number, guid: string): Promise<Delivery | undefined> {
  return data.db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.orgId, data.orgId),
        eq(webhookDeliveries.hookId, hookId),
        eq(webhookDeliveries.guid, guid),
      ),
    )
    .get();
}

/** Fails on a repeat of hook and GUID, and with it the batch that it stands in: a delivery has its effects once. */
export function deliveryInsert(data: OrgDb, delivery: Delivery) {
  return data.db.insert(webhookDeliveries).values({ ...delivery, orgId: data.orgId });
}

/** True for the failure of `deliveryInsert` on a repeat. */
export function isRepeatedDelivery(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.message.includes("webhook_deliveries.guid")) return true;
  }
  return false;
}
