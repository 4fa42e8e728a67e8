import type { Parts } from "./merge-pieces.ts";
import { createQueue } from "./merge-queue.ts";
import { NONE, type Vocabulary } from "./vocabulary.ts";

/** A place below this is the lower part of a key; the rank of the left part is the upper. */
const PLACES = 2 ** 32;
const NO_KEYS = new Float64Array(0);

/** Merges a long chunk in about as many steps as it has parts, and gives how many are left. */
export function mergeMany({ bytes, starts, count }: Parts, { family, rankOf }: Vocabulary): number {
  const next = new Int32Array(count + 1);
  const before = new Int32Array(count + 1);
  /** The rank of what each part makes with the next. */
  const ranks = new Int32Array(count + 1).fill(NONE);
  /** The rank of each part. */
  const own = new Int32Array(count + 1);
  const queue = createQueue(3 * count);
  let left = count;

  const startOf = (place: number) => starts[place] ?? 0;
  const nextOf = (place: number) => next[place] ?? count;

  const wait = (place: number) => {
    const right = nextOf(place);
    const rank = right < count ? rankOf(bytes, startOf(place), startOf(nextOf(right))) : NONE;
    ranks[place] = rank;
    if (rank < NONE) queue.push(rank, place);
  };

  const merge = (place: number) => {
    const gone = nextOf(place);
    const after = nextOf(gone);
    if (family === "gemini") own[place] = ranks[place] ?? NONE;
    ranks[gone] = NONE;
    next[place] = after;
    before[after] = place;
    left -= 1;
    wait(place);
    const previous = before[place] ?? -1;
    if (previous >= 0) wait(previous);
  };

  const inOrder = (rank: number, rest: Float64Array = NO_KEYS) => {
    const places = queue.take(rank);
    const keys = new Float64Array(rest.length + places.length);
    keys.set(rest);
    for (const [index, place] of places.entries()) keys[rest.length + index] = (own[place] ?? 0) * PLACES + place;
    return isSorted(keys) ? keys : keys.sort();
  };

  /** A merge rarely makes one of a lower rank possible, which is done first. */
  const mergeAll = (rank: number) => {
    let keys = inOrder(rank);
    for (let index = 0; index < keys.length; index += 1) {
      const place = (keys[index] ?? 0) % PLACES;
      if (ranks[place] === rank) merge(place);
      for (let lower = queue.lowest(); lower < rank; lower = queue.lowest()) mergeAll(lower);
      if (queue.lowest() > rank) continue;
      keys = inOrder(rank, keys.subarray(index + 1));
      index = -1;
    }
  };

  for (let place = 0; place <= count; place += 1) {
    next[place] = place + 1;
    before[place] = place - 1;
  }
  for (let place = 0; place < count; place += 1) {
    own[place] = family === "openai" ? 0 : rankOf(bytes, startOf(place), startOf(place + 1));
    wait(place);
  }
  for (let rank = queue.lowest(); rank < NONE; rank = queue.lowest()) mergeAll(rank);
  return left;
}

function isSorted(keys: Float64Array): boolean {
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] ?? 0) > (keys[at] ?? 0)) return false;
  return true;
}
