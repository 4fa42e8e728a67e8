import { Hono } from "hono";
import * as z from "zod";
import { listMissed, listReceived, readSyncState } from "../../services/deliveries/read-deliveries.ts";
import { redeliverMissed, redeliverReceived } from "../../services/deliveries/redeliver.ts";
import { startSweep } from "../../services/deliveries/start-sweep.ts";
import { rotateHookKey } from "../../services/repositories/rotate-hook-key.ts";
import type { AppEnv } from "../app-env.ts";
import { deliveryJson, gapJson, syncStateJson } from "../json/deliveries.ts";
import { timestamp } from "../json/timestamps.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Id, pageOf } from "../schemas/common.ts";
import {
  Delivery,
  HookKeyRotated,
  ListDeliveriesQuery,
  ListGapsQuery,
  RedeliveryAsked,
  SweepStarted,
  SyncState,
  WebhookGap,
} from "../schemas/deliveries.ts";

const Params = z.strictObject({ id: Id });
const READ = { access: "org", permission: "webhook.read", rate: "default", audit: null } as const;
const ADMIN = { access: "org", permission: "webhook.manage", rate: "jobs" } as const;
const RECEIVED = "deliveries";
const MISSED = "gaps";

const received = defineRoute({
  method: "get",
  path: "/api/webhooks/deliveries",
  summary: "Webhook deliveries that were received in the last week, newest first.",
  ...READ,
  query: ListDeliveriesQuery,
  responses: { 200: pageOf(Delivery) },
});

const missed = defineRoute({
  method: "get",
  path: "/api/webhooks/gaps",
  summary: "Webhook deliveries that GitHub could not hand over, newest first, and what was done about each.",
  ...READ,
  query: ListGapsQuery,
  responses: { 200: pageOf(WebhookGap) },
});

const syncState = defineRoute({
  method: "get",
  path: "/api/webhooks/sync-state",
  summary: "Since when the organization's repositories are known to be as on GitHub.",
  ...READ,
  responses: { 200: SyncState },
});

const redelivery = defineRoute({
  method: "post",
  path: "/api/webhooks/deliveries/:id/redeliver",
  summary: "Asks GitHub for a received delivery again, which then counts as new.",
  ...ADMIN,
  audit: "webhook.redelivery_asked",
  params: Params,
  responses: { 202: RedeliveryAsked },
  resource: { param: "id", table: "webhook_deliveries" },
});

const recovery = defineRoute({
  method: "post",
  path: "/api/webhooks/gaps/:id/redeliver",
  summary: "Asks GitHub for a missed delivery.",
  ...ADMIN,
  audit: "webhook.redelivery_asked",
  params: Params,
  responses: { 202: RedeliveryAsked },
  resource: { param: "id", table: "webhook_gaps" },
});

const sweep = defineRoute({
  method: "post",
  path: "/api/webhooks/sweep",
  summary: "Looks for missed webhooks now: GitHub's delivery log, and the state of every repository.",
  ...ADMIN,
  audit: "webhook.swept",
  responses: { 200: SweepStarted },
});

const rotate = defineRoute({
  method: "post",
  path: "/api/repositories/:id/webhook/rotate",
  summary: "Gives the webhook of a repository a new secret; the one before counts for another 24 hours.",
  ...ADMIN,
  audit: "webhook.rotated",
  params: Params,
  responses: { 200: HookKeyRotated },
  resource: { param: "id", table: "repositories" },
});

export const deliveries = new Hono<AppEnv>()
  .get(received.path, ...received.use, async (c) => {
    const { repository_id: repositoryId, cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, RECEIVED, cursor);
    const { items, next } = await listReceived(c.var.ctx, { repositoryId, after, limit });
    return c.json(await pageJson(c.var.ctx, RECEIVED, { items: items.map(deliveryJson), next }), 200);
  })
  .get(missed.path, ...missed.use, async (c) => {
    const { state, repository_id: repositoryId, cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, MISSED, cursor);
    const { items, next } = await listMissed(c.var.ctx, { state, repositoryId, after, limit });
    return c.json(await pageJson(c.var.ctx, MISSED, { items: items.map(gapJson), next }), 200);
  })
  .get(syncState.path, ...syncState.use, async (c) => c.json(syncStateJson(await readSyncState(c.var.ctx)), 200))
  .post(redelivery.path, ...redelivery.use, async (c) => {
    const { id, askedAt } = await redeliverReceived(c.var.ctx, c.req.valid("param").id);
    return c.json({ id, asked_at: timestamp(askedAt) }, 202);
  })
  .post(recovery.path, ...recovery.use, async (c) => {
    const { id, askedAt } = await redeliverMissed(c.var.ctx, c.req.valid("param").id);
    return c.json({ id, asked_at: timestamp(askedAt) }, 202);
  })
  .post(sweep.path, ...sweep.use, async (c) => {
    const { repositories, gapsFound, asked, syncsStarted } = await startSweep(c.var.ctx);
    return c.json({ repositories, gaps_found: gapsFound, asked, syncs_started: syncsStarted }, 200);
  })
  .post(rotate.path, ...rotate.use, async (c) => {
    const { repositoryId, previousValidUntil } = await rotateHookKey(c.var.ctx, c.req.valid("param").id);
    return c.json({ repository_id: repositoryId, previous_valid_until: timestamp(previousValidUntil) }, 200);
  });
