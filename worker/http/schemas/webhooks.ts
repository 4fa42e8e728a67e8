import * as z from "zod";
import { Id } from "./common.ts";

/** GitHub shows this answer beside the delivery. */
export const WebhookReceived = z
  .object({ outcome: z.enum(["queued", "recorded", "ignored", "duplicate"]), job_id: Id.nullable() })
  .meta({ id: "WebhookReceived" });

export const WebhookVerified = z.object({ valid: z.boolean() });

/** What the secret of a webhook is derived from; its signature decides whether that is true. */
export const WebhookQuery = z.object({
  org: z.string().max(64).optional(),
  repository: z.string().max(64).optional(),
  key: z.string().max(64).optional(),
});
