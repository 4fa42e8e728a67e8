/** UTF-8 bytes that one UTF-16 unit takes at most. */
export const BYTES_A_UNIT = 3;

const REPLACEMENT = 0xfffd;

/** The first byte of a character of so many, without the bits of the character. */
const FIRST_BYTES = [0, 0, 0xc0, 0xe0, 0xf0];

/**
 * Writes a stretch of a text as UTF-8 to the start of `bytes`, which must have room for `BYTES_A_UNIT` a unit, and gives how
 * many bytes it took. Half of a surrogate pair becomes the replacement character.
 */
export function writeUtf8(text: string, { at, end }: { at: number; end: number }, bytes: Uint8Array): number {
  let length = 0;
  for (let from = at; from < end; from += 1) {
    const unit = text.charCodeAt(from);
    if (unit < 0x80) bytes[length++] = unit;
    else {
      const point = text.codePointAt(from) ?? 0;
      if (point > 0xffff) from += 1;
      length += writePoint(point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point, bytes, length);
    }
  }
  return length;
}

/** Of a code point above ASCII. */
function writePoint(point: number, bytes: Uint8Array, at: number): number {
  const length = lengthOf(point);
  for (let index = length - 1, rest = point; index >= 0; index -= 1, rest >>= 6) {
    bytes[at + index] = index > 0 ? 0x80 | (rest & 0x3f) : (FIRST_BYTES[length] ?? 0) | rest;
  }
  return length;
}

function lengthOf(point: number): number {
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}
