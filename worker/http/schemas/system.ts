import * as z from "zod";

export const ApiInfo = z
  .object({ name: z.string(), version: z.string(), documentation: z.string() })
  .meta({ id: "ApiInfo" });

export const Health = z.object({ status: z.literal("ok") }).meta({ id: "Health" });

export const Ready = z
  .object({
    status: z.enum(["ok", "unavailable"]),
    /** Parts that a request needs, each asked within ten seconds. */
    checks: z.record(z.enum(["database", "queues", "objects"]), z.enum(["ok", "failed"])),
    /** What this deploy has, by name: never a value. */
    configured: z.record(z.string(), z.boolean()),
  })
  .meta({ id: "Ready" });
