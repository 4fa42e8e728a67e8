import type { Edit } from "../finding.ts";
import type { Span } from "../parse/line-index.ts";

/** A stretch of the original text, or text that an edit wrote. */
type Piece = Span | string;

/** Edits of the original text that do what the first ones do and then, on their result, the second ones. All are of one path. */
export function joinEdits(original: string, first: readonly Edit[], second: readonly Edit[]): Edit[] {
  const path = [...first, ...second][0]?.path ?? "";
  const pieces = rewrite(rewrite([{ start: 0, end: original.length }], first), second);
  const edits: Edit[] = [];
  let cursor = 0;
  let text = "";
  for (const piece of [...pieces, { start: original.length, end: original.length }]) {
    if (typeof piece === "string") text += piece;
    else if (piece.start < piece.end || piece.start === original.length) {
      if (piece.start > cursor || text !== "") edits.push({ path, start: cursor, end: piece.start, text });
      cursor = piece.end;
      text = "";
    }
  }
  return edits;
}

/** The pieces after edits whose offsets count from the start of the first piece. */
function rewrite(pieces: readonly Piece[], edits: readonly Edit[]): Piece[] {
  const rest = new Rest(pieces);
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const out: Piece[] = [];
  let cursor = 0;
  for (const { start, end, text } of sorted) {
    out.push(...rest.take(start - cursor), text);
    rest.take(end - start);
    cursor = end;
  }
  return [...out, ...rest.take(Number.POSITIVE_INFINITY)];
}

/** What of some pieces was not taken yet. */
class Rest {
  readonly #pieces: Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = [...pieces];
  }

  /** The next `count` units; fewer at the end. */
  take(count: number): Piece[] {
    const taken: Piece[] = [];
    let left = count;
    while (left > 0) {
      const piece = this.#pieces.shift();
      if (piece === undefined) break;
      const length = typeof piece === "string" ? piece.length : piece.end - piece.start;
      if (length > left) {
        taken.push(part(piece, 0, left));
        this.#pieces.unshift(part(piece, left, length));
      } else taken.push(piece);
      left -= length;
    }
    return taken;
  }
}

function part(piece: Piece, from: number, to: number): Piece {
  if (typeof piece === "string") return piece.slice(from, to);
  return { start: piece.start + from, end: piece.start + to };
}
