import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ChunkEnd } from "../../../../worker/engine/ai/tokens/chunk-costs.ts";
import { pieceCounter } from "../../../../worker/engine/ai/tokens/count-pieces.ts";
import { estimateTokens } from "../../../../worker/engine/ai/tokens/estimate-tokens.ts";
import { geminiChunkEnd } from "../../../../worker/engine/ai/tokens/gemini-chunks.ts";
import { openaiChunkEnd } from "../../../../worker/engine/ai/tokens/openai-chunks.ts";
import { packTable, unpackTable } from "../../../../worker/engine/ai/tokens/packed-table.ts";
import { packPieces, unpackPieces } from "../../../../worker/engine/ai/tokens/piece-set.ts";

/** What the tokenizers count (o200k_base; that of Gemma), 2026-11-21; test/prove/ai/tokens.ts counts many more files. */
const COUNTED: readonly (readonly [path: string, gemini: number, openai: number])[] = [
  ["worker/engine/select-names.ts", 2149, 1880],
  ["package.json", 1732, 1499],
];

describe("estimates", () => {
  it.each(COUNTED)("of %s are near the count", (path, gemini, openai) => {
    const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    for (const [family, count] of [["gemini", gemini] as const, ["openai", openai] as const]) {
      expect(estimateTokens(text, family) / count).toBeGreaterThan(0.95);
      expect(estimateTokens(text, family) / count).toBeLessThan(1.15);
    }
  });

  it("are highest for Anthropic, none for no text, and never less for more text", () => {
    const text = "on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n".repeat(20);
    expect(estimateTokens("", "gemini")).toBe(0);
    expect(estimateTokens(text, "anthropic")).toBeGreaterThan(estimateTokens(text, "openai") * 1.5);
    const growing = Array.from({ length: 30 }, (_, index) => estimateTokens(text.slice(0, index * 30), "gemini"));
    expect(growing).toEqual(growing.toSorted((a, b) => a - b));
  });

  it.each(["漢字かな", "🙂🚀", "Ünïcödé", "\ud800", "0123456789", "-".repeat(500), " ".repeat(500), "\n".repeat(50)])(
    "are at least one for %j",
    (text) => {
      expect(estimateTokens(text, "openai")).toBeGreaterThanOrEqual(1);
    },
  );
});

function chunksOf(text: string, chunkEnd: ChunkEnd): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; at += chunks.at(-1)?.length ?? 0) chunks.push(text.slice(at, chunkEnd(text, at)));
  return chunks;
}

describe("chunks", () => {
  it.each([
    ["getHTTPName42 == 'ä'", ["get", "HTTPName", "42", " ==", " '", "ä", "'"]],
    ["  - it's 12345 X\n\n  y ", [" ", " -", " it's", " ", "123", "45", " X", "\n\n", " ", " y", " "]],
    ['a.b("c");//\n漢字AB', ["a", ".b", '("', "c", '");//\n', "漢字", "AB"]],
    ["\t\tx\r\n ", ["\t", "\tx", "\r\n", " "]],
  ])("of OpenAI's pattern: %j", (text, chunks) => {
    expect(chunksOf(text, openaiChunkEnd)).toEqual(chunks);
  });

  it.each([
    ["getName42 == 'ä'", ["getName", "4", "2", " ==", " '", "ä", "'"]],
    ["  - x\n\n\ty 1 ", ["  ", "-", " x", "\n\n", "\t", "y", " ", "1", " "]],
    ['"><code>a</code> <b>', ['">', "<code>", "a", "</code>", " ", "<b>"]],
  ])("of Gemini's vocabulary: %j", (text, chunks) => {
    expect(chunksOf(text, geminiChunkEnd)).toEqual(chunks);
  });
});

describe("pieces", () => {
  const set = unpackPieces(packPieces(["ab", "abc", " the", "----"]));
  const count = pieceCounter(set);

  it("are the longest that fit", () => {
    expect(count("abcab", 0, 5)).toBe(2);
    expect(count("xx the", 2, 6)).toBe(1);
    expect(count("-".repeat(400), 0, 400)).toBe(100);
  });

  it("are hardly ever found that are not there", () => {
    const words = Array.from({ length: 2000 }, (_, index) => `no${index}`);
    const found = words.filter((word) => count(word, 0, word.length) === 1);
    expect(found.length).toBeLessThan(2000 / 100);
  });
});

describe("packed tables", () => {
  it("give numbers back to a step", () => {
    const numbers = [-1.5, 0, 0.25, 3, 2.999];
    const back = [...unpackTable(packTable(numbers))];
    for (const [index, number] of numbers.entries()) expect(back[index]).toBeCloseTo(number, 1);
  });
});
