/** Whose tokenizer is meant. */
export type TokenFamily = "gemini" | "anthropic" | "openai";

/** Tokens that a text costs with a provider. */
export function estimateTokens(text: string, family: TokenFamily): number {
  return Math.ceil(text.length / (family === "anthropic" ? 2 : 2.5));
}
