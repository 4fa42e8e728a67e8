import type { AiProviderName, AiTokens } from "../port.ts";

/** US dollars per million tokens, from a day on. `long` is what a request costs whose input is larger than `above`. */
export type ModelPrice = {
  /** First day, as `2027-01-01` (UTC). */
  readonly from: string;
  readonly input: number;
  readonly output: number;
  readonly long?: { readonly above: number; readonly input: number; readonly output: number };
};

/** What we know of one model, and from where. */
export type ModelRow = {
  readonly id: string;
  readonly provider: AiProviderName;
  /** Largest input, in tokens. */
  readonly window: number;
  /** Largest answer, in tokens; what the model thinks counts into it. */
  readonly maxOutput: number;
  /** Oldest first; null: nobody told us, as for models of compatible servers. */
  readonly prices: readonly ModelPrice[] | null;
  /** How hard it thinks, in the provider's words; null: nothing is said about it in requests. */
  readonly effort: string | null;
  /** Page with these facts, and the day on which they were read; null for a model that the configuration names. */
  readonly source: string | null;
  readonly seen: string | null;
};

const TOKENS_OF_A_PRICE = 1_000_000;
const MICROS_OF_A_DOLLAR = 1_000_000;

/** The price at an instant, in ms since the epoch; null where it is unknown. */
export function priceAt({ prices }: ModelRow, at: number): ModelPrice | null {
  const day = new Date(at).toISOString().slice(0, "2027-01-01".length);
  return prices?.findLast(({ from }) => from <= day) ?? prices?.[0] ?? null;
}

/**
 * List price of a request in millionths of a US dollar, rounded up; `at` is when it was sent, in ms since the epoch.
 * 0 where the price is unknown: `model.prices === null` tells such a row from a free one. Free plans cost nothing, which
 * the caller knows and this does not. Cached input is counted as if it were not cached.
 */
export function costMicros(model: ModelRow, tokens: AiTokens, at: number): number {
  const price = priceAt(model, at);
  if (price === null) return 0;
  const { input, output } = price.long !== undefined && tokens.input > price.long.above ? price.long : price;
  const dollars = (tokens.input * input + tokens.output * output) / TOKENS_OF_A_PRICE;
  return Math.ceil(Number((dollars * MICROS_OF_A_DOLLAR).toFixed(3)));
}
