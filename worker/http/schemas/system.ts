import * as z from "zod";

export const ApiInfo = z
  .object({ name: z.string(), version: z.string(), documentation: z.string() })
  .meta({ id: "ApiInfo" });

export const Health = z.object({ status: z.literal("ok") }).meta({ id: "Health" });

export const Ready = z
  .object({
    /** `degraded`: ready all the same, without what `degraded` names. */
    status: z.enum(["ok", "degraded", "unavailable"]),
    /** Parts that a request needs, each asked within ten seconds. */
    checks: z.record(z.enum(["database", "queues", "objects"]), z.enum(["ok", "failed"])),
    /** Parts of `configured` that do not work now and stop nothing else: AI providers whose circuit is open. */
    degraded: z.array(z.string()),
    /** What this deploy has, by name: never a value. */
    configured: z.record(z.string(), z.boolean()),
  })
  .meta({ id: "Ready" });
