/** Tokens of a text without the tokenizer's megabytes: the pieces of a small vocabulary, and what the rest costs on average. */
import { type ChunkEnd, chunkWalk, WHOLE } from "./chunk-costs.ts";
import { geminiChunkEnd } from "./gemini-chunks.ts";
import { GEMINI_ROW } from "./gemini-row.ts";
import { openaiChunkEnd } from "./openai-chunks.ts";
import { OPENAI_ROW } from "./openai-row.ts";
import { unpackTable } from "./packed-table.ts";
import { unpackPieces } from "./piece-set.ts";
import type { TokenRow } from "./token-row.ts";

/** Whose tokenizer is meant. */
export type TokenFamily = "gemini" | "anthropic" | "openai";

/** Tokens of a text on average. */
type Cost = (text: string) => number;

interface Measure {
  readonly cost: Cost;
  /** Times the cost, so that estimates are rather too high than too low. */
  readonly factor: number;
  /** Tokens on top: in a short text chance does not even out. */
  readonly margin: number;
}

/**
 * Anthropic publishes no tokenizer of its current models, so theirs is OpenAI's times what others measured. Against
 * `o200k_base` the tokenizer up to Opus 4.6 gives 1.16 (prose) to 1.30 (Python) times as many, the one from Opus 4.7 on
 * about 1.3 times as many as that: platform.claude.com/docs/en/build-with-claude/token-counting, seen 2026-11-21. The factor
 * is that of Python, rounded up, as code is what is sent.
 */
const ANTHROPIC_OVER_OPENAI = 1.75;

const openaiCost = lazily(OPENAI_ROW, openaiChunkEnd);

const MEASURES: Readonly<Record<TokenFamily, Measure>> = {
  gemini: { cost: lazily(GEMINI_ROW, geminiChunkEnd), factor: 1.04, margin: 1 },
  openai: { cost: openaiCost, factor: 1.04, margin: 1 },
  anthropic: { cost: openaiCost, factor: ANTHROPIC_OVER_OPENAI, margin: 8 },
};

/**
 * Tokens that a text costs as input, without what the provider adds around a message. For Gemini and OpenAI between 5 %
 * less and 15 % more than their tokenizers count for nearly every file; linear in the text.
 */
export function estimateTokens(text: string, family: TokenFamily): number {
  if (text === "") return 0;
  const { cost, factor, margin } = MEASURES[family];
  return Math.ceil(cost(text) * factor + margin);
}

/** Unpacks a row when it is first asked for. */
function lazily(row: TokenRow, chunkEnd: ChunkEnd): Cost {
  let cost: Cost | undefined;
  return (text) => {
    cost ??= costOf(row, chunkEnd);
    return cost(text);
  };
}

function costOf({ pieces, costs }: TokenRow, chunkEnd: ChunkEnd): Cost {
  const walk = chunkWalk(chunkEnd, unpackPieces(pieces));
  const each = unpackTable(costs).map((cost) => 2 ** cost);
  return (text) => {
    let sum = 0;
    walk(text, (found, place) => {
      sum += place === WHOLE ? found : found * (each[place] ?? 1);
    });
    return sum;
  };
}
