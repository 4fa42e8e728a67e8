/** Goes through a text chunk by chunk: what is a piece of the vocabulary itself costs one token, for the rest there is a table. */
import { DIGIT, isLetter, kindAt } from "./char-kinds.ts";
import { classOf, isAscii, isWord, MOODS, OTHER_FORM, placeOf } from "./chunk-features.ts";
import { hasOtherForm, pieceCounter } from "./count-pieces.ts";
import type { PieceSet } from "./piece-set.ts";

/** Where the chunk that starts at a place ends. */
export type ChunkEnd = (text: string, at: number) => number;

/** Called for each chunk with its pieces, and its place in the table of costs; `WHOLE` where it is one token. */
type ChunkVisitor = (pieces: number, place: number, start: number, end: number) => void;

export const WHOLE = -1;

const LAST_ASCII = 127;
/** How much a word changes the mood. */
const PACE = 0.2;

/** Says how a text is visited with the chunks and pieces of a tokenizer. Linear in the text. */
export function chunkWalk(chunkEnd: ChunkEnd, set: PieceSet): (text: string, visit: ChunkVisitor) => void {
  const count = pieceCounter(set);
  return (text, visit) => {
    let unusual = 0;
    for (let at = 0, end = 0; at < text.length; at = end) {
      end = chunkEnd(text, at);
      const pieces = piecesOf(text, at, end);
      const isWhole = pieces === 1 && isToken(text, at, end);
      const group = classOf(text, at, end);
      const mood = Math.min(Math.floor(unusual * (MOODS + 1)), MOODS - 1);
      const place = isWhole
        ? WHOLE
        : placeOf(group + formOf(text, { start: at, end, group }), mood, { pieces, length: end - at });
      visit(pieces, place, at, end);
      if (isWord(group) && end - at > 1) unusual += (Number(!isWhole) - unusual) * PACE;
    }
  };

  /** Digits are cut to what is one token. */
  function piecesOf(text: string, start: number, end: number): number {
    return kindAt(text, start) === DIGIT ? 1 : count(text, start, end);
  }

  function formOf(text: string, { start, end, group }: { start: number; end: number; group: number }): number {
    if (!isAscii(group)) return 0;
    const word = { start: isLetter(kindAt(text, start)) ? start : start + 1, end };
    return hasOtherForm(text, word, set) ? OTHER_FORM : 0;
  }
}

/** A single character above ASCII may be several tokens. */
function isToken(text: string, start: number, end: number): boolean {
  return end > start + 1 || text.charCodeAt(start) <= LAST_ASCII || kindAt(text, start) === DIGIT;
}
