import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateTokens } from "../../../../worker/engine/ai/tokens/estimate-tokens.ts";
import { packTable, unpackTable } from "../../../../worker/engine/ai/tokens/packed-table.ts";
import { scanText } from "../../../../worker/engine/ai/tokens/scan-text.ts";

/** What the tokenizers count (o200k_base; that of Gemma), 2026-11-21; test/prove/ai/tokens.ts counts many more files. */
const COUNTED: readonly (readonly [path: string, gemini: number, openai: number])[] = [
  ["worker/engine/select-names.ts", 2149, 1880],
  ["package.json", 1732, 1499],
];

describe("estimates", () => {
  it.each(COUNTED)("of %s are near the count", (path, gemini, openai) => {
    const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    for (const [family, count] of [["gemini", gemini] as const, ["openai", openai] as const]) {
      expect(estimateTokens(text, family) / count).toBeGreaterThan(0.9);
      expect(estimateTokens(text, family) / count).toBeLessThan(1.2);
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

describe("pieces", () => {
  it("cover the text", () => {
    const text = "getHTTPName42 == 'ä'\n\t- x";
    const pieces: string[] = [];
    scanText(text, (_, start, end) => pieces.push(text.slice(start, end)));
    expect(pieces).toEqual(["get", "HTTPName", "42", " ", "==", " ", "'", "ä", "'", "\n\t", "-", " ", "x"]);
  });
});

describe("packed tables", () => {
  it("give numbers back to a step", () => {
    const numbers = [-1.5, 0, 0.25, 3, 2.999];
    const back = [...unpackTable(packTable(numbers))];
    for (const [index, number] of numbers.entries()) expect(back[index]).toBeCloseTo(number, 1);
  });
});
