import { hasPart, type PieceSet, readAfterSpace, readWindow, WINDOW } from "./piece-set.ts";

/** Longer pieces are only found where they are all that is looked at. */
const LONGEST_PIECE = 20;

/** Turns capitals into small letters. */
const SMALL = 32;

/**
 * Says into how many pieces of a set a stretch of text falls, always taking the longest that fits; a unit that starts
 * none is a piece too. At most so many looks for a piece, whatever the text.
 */
export function pieceCounter(set: PieceSet): (text: string, start: number, end: number) => number {
  return (text, start, end) => {
    let pieces = 0;
    for (let from = start; from < end; from += WINDOW) {
      const to = Math.min(from + WINDOW, end);
      readWindow(text, from, to);
      pieces += piecesOf(to - from, set);
    }
    return pieces;
  };
}

function piecesOf(length: number, set: PieceSet): number {
  if (length === 1 || hasPart(set, 0, length)) return 1;
  let pieces = 0;
  for (let from = 0; from < length; pieces += 1) {
    let to = Math.min(from + LONGEST_PIECE, length);
    while (to > from + 1 && !hasPart(set, from, to)) to -= 1;
    from = to;
  }
  return pieces;
}

/** Whether a word of ASCII letters is a piece in another form: in small letters, or with a space in front. */
export function hasOtherForm(text: string, { start, end }: { start: number; end: number }, set: PieceSet): boolean {
  const length = end - start + 1;
  if (length > WINDOW) return false;
  readAfterSpace(text, { start, end, mask: SMALL });
  if (hasPart(set, 0, length) || hasPart(set, 1, length)) return true;
  readAfterSpace(text, { start, end, mask: 0 });
  return hasPart(set, 0, length);
}
