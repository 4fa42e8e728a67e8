/** Byte pair encoding: of neighbours that make a piece together, those of the lowest rank are merged, until there are none. */
import { mergeMany } from "./merge-many.ts";
import { NONE, type Vocabulary } from "./vocabulary.ts";

/** Parts up to which looking through all of them is quicker than a queue. */
const FEW = 48;

/** Tokens of a stretch of bytes. */
export type ChunkTokens = (bytes: Uint8Array, start: number, end: number) => number;

/** The bytes of a chunk, in parts. */
export interface Parts {
  readonly bytes: Uint8Array;
  /** Where each part starts; after the last one, where it ends. */
  readonly starts: Int32Array;
  readonly count: number;
  /** Tokens on top of one for each part: what is no piece costs one for each byte. */
  readonly extra: number;
}

const fewStarts = new Int32Array(FEW + 1);
const fewKeys = new Float64Array(FEW);

/**
 * Counts the tokens of chunks, that is of text that no token crosses the ends of. OpenAI's parts are bytes at first, and of
 * equal merges the first is done; Gemini's are characters, and of merges into the same piece the one with the lower left part.
 */
export function chunkTokensOf(vocabulary: Vocabulary): ChunkTokens {
  const { family, rankOf } = vocabulary;
  return (bytes, start, end) => {
    if (end - start === 1 || rankOf(bytes, start, end) !== NONE) return 1;
    const parts = family === "openai" ? eachByte(bytes, start, end) : eachCharacter(bytes, { start, end, rankOf });
    return parts.extra + (parts.count <= FEW ? mergeFew(parts, vocabulary) : mergeMany(parts, vocabulary));
  };
}

function startsFor(length: number): Int32Array {
  return length <= FEW ? fewStarts : new Int32Array(length + 1);
}

function eachByte(bytes: Uint8Array, start: number, end: number): Parts {
  const count = end - start;
  const starts = startsFor(count);
  for (let at = 0; at <= count; at += 1) starts[at] = start + at;
  return { bytes, starts, count, extra: 0 };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly rankOf: Vocabulary["rankOf"];
}

function eachCharacter(bytes: Uint8Array, { start, end, rankOf }: Stretch): Parts {
  const starts = startsFor(end - start);
  let count = 0;
  let extra = 0;
  for (let at = start; at < end; count += 1) {
    starts[count] = at;
    const next = at + lengthOf(bytes[at] ?? 0);
    if (next > at + 1 && rankOf(bytes, at, next) === NONE) extra += next - at - 1;
    at = next;
  }
  starts[count] = end;
  return { bytes, starts, count, extra };
}

/** Bytes of the character that starts with a byte. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function mergeFew({ bytes, starts, count }: Parts, { family, rankOf }: Vocabulary): number {
  const key = (index: number) => {
    const start = starts[index] ?? 0;
    const rank = rankOf(bytes, start, starts[index + 2] ?? 0);
    if (rank === NONE) return Number.POSITIVE_INFINITY;
    return family === "openai" ? rank : rank * NONE + rankOf(bytes, start, starts[index + 1] ?? 0);
  };
  for (let index = 0; index < count - 1; index += 1) fewKeys[index] = key(index);
  for (let left = count; ; ) {
    const best = lowestOf(left - 1);
    if (best < 0) return left;
    starts.copyWithin(best + 1, best + 2, left + 1);
    fewKeys.copyWithin(best, best + 1, left - 1);
    left -= 1;
    if (best < left - 1) fewKeys[best] = key(best);
    if (best > 0) fewKeys[best - 1] = key(best - 1);
  }
}

/** Which of the first keys is the lowest; -1 where all are infinite. */
function lowestOf(count: number): number {
  let best = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count; index += 1) {
    const key = fewKeys[index] ?? 0;
    if (key >= lowest) continue;
    lowest = key;
    best = index;
  }
  return best;
}
