import * as z from "zod";
import { AI_TASKS } from "../../engine/ai/task.ts";
import { Timestamp } from "./common.ts";

export const AiTask = z.enum(AI_TASKS);
export const AiProvider = z.enum(["gemini", "anthropic", "openai"]);

/** Where an answer of the AI comes from. */
export const AiSource = z
  .object({
    provider: AiProvider,
    /** As the provider named it. */
    model: z.string(),
    prompt_version: z.int(),
    answered_at: Timestamp,
    /** True when the same was asked before in this organization and nothing was spent. */
    cached: z.boolean(),
  })
  .meta({ id: "AiSource" });

/** What the AI did for a result. Tokens are those spent, none for cached answers. */
export const AiSummary = z
  .object({
    status: z.enum(["off", "done", "deferred", "degraded"]),
    /** Why it is off, over which cap, or what failed; null when done. */
    reason: z.string().nullable(),
    /** When it will be asked again by itself. */
    retry_at: Timestamp.nullable(),
    /** Questions asked, and those of them answered from the cache. */
    asked: z.int(),
    cached: z.int(),
    /** Pipelines that no question was asked about, because the budget of one analysis was spent. */
    not_asked: z.int(),
    kept: z.int(),
    /** Claims that failed a check, by reason. */
    dropped: z.record(z.string(), z.int()),
    lowered: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number(),
    sources: z.array(AiSource),
  })
  .meta({ id: "AiSummary" });
