import type * as z from "zod";
import type { ListedDelivery } from "../../db/delivery-log.ts";
import type { ListedGap } from "../../db/gaps.ts";
import type { SyncFacts } from "../../db/sweep.ts";
import type { Delivery, SyncState, WebhookGap } from "../schemas/deliveries.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function deliveryJson(delivery: ListedDelivery): z.infer<typeof Delivery> {
  return {
    id: delivery.id,
    repository_id: delivery.repositoryId,
    repository: delivery.repository,
    guid: delivery.guid,
    event: delivery.event,
    action: delivery.action,
    outcome: delivery.outcome,
    job_id: delivery.jobId,
    received_at: timestamp(delivery.receivedAt),
  };
}

export function gapJson(gap: ListedGap): z.infer<typeof WebhookGap> {
  return {
    id: gap.id,
    repository_id: gap.repositoryId,
    repository: gap.repository,
    guid: gap.guid,
    event: gap.event,
    action: gap.action,
    reason: gap.reason,
    status_code: gap.statusCode,
    delivered_at: timestamp(gap.deliveredAt),
    found_at: timestamp(gap.foundAt),
    state: gap.state,
    asked_at: timestampOrNull(gap.askedAt),
    asks: gap.asks,
    closed_at: timestampOrNull(gap.closedAt),
  };
}

export function syncStateJson(facts: SyncFacts): z.infer<typeof SyncState> {
  return {
    in_sync_as_of: timestampOrNull(facts.inSyncAsOf),
    repositories: facts.repositories,
    behind: facts.behind,
    suspended: facts.suspended,
    gaps_open: facts.gapsOpen,
    gaps_recovered: facts.gapsRecovered,
    last_sweep_at: timestampOrNull(facts.lastSweepAt),
  };
}
