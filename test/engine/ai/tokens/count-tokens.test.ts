import { describe, expect, it } from "vitest";
import { countTokens as trueCount } from "../../../../scripts/fit-tokens/true-tokens.ts";
import { packVocabulary } from "../../../../scripts/vocabularies/pack-vocabulary.ts";
import { readGemini, readOpenai } from "../../../../scripts/vocabularies/read-packages.ts";
import { countTokens, inputTokens } from "../../../../worker/engine/ai/tokens/count-tokens.ts";
import { openaiChunkEnd } from "../../../../worker/engine/ai/tokens/openai-chunks.ts";
import { openVocabulary } from "../../../../worker/engine/ai/tokens/vocabulary.ts";

const VOCABULARIES = [readOpenai(), readGemini()].map((read) => openVocabulary(packVocabulary(read)));
const [OPENAI, GEMINI] = VOCABULARIES;

const HOSTILE: Readonly<Record<string, string>> = {
  nothing: "",
  emoji: "👩‍👩‍👧‍👦🏳️‍🌈🙂👍🏽 x🚀",
  "Chinese, Japanese, Korean": "漢字かな交じり文。テスト 한국어 説明書",
  "both directions": "שלום עולם \u202eabc\u202c مرحبا ١٢٣٤٥",
  NUL: "\0\0x\0\x7f",
  "lone surrogates": "a\udc00b\ud83d \ud83d\ud83d\ude00 \ud800\ud800",
  "marks of OpenAI": "<|endoftext|> <|im_start|>user<|im_end|>",
  "marks of Gemini": "<eos><bos><pad><start_of_turn>user<end_of_turn>",
  "pieces that look like bytes": "<0x0A> <0xFF>[toxicity=0]",
  "tags and unused pieces": "<table><tr></code><unused98><unused99>[@BOS@]<mask><2mass> <b>x</b>",
  "low lines": "▁▁▁x▁y ▁",
  contractions: "it's I'LL we'VE 'tis x'S don't D'M 'RE'",
  "line ends": "a\r\n\r\nb\n\r\n  \n \n  c\r",
  tabs: "\t\t\tx\ty \t z",
  "letters above the first plane": "𝐀𝐁𝐜𝟙𝟚𝟛𝟜𠀀𠀁 x𠀂",
  "marks on letters and signs": 'e\u0301\u0301 \u0301ABC -\u0301x "\\\u0301_ \u0301\u0301',
  numbers: "12345 ²³¹ ⅷⅸ 3.14e-10 x²y3z",
  "letters of title case": "ǅab ʰABC İıßẞ ſ'ſ",
  slashes: "/// \n//\n/a ://\n",
  letters: "a".repeat(3000),
  dashes: "-".repeat(999),
  spaces: `${" ".repeat(777)}x${" ".repeat(90)}`,
  lines: "\n".repeat(100),
  "mixed case": "aB".repeat(700),
};

describe.each(VOCABULARIES)("the exact count of $family", (vocabulary) => {
  it.each(Object.entries(HOSTILE))("of %s is the package's", (_name, text) => {
    expect(countTokens(text, vocabulary)).toBe(trueCount(text, vocabulary.family));
  });

  it("of random texts is the package's", () => {
    const texts = Array.from({ length: 400 }, (_, seed) => randomText(seed));
    const wrong = texts.filter((text) => countTokens(text, vocabulary) !== trueCount(text, vocabulary.family));
    expect(wrong).toEqual([]);
  });

  it("of a long word is the package's", () => {
    const text = randomLetters(1500);
    expect(countTokens(text, vocabulary)).toBe(trueCount(text, vocabulary.family));
  });

  it("of a very long word comes to an end", () => {
    expect(countTokens(randomLetters(200_000), vocabulary)).toBeGreaterThan(60_000);
  });
});

