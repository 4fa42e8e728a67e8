/** Which tokens of a vocabulary are worth their place in a small one: those that files use most. */
import type { ChunkEnd } from "../../worker/engine/ai/tokens/chunk-costs.ts";
import { type CountedFamily, idsOf } from "./true-tokens.ts";

/** Longer ones are hardly ever met. */
const LONGEST = 80;
/** What a token counts for that is used nowhere, of the mean of its like. */
const BENEFIT_OF_DOUBT = 0.5;
/** What is behind in a chunk takes a tokenizer long. */
const LONGEST_CHUNK = 300;
const ASCII = /^[ -~]+$/;

interface Choice {
  readonly family: CountedFamily;
  readonly vocabulary: readonly string[];
  readonly chunkEnd: ChunkEnd;
  readonly count: number;
}

/** The most used tokens of at least two characters. That many texts use one counts more than that one uses it often. */
export function choosePieces(texts: readonly string[], { family, vocabulary, chunkEnd, count }: Choice): string[] {
  const used = usesOf(texts, family, chunkEnd);
  const likes = Map.groupBy(vocabulary.keys(), (id) => likeOf(id, vocabulary[id] ?? ""));
  const scores = [...likes.values()].flatMap((ids) => {
    const mean = ids.reduce((sum, id) => sum + Math.min(used.get(id) ?? 0, 1), 0) / ids.length;
    return ids.map((id) => ({ piece: vocabulary[id] ?? "", score: (used.get(id) ?? 0) + BENEFIT_OF_DOUBT * mean }));
  });
  const fitting = scores.filter(
    ({ piece }) => piece.length > 1 && piece.length <= LONGEST && !piece.includes("\ufffd"),
  );
  return fitting
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ piece }) => piece);
}

/** Tokens learned at about the same time, of the same kind of script. */
function likeOf(id: number, token: string): string {
  return `${Math.floor(2 * Math.log2(id + 1))} ${ASCII.test(token)}`;
}

function usesOf(texts: readonly string[], family: CountedFamily, chunkEnd: ChunkEnd): Map<number, number> {
  const used = new Map<number, number>();
  for (const text of texts) {
    const ids = chunksOf(text, chunkEnd).flatMap((chunk) => idsOf(chunk.slice(0, LONGEST_CHUNK), family));
    for (const [id, count] of countsOf(ids)) used.set(id, (used.get(id) ?? 0) + Math.sqrt(count / ids.length));
  }
  return used;
}

function chunksOf(text: string, chunkEnd: ChunkEnd): string[] {
  const chunks: string[] = [];
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = chunkEnd(text, at);
    chunks.push(text.slice(at, end));
  }
  return chunks;
}

function countsOf(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
