/** Deliveries of GitHub's webhooks as we received them, those that we missed, and how far each repository is known. */
import * as z from "zod";
import { Id, PageQuery, Timestamp } from "./common.ts";

export const Delivery = z
  .object({
    id: Id,
    repository_id: Id,
    repository: z.string(),
    guid: z.string(),
    event: z.string(),
    action: z.string().nullable(),
    outcome: z.enum(["queued", "recorded", "ignored"]),
    job_id: Id.nullable(),
    received_at: Timestamp,
  })
  .meta({ id: "Delivery" });

export const ListDeliveriesQuery = PageQuery.extend({ repository_id: Id.optional() });

/** A delivery that GitHub could not hand over. */
export const WebhookGap = z
  .object({
    id: Id,
    repository_id: Id,
    repository: z.string(),
    guid: z.string(),
    event: z.string(),
    action: z.string().nullable(),
    /** GitHub's words for the failure; `status_code` 0 when nothing answered. */
    reason: z.string(),
    status_code: z.int(),
    delivered_at: Timestamp,
    found_at: Timestamp,
    /** `asked`: GitHub was asked to send it again; `recovered`: it came; `read_anew`: a sync read the state instead. */
    state: z.enum(["open", "asked", "recovered", "read_anew"]),
    asked_at: Timestamp.nullable(),
    asks: z.int(),
    closed_at: Timestamp.nullable(),
  })
  .meta({ id: "WebhookGap" });

export const ListGapsQuery = PageQuery.extend({
  state: WebhookGap.shape.state.optional(),
  repository_id: Id.optional(),
});

/** How well the fleet is known: the page says "in sync as of …". */
export const SyncState = z
  .object({
    /** The oldest instant at which every connected repository was known to be as on GitHub; null before the first look. */
    in_sync_as_of: Timestamp.nullable(),
    repositories: z.int(),
    /** Repositories whose last look is older than two sweeps, or that changed and are not read yet. */
    behind: z.int(),
    suspended: z.int(),
    gaps_open: z.int(),
    gaps_recovered: z.int(),
    last_sweep_at: Timestamp.nullable(),
  })
  .meta({ id: "SyncState" });

export const SweepStarted = z.object({
  repositories: z.int(),
  gaps_found: z.int(),
  asked: z.int(),
  syncs_started: z.int(),
});
export const RedeliveryAsked = z.object({ id: Id, asked_at: Timestamp });
export const HookKeyRotated = z.object({ repository_id: Id, previous_valid_until: Timestamp });
