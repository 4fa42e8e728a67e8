/** Merges that wait, by rank: which ranks have some is a bit each, in three layers, so that the lowest is found at once. */
import { NONE } from "./vocabulary.ts";

const LAYERS = [new Uint32Array(NONE >> 5), new Uint32Array(NONE >> 10), new Uint32Array(NONE >> 15)] as const;
/** The last entry of each rank; 0 is none. All are 0 again when a queue is empty. */
const lasts = new Int32Array(NONE);

export interface MergeQueue {
  push(rank: number, place: number): void;
  /** The lowest rank that waits; `NONE` when none does. */
  lowest(): number;
  /** Takes all places of a rank out, in the order in which they came. */
  take(rank: number): Int32Array;
}

/** A queue for so many pushes. One at a time: it must be emptied before the next one is made. */
export function createQueue(room: number): MergeQueue {
  const places = new Int32Array(room + 1);
  const befores = new Int32Array(room + 1);
  let last = 0;
  return {
    push(rank, place) {
      last += 1;
      places[last] = place;
      befores[last] = lasts[rank] ?? 0;
      if (lasts[rank] === 0) mark(rank);
      lasts[rank] = last;
    },
    lowest,
    take(rank) {
      let count = 0;
      for (let entry = lasts[rank] ?? 0; entry > 0; entry = befores[entry] ?? 0) count += 1;
      const taken = new Int32Array(count);
      for (let entry = lasts[rank] ?? 0; entry > 0; entry = befores[entry] ?? 0) taken[--count] = places[entry] ?? 0;
      lasts[rank] = 0;
      unmark(rank);
      return taken;
    },
  };
}

function mark(rank: number): void {
  let index = rank;
  for (const layer of LAYERS) {
    layer[index >> 5] = (layer[index >> 5] ?? 0) | (1 << (index & 31));
    index >>= 5;
  }
}

function unmark(rank: number): void {
  let index = rank;
  for (const layer of LAYERS) {
    const word = (layer[index >> 5] ?? 0) & ~(1 << (index & 31));
    layer[index >> 5] = word;
    if (word !== 0) return;
    index >>= 5;
  }
}

function lowest(): number {
  const [ranks, words, groups] = LAYERS;
  const group = groups.findIndex((word) => word !== 0);
  if (group < 0) return NONE;
  const word = (group << 5) | lowestBit(groups[group] ?? 0);
  const rank = (word << 5) | lowestBit(words[word] ?? 0);
  return (rank << 5) | lowestBit(ranks[rank] ?? 0);
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
