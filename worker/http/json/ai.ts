import type * as z from "zod";
import type { AiSource } from "../../services/ai/outcome.ts";
import type { AiSummary } from "../../services/ai/summary.ts";
import type { AiSource as AiSourceSchema, AiSummary as AiSummarySchema } from "../schemas/ai-facts.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

const MICROS = 1_000_000;

/** US dollars from millionths of them. */
export function dollars(micros: number): number {
  return micros / MICROS;
}

export function aiSourceJson(source: AiSource): z.infer<typeof AiSourceSchema> {
  return {
    provider: source.provider,
    model: source.model,
    prompt_version: source.promptVersion,
    answered_at: timestamp(source.answeredAt),
    cached: source.isCached,
  };
}

export function aiSummaryJson(summary: AiSummary): z.infer<typeof AiSummarySchema> {
  return {
    status: summary.status,
    reason: summary.reason,
    retry_at: timestampOrNull(summary.retryAt),
    asked: summary.asked,
    cached: summary.cached,
    not_asked: summary.notAsked,
    kept: summary.kept,
    dropped: summary.dropped,
    lowered: summary.lowered,
    input_tokens: summary.inputTokens,
    output_tokens: summary.outputTokens,
    cost_usd: dollars(summary.costMicros),
    sources: summary.sources.map(aiSourceJson),
  };
}
