/** Cuts a text into the pieces that tokenizers treat alike: words at their capitals, digits, signs, blanks, other scripts. */

export const LETTER = 0;
export const DIGIT = 1;
export const SIGN = 2;
export const BLANK = 3;
const OTHER = 4;

/** One of the five kinds above. */
export type PieceKind = 0 | 1 | 2 | 3 | 4;

/** Called for each piece in order; `end` is exclusive. Pieces cover the text without gaps. */
export type PieceVisitor = (kind: PieceKind, start: number, end: number) => void;

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z]/.test(char)) return LETTER;
  if (/\d/.test(char)) return DIGIT;
  return /[ \t\r\n]/.test(char) ? BLANK : SIGN;
});

/** The kind of a UTF-16 unit. */
export function kindOf(unit: number): PieceKind {
  return (unit < 128 ? KINDS[unit] : OTHER) as PieceKind;
}

/** Calls `visit` for each piece of a text, in linear time. */
export function scanText(text: string, visit: PieceVisitor): void {
  for (let at = 0; at < text.length; ) {
    const kind = kindOf(text.charCodeAt(at));
    const end = kind === LETTER ? endOfWord(text, at) : endOfRun(text, at, kind);
    visit(kind, at, end);
    at = end;
  }
}

function endOfRun(text: string, start: number, kind: PieceKind): number {
  let at = start + 1;
  while (at < text.length && kindOf(text.charCodeAt(at)) === kind) at += 1;
  return at;
}

/** Capitals, then small letters: `HTTPServer` and `get` are one word each, `getName` is two. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && isCapital(text.charCodeAt(at))) at += 1;
  while (at < text.length && isSmall(text.charCodeAt(at))) at += 1;
  return at;
}

export function isCapital(unit: number): boolean {
  return unit >= 65 && unit <= 90;
}

function isSmall(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}
