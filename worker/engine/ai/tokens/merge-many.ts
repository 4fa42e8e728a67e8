import type { Parts } from "./merge-pieces.ts";
import { createQueue, type MergeQueue } from "./merge-queue.ts";
import { NONE, type Vocabulary } from "./vocabulary.ts";

/** A place below this is the lower part of a key; the rank of the left part is the upper. */
const PLACES = 2 ** 32;
const NO_KEYS = new Float64Array(0);

/** The parts of a chunk by where they started, each knowing its neighbours. */
interface Chain {
  /** The rank of what the part at a place makes with the next; `NONE` for no piece, and where no part is any more. */
  makes(place: number): number;
  /** Orders merges of one rank: by their left part where that counts, then by place. */
  keyOf(place: number): number;
  /** Joins the part with the next. */
  merge(place: number): void;
  left(): number;
}

/** Merges a long chunk in about as many steps as it has parts, and gives how many are left. */
export function mergeMany(parts: Parts, vocabulary: Vocabulary): number {
  const queue = createQueue(3 * parts.count);
  const chain = createChain(parts, vocabulary, queue);

  const inOrder = (rank: number, rest: Float64Array) => {
    const places = queue.take(rank);
    const keys = new Float64Array(rest.length + places.length);
    keys.set(rest);
    for (const [index, place] of places.entries()) keys[rest.length + index] = chain.keyOf(place);
    return isSorted(keys) ? keys : keys.sort();
  };

  /** A merge rarely makes one of a lower rank possible, which is done first. */
  const mergeAll = (rank: number) => {
    let keys = inOrder(rank, NO_KEYS);
    for (let index = 0; index < keys.length; index += 1) {
      const place = (keys[index] ?? 0) % PLACES;
      if (chain.makes(place) === rank) chain.merge(place);
      for (let lower = queue.lowest(); lower < rank; lower = queue.lowest()) mergeAll(lower);
      if (queue.lowest() > rank) continue;
      keys = inOrder(rank, keys.subarray(index + 1));
      index = -1;
    }
  };

  for (let rank = queue.lowest(); rank < NONE; rank = queue.lowest()) mergeAll(rank);
  return chain.left();
}

/** Puts every merge that is or becomes possible into the queue. */
function createChain({ bytes, starts, count }: Parts, { family, rankOf }: Vocabulary, queue: MergeQueue): Chain {
  const next = Int32Array.from(starts, (_, place) => place + 1);
  const before = Int32Array.from(starts, (_, place) => place - 1);
  const ranks = new Int32Array(count + 1).fill(NONE);
  /** The rank of each part, where it counts. */
  const own = new Int32Array(count + 1);
  let left = count;

  const startOf = (place: number) => starts[place] ?? 0;
  const nextOf = (place: number) => next[place] ?? count;

  const wait = (place: number) => {
    const right = nextOf(place);
    const rank = right < count ? rankOf(bytes, startOf(place), startOf(nextOf(right))) : NONE;
    ranks[place] = rank;
    if (rank < NONE) queue.push(rank, place);
  };

  for (let place = 0; place < count; place += 1) {
    if (family === "gemini") own[place] = rankOf(bytes, startOf(place), startOf(place + 1));
    wait(place);
  }
  return {
    makes: (place) => ranks[place] ?? NONE,
    keyOf: (place) => (own[place] ?? 0) * PLACES + place,
    merge(place) {
      const gone = nextOf(place);
      if (family === "gemini") own[place] = ranks[place] ?? NONE;
      ranks[gone] = NONE;
      next[place] = nextOf(gone);
      before[nextOf(gone)] = place;
      left -= 1;
      wait(place);
      const previous = before[place] ?? -1;
      if (previous >= 0) wait(previous);
    },
    left: () => left,
  };
}

function isSorted(keys: Float64Array): boolean {
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] ?? 0) > (keys[at] ?? 0)) return false;
  return true;
}
