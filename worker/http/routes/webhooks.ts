import { type Context, Hono } from "hono";
import { receiveWebhook } from "../../services/webhooks/receive-webhook.ts";
import { notSigned, type RawDelivery, signedBy } from "../../services/webhooks/verify-delivery.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute } from "../registry.ts";
import { WebhookQuery, WebhookReceived, WebhookVerified } from "../schemas/webhooks.ts";

/** GitHub sends no body above 25 MB. */
const MAX_BYTES = 25 * 1024 * 1024;
const RAW = { maxBytes: MAX_BYTES, types: ["application/json"] };

const receive = defineRoute({
  method: "post",
  path: "/api/webhooks/github",
  summary: "Takes a webhook delivery of GitHub in. The signature over the raw body is the only credential.",
  access: "webhook",
  rate: "none",
  audit: "webhook.received",
  isRecorded: true,
  query: WebhookQuery,
  rawBody: RAW,
  responses: { 200: WebhookReceived, 202: WebhookReceived },
});

const verify = defineRoute({
  method: "post",
  path: "/api/webhooks/github/verify",
  summary: "Says whether a delivery is signed as it must be, and does nothing with it.",
  access: "webhook",
  rate: "default",
  audit: null,
  query: WebhookQuery,
  rawBody: RAW,
  responses: { 200: WebhookVerified },
});

function rawDelivery(c: Context<AppEnv>): RawDelivery {
  return {
    orgId: c.req.query("org"),
    repositoryId: c.req.query("repository"),
    key: c.req.query("key"),
    hookId: c.req.header("x-github-hook-id"),
    guid: c.req.header("x-github-delivery"),
    event: c.req.header("x-github-event"),
    signature: c.req.header("x-hub-signature-256"),
    address: c.req.header("cf-connecting-ip"),
    body: c.get("rawBody"),
  };
}

export const webhooks = new Hono<AppEnv>()
  .post(receive.path, ...receive.use, async (c) => {
    const later = (work: () => Promise<void>) => c.executionCtx.waitUntil(work());
    const receiving = receiveWebhook(c.env.scope, rawDelivery(c), later);
    // Others may wait for what this request writes for them, when its sender no longer does.
    c.executionCtx.waitUntil(receiving.catch(() => {}));
    const { outcome, jobId } = await receiving;
    const isDone = outcome === "duplicate" || c.req.header("x-github-event") === "ping";
    return c.json({ outcome, job_id: jobId }, isDone ? 200 : 202);
  })
  .post(verify.path, ...verify.use, async (c) => {
    const delivery = rawDelivery(c);
    if (delivery.hookId === undefined || delivery.signature === undefined) throw notSigned();
    return c.json({ valid: (await signedBy(c.var.scope, delivery)) !== undefined }, 200);
  });
