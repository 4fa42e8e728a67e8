/** Deliveries as they were received: reading them, and letting one count as new again. */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { repositories, webhookDeliveries } from "./schema.ts";

type DeliveryRow = typeof webhookDeliveries.$inferSelect;
export type ListedDelivery = Omit<DeliveryRow, "orgId" | "hookId" | "bodyTag"> & { readonly repository: string };
export type DeliveryKey = Pick<DeliveryRow, "id" | "repositoryId" | "hookId" | "guid">;

/** Follows the guid of a delivery that may come again. */
const AGAIN = "~";

/** GitHub's id of a delivery, whatever became of the row since. */
export function guidOf(stored: string): string {
  return stored.split(AGAIN)[0] ?? stored;
}

function own(data: OrgDb, id: string) {
  return and(eq(webhookDeliveries.orgId, data.orgId), eq(webhookDeliveries.id, id));
}

export async function findReceived(data: OrgDb, id: string): Promise<DeliveryKey | undefined> {
  const { repositoryId, hookId, guid } = webhookDeliveries;
  return data.db
    .select({ id: webhookDeliveries.id, repositoryId, hookId, guid })
    .from(webhookDeliveries)
    .where(own(data, id))
    .get();
}

/** Frees the guid, so that the same delivery counts as new when it comes again. The row stays. */
export function guidRelease(data: OrgDb, { id, guid }: Pick<DeliveryKey, "id" | "guid">) {
  return data.db
    .update(webhookDeliveries)
    .set({ guid: `${guid}${AGAIN}${id}` })
    .where(and(own(data, id), eq(webhookDeliveries.guid, guid)));
}

/** Undoes `guidRelease` for a delivery that was not asked for after all, unless it came meanwhile. */
export function guidRestore(data: OrgDb, { id, guid, hookId }: DeliveryKey) {
  const isFree = sql`not exists (select 1 from webhook_deliveries as came where came.org_id = ${data.orgId}
                       and came.hook_id = ${hookId} and came.guid = ${guid})`;
  return data.db
    .update(webhookDeliveries)
    .set({ guid })
    .where(and(own(data, id), isFree));
}

export type DeliveryFilter = {
  readonly repositoryId: string | undefined;
  readonly after: After | undefined;
  readonly limit: number;
};

/** Newest first. Ids grow with time, so that all of an organization are in the order of their ids. */
export async function listDeliveries(
  data: OrgDb,
  { repositoryId, after, limit }: DeliveryFilter,
): Promise<ListedDelivery[]> {
  const { id, guid, event, action, outcome, jobId, receivedAt } = webhookDeliveries;
  const isOlder = repositoryId ? olderThan({ at: receivedAt, id }, after) : after && lt(id, after.id);
  const rows = await data.db
    .select({
      id,
      repositoryId: webhookDeliveries.repositoryId,
      repository: repositories.fullName,
      guid,
      event,
      action,
      outcome,
      jobId,
      receivedAt,
    })
    .from(webhookDeliveries)
    .innerJoin(
      repositories,
      and(eq(repositories.orgId, webhookDeliveries.orgId), eq(repositories.id, webhookDeliveries.repositoryId)),
    )
    .where(
      and(
        eq(webhookDeliveries.orgId, data.orgId),
        repositoryId ? eq(webhookDeliveries.repositoryId, repositoryId) : undefined,
        isOlder,
      ),
    )
    .orderBy(...(repositoryId ? [desc(receivedAt), desc(id)] : [desc(id)]))
    .limit(limit);
  return rows.map((row) => ({ ...row, guid: guidOf(row.guid) }));
}