describe("OpenAI's count", () => {
  /** Counted with openai/tiktoken, of whose pattern other packages read these two as blanks, and not as blanks. */
  it.each([
    ["\ufeff{ }", 3],
    ["\ufeff", 1],
    [" \ufeff \ufeff", 2],
    ["\u0085\u0085 x", 5],
  ])("of %j", (text, count) => {
    expect(OPENAI && countTokens(text, OPENAI)).toBe(count);
  });

  it.each([
    ["getHTTPName42 == 'ä'", ["get", "HTTPName", "42", " ==", " '", "ä", "'"]],
    ["  - it's 12345 X\n\n  y ", [" ", " -", " it's", " ", "123", "45", " X", "\n\n", " ", " y", " "]],
    ['a.b("c");//\n漢字AB', ["a", ".b", '("', "c", '");//\n', "漢字", "AB"]],
  ])("is of chunks: %j", (text, chunks) => {
    const found: string[] = [];
    for (let at = 0; at < text.length; at += found.at(-1)?.length ?? 0)
      found.push(text.slice(at, openaiChunkEnd(text, at)));
    expect(found).toEqual(chunks);
  });
});

describe("input tokens", () => {
  it("are the count and the frame of a question, and with Anthropic 1.75 times OpenAI's", () => {
    const text = "on: [push]\n".repeat(100);
    const count = trueCount(text, "openai");
    expect(inputTokens(text, "openai", OPENAI ?? null)).toBe(count + 12);
    expect(inputTokens(text, "gemini", GEMINI ?? null)).toBe(trueCount(text, "gemini") + 12);
    expect(inputTokens(text, "anthropic", OPENAI ?? null)).toBe(Math.ceil(1.75 * count) + 12);
  });
});

describe("a vocabulary", () => {
  const encoder = new TextEncoder();
  const small = packVocabulary({
    family: "openai",
    source: "made up",
    pieces: ["a", "b", "c", "bc", "ab"].map((piece) => encoder.encode(piece)),
  });

  it("says where it comes from, and merges by rank", () => {
    const vocabulary = openVocabulary(small);
    expect(vocabulary.source).toBe("made up");
    expect(countTokens("abc", vocabulary)).toBe(2);
    expect(vocabulary.rankOf(encoder.encode("xabx"), 1, 3)).toBe(4);
  });

  it("is read from any place in a buffer", () => {
    const moved = new Uint8Array(small.length + 1);
    moved.set(small, 1);
    expect(countTokens("abc", openVocabulary(moved.subarray(1)))).toBe(2);
  });

  it.each([
    ["another file", encoder.encode("<!doctype html><html></html>".repeat(10)), "no vocabulary"],
    ["nothing", new Uint8Array(0), "no vocabulary"],
    ["another format", changed(4), "format"],
    ["an unknown family", changed(8), "not whole"],
    ["a file cut short", small.subarray(0, small.length - 1), "not whole"],
  ])("is refused: %s", (_name, bytes, reason) => {
    expect(() => openVocabulary(bytes)).toThrow(reason);
  });

  function changed(at: number): Uint8Array {
    const copy = small.slice();
    copy[at] = 99;
    return copy;
  }
});

const ALPHABETS = [
  [..."abcdefgXYZ019 \n\t\r'_-./\\<>{}[]()\"=:;,#@!$%^&*+|~`"],
  [..."éüñßàÅ漢字かなカ한국어абвΑβ\u0301\u200d\u00a0\u3000\u202e😀👍🏽𝐀𝟙𠀀", "\ud800", "\udc00", " ", "\n"],
  ["the ", " the", "http://", "'s", "'LL", "\n\n", "    ", "\t\t", "ing", "<b>", "</td>", "▁", "▁▁", "\0", "X", " -"],
  ["a", "A", " "],
];

/** A generator of Park and Miller: whole numbers below a limit. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed * 7919 + 1;
  return (limit) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % limit;
  };
}

function randomText(seed: number): string {
  const random = randomOf(seed);
  const units = seed % 5 === 0 ? ALPHABETS.flat() : (ALPHABETS[seed % ALPHABETS.length] ?? []);
  return Array.from({ length: 5 + random(seed % 10 === 0 ? 400 : 40) }, () => units[random(units.length)]).join("");
}

function randomLetters(length: number): string {
  const random = randomOf(1);
  return Array.from({ length }, () => String.fromCharCode(97 + random(26))).join("");
}
