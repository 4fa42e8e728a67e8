/**
 * A tokenizer's vocabulary as it lies in a file that `scripts/build-vocabularies.mjs` writes, read without parsing it.
 * In numbers of 32 bits, the lowest byte first: a header, a hash table, where each piece starts, which bytes follow each
 * other in pieces, and the pieces' bytes in order of rank. A slot of the table holds a piece's rank plus one below the
 * upper bits of its hash; 0 is empty, and what does not fit is in the next slot.
 */

export const MAGIC = 0x564f_4441;
export const FORMAT = 1;
export const HEADER_WORDS = 16;
/** Words of the header from which on the vocabulary's name stands. */
export const NAME_WORD = 8;
/** One bit for each pair of bytes. */
export const PAIR_WORDS = 2048;
/** Bits of a slot that hold a rank plus one. */
export const RANK_BITS = 18;
/** No piece; above all ranks. */
export const NONE = 2 ** RANK_BITS;

export const VOCABULARY_FAMILIES = ["openai", "gemini"] as const;

/** Whose tokenizer it is. */
export type VocabularyFamily = (typeof VOCABULARY_FAMILIES)[number];

export interface Vocabulary {
  readonly family: VocabularyFamily;
  /** Where it comes from: package, version and name. */
  readonly source: string;
  /** The rank of the piece that is a stretch of bytes; `NONE` where there is none. */
  rankOf(bytes: Uint8Array, start: number, end: number): number;
  /** Whether a piece has the one byte followed by the other. */
  isInside(byte: number, next: number): boolean;
}

/** Opens the bytes of a file. Throws when they are not a vocabulary of this format, or not all of one. */
export function openVocabulary(bytes: Uint8Array): Vocabulary {
  const { family, source, longest, tables } = readHeader(bytes);
  const { slots, offsets, pairs, pieces } = tables;
  const mask = slots.length - 1;
  const ofTwo = ranksOfTwo(offsets, pieces);
  const rankOfTwo = (candidate: Uint8Array, start: number) =>
    ofTwo[((candidate[start] ?? 0) << 8) | (candidate[start + 1] ?? 0)] ?? NONE;
  const entryAt = (slot: number) => slots[slot] ?? 0;
  const lengthOf = (rank: number) => (offsets[rank + 1] ?? 0) - (offsets[rank] ?? 0);
  const isPiece = (rank: number, candidate: Uint8Array, start: number) => {
    const from = offsets[rank] ?? 0;
    const length = lengthOf(rank);
    for (let at = 0; at < length; at += 1) if (pieces[from + at] !== candidate[start + at]) return false;
    return true;
  };
  return {
    family,
    source,
    rankOf(candidate, start, end) {
      const length = end - start;
      if (length === 2) return rankOfTwo(candidate, start);
      if (length > longest) return NONE;
      const hash = hashOf(candidate, start, end);
      let slot = hash & mask;
      for (let entry = entryAt(slot); entry !== 0; entry = entryAt(slot)) {
        const rank = (entry & (NONE - 1)) - 1;
        const isLike = entry >>> RANK_BITS === hash >>> RANK_BITS && lengthOf(rank) === length;
        if (isLike && isPiece(rank, candidate, start)) return rank;
        slot = (slot + 1) & mask;
      }
      return NONE;
    },
    isInside(byte, next) {
      const pair = (byte << 8) | next;
      return (((pairs[pair >> 5] ?? 0) >>> (pair & 31)) & 1) === 1;
    },
  };
}

/** Of 32 bits, without a sign. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Ranks of the pieces of two bytes, which are asked for most. */
function ranksOfTwo(offsets: Uint32Array, pieces: Uint8Array): Uint32Array {
  const ranks = new Uint32Array(0x10000).fill(NONE);
  for (let rank = 0; rank + 1 < offsets.length; rank += 1) {
    const from = offsets[rank] ?? 0;
    if (offsets[rank + 1] === from + 2) ranks[((pieces[from] ?? 0) << 8) | (pieces[from + 1] ?? 0)] = rank;
  }
  return ranks;
}

function readHeader(bytes: Uint8Array) {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const word = new Uint32Array(whole.buffer, whole.byteOffset, whole.length >> 2);
  if (word[0] !== MAGIC) throw new Error("This is no vocabulary: build the files with `npm run build`.");
  const [, format, index = 0, size = 0, slots = 0, length = 0, longest = 0] = word.subarray(0, HEADER_WORDS);
  if (format !== FORMAT) throw new Error(`The vocabulary has format ${format}, not ${FORMAT}: build it anew.`);
  const family = VOCABULARY_FAMILIES[index];
  const bitsOfOne = slots & (slots - 1);
  const ends = HEADER_WORDS + slots + size + 1 + PAIR_WORDS;
  if (family === undefined || bitsOfOne !== 0 || slots <= size || whole.length !== 4 * ends + length)
    throw new Error("The vocabulary is not whole: build it anew.");
  const name = [...whole.subarray(4 * NAME_WORD, 4 * HEADER_WORDS)].filter((byte) => byte > 0);
  const offsets = HEADER_WORDS + slots;
  return {
    family,
    source: String.fromCharCode(...name),
    longest,
    tables: {
      slots: word.subarray(HEADER_WORDS, offsets),
      offsets: word.subarray(offsets, offsets + size + 1),
      pairs: word.subarray(ends - PAIR_WORDS, ends),
      pieces: whole.subarray(4 * ends),
    },
  };
}
