/** What a piece of a chunk costs on average, by the place that a chunk has in the table of costs. */
import { type ChunkEnd, chunkWalk, WHOLE } from "../../worker/engine/ai/tokens/chunk-costs.ts";
import { MOODS, PLACES } from "../../worker/engine/ai/tokens/chunk-features.ts";
import type { PieceSet } from "../../worker/engine/ai/tokens/piece-set.ts";
import { type CountedFamily, idsOf } from "./true-tokens.ts";

/** Pieces whose weight the mean of their like has in a place that has few of its own. */
const PRIOR = 1;
const BINS = 64;
const LEAST = 0.25;
const MOST = 4;
/** Longer chunks take a tokenizer long. */
const LONGEST = 300;

interface Counted {
  readonly family: CountedFamily;
  readonly chunkEnd: ChunkEnd;
  readonly pieces: PieceSet;
  readonly weight: number;
}

interface Sums {
  readonly pieces: Float64Array;
  readonly tokens: Float64Array;
}

export function noSums(): Sums {
  return { pieces: new Float64Array(PLACES), tokens: new Float64Array(PLACES) };
}

/** Means with shrinkage: of a place towards that of all moods, this towards that of all classes, this towards one. */
export function costsOf(sums: Sums): number[] {
  const all = levelOf(sums, (place) => place % BINS);
  const classes = levelOf(sums, (place) => Math.floor(place / BINS / MOODS) * BINS + (place % BINS));
  return Array.from({ length: PLACES }, (_, place) => {
    const bin = place % BINS;
    const group = Math.floor(place / BINS / MOODS) * BINS + bin;
    const general = shrunk(all, bin, 1);
    const own = shrunk(classes, group, general);
    return Math.min(Math.max(shrunk(sums, place, own), LEAST), MOST);
  });
}

function shrunk({ pieces, tokens }: Sums, index: number, towards: number): number {
  return ((tokens[index] ?? 0) + PRIOR * towards) / ((pieces[index] ?? 0) + PRIOR);
}

function levelOf({ pieces, tokens }: Sums, indexOf: (place: number) => number): Sums {
  const level = noSums();
  for (let place = 0; place < PLACES; place += 1) {
    const index = indexOf(place);
    level.pieces[index] = (level.pieces[index] ?? 0) + (pieces[place] ?? 0);
    level.tokens[index] = (level.tokens[index] ?? 0) + (tokens[place] ?? 0);
  }
  return level;
}

/** Adds what chunks of texts cost. Longer texts weigh more, but not as much more as they are longer. */
export function addSums(sums: Sums, texts: readonly string[], { family, chunkEnd, pieces, weight }: Counted): void {
  const walk = chunkWalk(chunkEnd, pieces);
  for (const text of texts) {
    const each = (weight * 30) / Math.sqrt(text.length);
    walk(text, (found, place, start, end) => {
      if (place === WHOLE || end - start > LONGEST) return;
      const count = idsOf(text.slice(start, end), family).length;
      sums.pieces[place] = (sums.pieces[place] ?? 0) + each * found;
      sums.tokens[place] = (sums.tokens[place] ?? 0) + each * count;
    });
  }
}
