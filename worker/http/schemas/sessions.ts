import * as z from "zod";
import { Id, Timestamp } from "./common.ts";

export const SessionParams = z.object({ id: Id });

export const SessionList = z
  .object({
    /** The newest first; at most ten. */
    items: z.array(
      z.object({
        id: Id,
        /** The one that asks. */
        current: z.boolean(),
        organization: z.object({ id: Id, name: z.string() }).nullable(),
        /** In words, for example `Firefox on Windows`; `unknown` when the browser does not say. */
        device: z.string(),
        /** Where it was used last. The address is shortened before it is kept. */
        network: z.string().nullable(),
        country: z.string().nullable(),
        city: z.string().nullable(),
        signed_in_at: Timestamp,
        last_seen_at: Timestamp,
        expires_at: Timestamp,
      }),
    ),
  })
  .meta({ id: "SessionList" });
