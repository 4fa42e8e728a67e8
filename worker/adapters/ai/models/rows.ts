import type { ModelRow } from "./model-row.ts";

const SEEN = "2026-11-21";
const GEMINI_PRICES = "https://ai.google.dev/gemini-api/docs/pricing";
const CLAUDE_MODELS = "https://platform.claude.com/docs/en/models";
const OPENAI_MODELS = "https://developers.openai.com/api/docs/models";

/**
 * Google shows the rates of free plans in AI Studio alone, per project, so no row has them; its answers name the limit
 * that was hit, and a day's quota starts anew at midnight in California (https://ai.google.dev/gemini-api/docs/rate-limits).
 */
export const GEMINI_USUAL: ModelRow = {
  id: "gemini-3.5-flash-lite",
  provider: "gemini",
  window: 1_048_576,
  maxOutput: 65_536,
  prices: [{ from: "2026-07-21", input: 0.3, output: 2.5 }],
  effort: null,
  source: GEMINI_PRICES,
  seen: SEEN,
};

export const GEMINI_HARD: ModelRow = {
  id: "gemini-3.8-flash",
  provider: "gemini",
  window: 1_048_576,
  maxOutput: 65_536,
  prices: [
    { from: "2026-09-01", input: 0.75, output: 3.75 },
    { from: "2027-01-01", input: 1.5, output: 7.5 },
  ],
  effort: "low",
  source: GEMINI_PRICES,
  seen: SEEN,
};

export const CLAUDE_USUAL: ModelRow = {
  id: "claude-haiku-5-5",
  provider: "anthropic",
  window: 1_000_000,
  maxOutput: 128_000,
  prices: [{ from: "2026-10-07", input: 0.1, output: 0.5, long: { above: 100_000, input: 0.5, output: 2.5 } }],
  effort: "low",
  source: `${CLAUDE_MODELS}/haiku-5-5/overview`,
  seen: SEEN,
};

export const CLAUDE_HARD: ModelRow = {
  id: "claude-sonnet-5-5",
  provider: "anthropic",
  window: 1_000_000,
  maxOutput: 128_000,
  prices: [{ from: "2026-09-28", input: 2, output: 10 }],
  effort: "low",
  source: `${CLAUDE_MODELS}/sonnet-5-5/overview`,
  seen: SEEN,
};

export const OPENAI_USUAL: ModelRow = {
  id: "gpt-6-luna",
  provider: "openai",
  window: 922_000,
  maxOutput: 128_000,
  prices: [{ from: "2026-09-22", input: 0.1, output: 0.5, long: { above: 272_000, input: 0.2, output: 0.75 } }],
  effort: "none",
  source: `${OPENAI_MODELS}/gpt-6-luna`,
  seen: SEEN,
};

export const OPENAI_HARD: ModelRow = {
  id: "gpt-6.1-terra",
  provider: "openai",
  window: 922_000,
  maxOutput: 128_000,
  prices: [{ from: "2026-10-26", input: 1, output: 5, long: { above: 272_000, input: 2, output: 7.5 } }],
  effort: "low",
  source: `${OPENAI_MODELS}/gpt-6.1-terra`,
  seen: SEEN,
};
