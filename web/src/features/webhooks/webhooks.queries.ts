import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type { Delivery, HookKeyRotated, SweepStarted, SyncState, WebhookGap } from "../../api-types.ts";

const DELIVERIES_A_PAGE = "25";
const GAPS_A_PAGE = "10";

export type DeliveryPage = { readonly items: readonly Delivery[]; readonly next_cursor: string | null };
export type GapPage = { readonly items: readonly WebhookGap[]; readonly next_cursor: string | null };

export const loadSyncState = (): Promise<SyncState> => read(api.api.webhooks["sync-state"].$get());
export const getSyncState = query(loadSyncState, "sync-state");

/** One page of what GitHub sent, newest first; of one repository when it is named. */
export function loadDeliveries(repositoryId?: string, cursor?: string): Promise<DeliveryPage> {
  const asked = { ...(repositoryId && { repository_id: repositoryId }), ...(cursor && { cursor }) };
  return read(api.api.webhooks.deliveries.$get({ query: { limit: DELIVERIES_A_PAGE, ...asked } }));
}

export const getDeliveries = query(
  (repositoryId?: string): Promise<DeliveryPage> => loadDeliveries(repositoryId),
  "deliveries",
);

/** One page of what GitHub could not hand over, newest first. */
export function loadGaps(cursor?: string): Promise<GapPage> {
  return read(api.api.webhooks.gaps.$get({ query: { limit: GAPS_A_PAGE, ...(cursor && { cursor }) } }));
}

export const getGaps = query((): Promise<GapPage> => loadGaps(), "gaps");

/** Asks GitHub to send a delivery again. */
export async function redeliver(id: string): Promise<void> {
  await read(api.api.webhooks.deliveries[":id"].redeliver.$post({ param: { id } }));
}

/** Asks GitHub once more for a delivery that was missed. */
export async function askForGap(id: string): Promise<void> {
  await read(api.api.webhooks.gaps[":id"].redeliver.$post({ param: { id } }));
  void revalidate([getGaps.key, getSyncState.key]);
}

/** Looks at GitHub's delivery logs and at every repository now. */
export async function sweep(): Promise<SweepStarted> {
  const started: SweepStarted = await read(api.api.webhooks.sweep.$post());
  void revalidate([getGaps.key, getSyncState.key]);
  return started;
}

export function rotateSecret(repositoryId: string): Promise<HookKeyRotated> {
  return read(api.api.repositories[":id"].webhook.rotate.$post({ param: { id: repositoryId } }));
}
