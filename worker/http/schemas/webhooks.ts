import * as z from "zod";
import { Id } from "./common.ts";

/** GitHub shows this answer beside the delivery. */
export const WebhookReceived = z
  .object({ outcome: z.enum(["queued", "recorded", "ignored", "duplicate"]), job_id: Id.nullable() })
  .meta({ id: "WebhookReceived" });

export const WebhookVerified = z.object({ valid: z.boolean() });

/** The organization in the address only keeps two organizations' webhooks apart on GitHub; the signature decides. */
export const WebhookQuery = z.object({ org: z.string().max(64).optional() });
