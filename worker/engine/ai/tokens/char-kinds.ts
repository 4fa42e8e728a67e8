/** What tokenizers tell apart about a character: the categories of Unicode that their patterns name. */

export const UPPER = 1;
export const LOWER = 2;
/** A letter without case, or a mark. */
export const CASELESS = 3;
export const DIGIT = 4;
export const BLANK = 5;
export const LINE_END = 6;
/** Anything else, halves of surrogate pairs as well. */
export const SIGN = 7;

/** Kinds found so far by UTF-16 unit; 0 is not looked up yet. */
const kinds = new Uint8Array(0x10000);

/** The kind of the UTF-16 unit at a place; `LINE_END` behind the text. */
export function kindAt(text: string, at: number): number {
  if (at >= text.length) return LINE_END;
  const unit = text.charCodeAt(at);
  return kinds[unit] || find(unit);
}

export function isLetter(kind: number): boolean {
  return kind <= CASELESS;
}

const CATEGORIES: readonly (readonly [RegExp, number])[] = [
  [/[\r\n]/, LINE_END],
  [/\s/, BLANK],
  [/[\p{Lu}\p{Lt}]/u, UPPER],
  [/\p{Ll}/u, LOWER],
  [/[\p{L}\p{M}]/u, CASELESS],
  [/\p{N}/u, DIGIT],
];

function find(unit: number): number {
  const char = String.fromCharCode(unit);
  const kind = CATEGORIES.find(([category]) => category.test(char))?.[1] ?? SIGN;
  kinds[unit] = kind;
  return kind;
}
