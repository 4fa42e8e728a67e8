import * as z from "zod";
import { Timestamp } from "./common.ts";

const Place = z.enum(["github_tokens", "ai_keys", "webhooks"]);

/** What is sealed, under which key. Webhook secrets are derived from a key, so they move with it. */
const Counts = z.array(z.object({ place: Place, kid: z.string(), active: z.boolean(), count: z.int() }));

/** An organization's secrets: those of its members' access to GitHub too. */
export const Encryption = z
  .object({ active_kid: z.string(), items: Counts, outdated: z.int() })
  .meta({ id: "Encryption" });

export const Resealed = z
  .object({ resealed: z.int(), unreadable: z.int(), remaining: z.int() })
  .meta({ id: "Resealed" });

/** The deploy as a whole, for whoever runs it. */
export const KeyRotation = z
  .object({
    active_kid: z.string(),
    keys: z.array(z.object({ kid: z.string(), active: z.boolean(), in_use: z.int() })),
    items: Counts,
    progress: z.array(
      z.object({
        place: Place,
        /** Of webhooks: syncs that were started, each of which renews one. */
        resealed: z.int(),
        unreadable: z.int(),
        started_at: Timestamp,
        finished_at: Timestamp.nullable(),
      }),
    ),
    /** Keys that nothing needs any more: they can be taken out of ENCRYPTION_KEYS. */
    removable: z.array(z.string()),
  })
  .meta({ id: "KeyRotation" });
