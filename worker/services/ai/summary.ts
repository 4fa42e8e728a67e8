/** What the AI did for an analysis, a generated configuration or a review: the column `ai` of their rows. */
import * as z from "zod";
import type { AiSource } from "./outcome.ts";

const StoredSource = z.object({
  provider: z.enum(["gemini", "anthropic", "openai"]),
  model: z.string(),
  promptVersion: z.int(),
  answeredAt: z.int(),
  isCached: z.boolean(),
});

const AiSummaryColumn = z.object({
  status: z.enum(["off", "done", "deferred", "degraded"]),
  reason: z.string().nullable(),
  retryAt: z.int().nullable(),
  asked: z.int(),
  cached: z.int(),
  notAsked: z.int(),
  kept: z.int(),
  dropped: z.record(z.string(), z.int()),
  lowered: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costMicros: z.int(),
  sources: z.array(StoredSource),
});

export type AiSummary = z.infer<typeof AiSummaryColumn>;

const ClaimColumn = z.object({ title: z.string(), source: StoredSource });
const FixColumn = z.object({ source: StoredSource });

/** Title and source of a finding that the AI claimed. */
export type ClaimFacts = z.infer<typeof ClaimColumn>;

/** The column `ai` of a finding; null for one of a rule. */
export function readClaimFacts(column: string | null): ClaimFacts | null {
  return column === null ? null : ClaimColumn.parse(JSON.parse(column));
}

/** The column `ai` of a fix; null for one of a fixer. */
export function readFixSource(column: string | null): AiSource | null {
  return column === null ? null : FixColumn.parse(JSON.parse(column)).source;
}

/** We wrote the column, so text that does not fit is a bug and throws. */
export function readAiSummary(column: string | null): AiSummary | null {
  return column === null ? null : AiSummaryColumn.parse(JSON.parse(column));
}
