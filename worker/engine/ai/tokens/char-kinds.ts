/** What tokenizers tell apart about a character: the categories of Unicode that their patterns name. */

export const UPPER = 1;
export const LOWER = 2;
export const CASELESS = 3;
/** What stands on a letter or on a sign. */
export const MARK = 4;
export const DIGIT = 5;
export const BLANK = 6;
export const LINE_END = 7;
/** Anything else, lone halves of surrogate pairs as well. */
export const SIGN = 8;

/** Kinds found so far by UTF-16 unit; 0 is not looked up yet, or half of a pair. */
const kinds = new Uint8Array(0x10000);
/** Kinds found so far of characters of two units. */
const pairs = new Map<number, number>();

/** The kind of the character that the UTF-16 unit at a place belongs to; `LINE_END` behind the text. */
export function kindAt(text: string, at: number): number {
  if (at >= text.length) return LINE_END;
  const unit = text.charCodeAt(at);
  return kinds[unit] || kindOf(text, at, unit);
}

/** UTF-16 units of the character that starts at a place. */
export function widthAt(text: string, at: number): 1 | 2 {
  return isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
}

/** True for letters and marks. */
export function isLetter(kind: number): boolean {
  return kind <= MARK;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const CATEGORIES: readonly (readonly [RegExp, number])[] = [
  [/[\r\n]/, LINE_END],
  [/\p{White_Space}/u, BLANK],
  [/[\p{Lu}\p{Lt}]/u, UPPER],
  [/\p{Ll}/u, LOWER],
  [/\p{L}/u, CASELESS],
  [/\p{M}/u, MARK],
  [/\p{N}/u, DIGIT],
];

function kindOf(text: string, at: number, unit: number): number {
  if (isHigh(unit) || isLow(unit)) return kindOfHalf(text, isLow(unit) ? at - 1 : at);
  const kind = find(String.fromCharCode(unit));
  kinds[unit] = kind;
  return kind;
}

/** `start`: where the pair starts if it is one. */
function kindOfHalf(text: string, start: number): number {
  if (start < 0 || widthAt(text, start) === 1) return SIGN;
  const point = text.codePointAt(start) ?? 0;
  const known = pairs.get(point);
  if (known !== undefined) return known;
  const kind = find(String.fromCodePoint(point));
  pairs.set(point, kind);
  return kind;
}

function find(char: string): number {
  return CATEGORIES.find(([category]) => category.test(char))?.[1] ?? SIGN;
}
