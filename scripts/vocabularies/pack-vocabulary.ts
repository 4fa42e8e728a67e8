/** Writes a vocabulary in the form that `openVocabulary` reads. */
import {
  FORMAT,
  HEADER_WORDS,
  hashOf,
  MAGIC,
  NAME_WORD,
  NONE,
  PAIR_WORDS,
  RANK_BITS,
  VOCABULARY_FAMILIES,
  type VocabularyFamily,
} from "../../worker/engine/ai/tokens/vocabulary.ts";

export interface PackedFrom {
  readonly family: VocabularyFamily;
  /** Package, version and name; at most 32 ASCII characters. */
  readonly source: string;
  /** In order of rank. */
  readonly pieces: readonly Uint8Array[];
}

/** The bytes of a vocabulary's file; equal for equal pieces. Throws when there are more pieces than a slot can name. */
export function packVocabulary({ family, source, pieces }: PackedFrom): Uint8Array<ArrayBuffer> {
  const size = pieces.length;
  if (size >= NONE - 1) throw new Error(`${size} pieces are more than a slot can name.`);
  const slots = 2 ** Math.ceil(Math.log2(size * 2));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const words = HEADER_WORDS + slots + size + 1 + PAIR_WORDS;
  const bytes = new Uint8Array(4 * words + length);
  const word = new Uint32Array(bytes.buffer, 0, words);
  const longest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
  word.set([MAGIC, FORMAT, VOCABULARY_FAMILIES.indexOf(family), size, slots, length, longest]);
  new TextEncoder().encodeInto(source, bytes.subarray(4 * NAME_WORD, 4 * HEADER_WORDS));
  fillSlots(word.subarray(HEADER_WORDS, HEADER_WORDS + slots), pieces);
  fillPairs(word.subarray(words - PAIR_WORDS), pieces);
  let offset = 0;
  for (const [rank, piece] of pieces.entries()) {
    word[HEADER_WORDS + slots + rank] = offset;
    bytes.set(piece, 4 * words + offset);
    offset += piece.length;
  }
  word[HEADER_WORDS + slots + size] = offset;
  return bytes;
}

function fillSlots(slots: Uint32Array, pieces: readonly Uint8Array[]): void {
  for (const [rank, piece] of pieces.entries()) {
    const hash = hashOf(piece, 0, piece.length);
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = (((hash >>> RANK_BITS) << RANK_BITS) | (rank + 1)) >>> 0;
  }
}

function fillPairs(pairs: Uint32Array, pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    for (let at = 1; at < piece.length; at += 1) {
      const pair = ((piece[at - 1] ?? 0) << 8) | (piece[at] ?? 0);
      pairs[pair >> 5] = ((pairs[pair >> 5] ?? 0) | (1 << (pair & 31))) >>> 0;
    }
  }
}
