/** Tokens of a text exactly as the tokenizer with a vocabulary counts them. */
import { ANTHROPIC_OVER_OPENAI, estimateTokens, type TokenFamily } from "./estimate-tokens.ts";
import { geminiSegments } from "./gemini-segments.ts";
import { type ChunkTokens, chunkTokensOf } from "./merge-pieces.ts";
import { openaiChunkEnd } from "./openai-chunks.ts";
import { BYTES_A_UNIT, writeUtf8 } from "./utf8.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * How many tokens a text has. Marks of a provider's protocol in it (`<|endoftext|>`, `<bos>`) count as the text that they
 * are. Steps grow with the text's length times the logarithm of its longest word.
 */
export function countTokens(text: string, vocabulary: Vocabulary): number {
  const chunkTokens = chunkTokensOf(vocabulary);
  return vocabulary.family === "openai" ? countOpenai(text, chunkTokens) : countGemini(text, vocabulary, chunkTokens);
}

/** What a provider adds around the two messages of a question, and for the start of its answer. */
const FRAME_TOKENS = 12;

/**
 * Tokens that a text costs as input with a provider: counted with its tokenizer's vocabulary (for Anthropic with OpenAI's,
 * as it publishes none), estimated without one.
 */
export function inputTokens(text: string, family: TokenFamily, vocabulary: Vocabulary | null): number {
  if (vocabulary === null) return estimateTokens(text, family);
  const factor = family === "anthropic" ? ANTHROPIC_OVER_OPENAI : 1;
  return Math.ceil(countTokens(text, vocabulary) * factor) + FRAME_TOKENS;
}

function countOpenai(text: string, chunkTokens: ChunkTokens): number {
  let bytes = new Uint8Array(256);
  let tokens = 0;
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = openaiChunkEnd(text, at);
    const most = (end - at) * BYTES_A_UNIT;
    if (most > bytes.length) bytes = new Uint8Array(most);
    tokens += chunkTokens(bytes, 0, writeUtf8(text, { at, end }, bytes));
  }
  return tokens;
}

function countGemini(text: string, vocabulary: Vocabulary, chunkTokens: ChunkTokens): number {
  let tokens = 0;
  for (const { marks, text: segment } of geminiSegments(text)) {
    const bytes = new Uint8Array(segment.length * BYTES_A_UNIT);
    const length = writeUtf8(segment, { at: 0, end: segment.length }, bytes);
    tokens += marks + countSegment(bytes.subarray(0, length), vocabulary, chunkTokens);
  }
  return tokens;
}

/** No piece crosses two bytes that follow each other in none. */
function countSegment(bytes: Uint8Array, { isInside }: Vocabulary, chunkTokens: ChunkTokens): number {
  if (bytes.length === 0) return 0;
  let tokens = 0;
  let start = 0;
  for (let at = 1; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!isStart(byte) || isInside(bytes[at - 1] ?? 0, byte)) continue;
    tokens += chunkTokens(bytes, start, at);
    start = at;
  }
  return tokens + chunkTokens(bytes, start, bytes.length);
}

/** Whether a character starts with the byte. */
function isStart(byte: number): boolean {
  return (byte & 0xc0) !== 0x80;
}
