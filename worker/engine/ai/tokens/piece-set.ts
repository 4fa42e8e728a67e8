/** A set of pieces of text as fingerprints: a thousand pieces take about a kilobyte; a few in a thousand others seem to be in it. */

/** One of so many strings that are not in a set seems to be. */
const FALSE_ONE_IN = 256;
/** Bits of a gap that are written as they are; what is above is written in ones and a zero. */
const LOW_BITS = 8;
const SPACE = 32;
const MULTIPLIER = 0x2c1b3c6d;
const SECOND_MULTIPLIER = 0x297a2d39;
const BASE = 0x01000193;
/** Bits a character. */
const SIX = 6;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Sorted fingerprints as gaps in Golomb-Rice code, six bits a character. */
export interface PackedSet {
  readonly size: number;
  readonly text: string;
}

/** Which fingerprints are there, one bit each. */
export interface PieceSet {
  readonly space: number;
  readonly bits: Uint8Array;
}

/** Powers of the base up to the longest chunk that is looked at in one go. */
export const WINDOW = 128;
const POWERS = new Int32Array(WINDOW + 1);
POWERS[0] = 1;
for (let at = 1; at <= WINDOW; at += 1) POWERS[at] = Math.imul(POWERS[at - 1] ?? 1, BASE);
const sums = new Int32Array(WINDOW + 1);

/** Reads a stretch of at most `WINDOW` units, so that `hasPart` can look its parts up. */
export function readWindow(text: string, start: number, end: number): void {
  let sum = 0;
  for (let at = start; at < end; at += 1) {
    sum = (Math.imul(sum, BASE) + text.charCodeAt(at) + 1) | 0;
    sums[at - start + 1] = sum;
  }
}

/** Reads a word of less than `WINDOW` ASCII letters as if a space stood in front of it; `mask` 32 reads small letters. */
export function readAfterSpace(text: string, { start, end, mask }: { start: number; end: number; mask: 0 | 32 }): void {
  let sum = SPACE + 1;
  sums[1] = sum;
  for (let at = start; at < end; at += 1) {
    sum = (Math.imul(sum, BASE) + (text.charCodeAt(at) | mask) + 1) | 0;
    sums[at - start + 2] = sum;
  }
}

/** Whether a part of the stretch that was read last is in the set. */
export function hasPart({ space, bits }: PieceSet, from: number, to: number): boolean {
  const sum = ((sums[to] ?? 0) - Math.imul(sums[from] ?? 0, POWERS[to - from] ?? 0)) | 0;
  const place = placeOf(sum, space);
  return (((bits[place >> 3] ?? 0) >> (place & 7)) & 1) === 1;
}

function placeOf(sum: number, space: number): number {
  let mixed = Math.imul(sum ^ (sum >>> 17), MULTIPLIER);
  mixed = Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER);
  return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000) * space);
}

/** Packs pieces of at most `WINDOW` units each. */
export function packPieces(pieces: readonly string[]): PackedSet {
  const space = pieces.length * FALSE_ONE_IN;
  const places = pieces.map((piece) => {
    readWindow(piece, 0, piece.length);
    return placeOf(sums[piece.length] ?? 0, space);
  });
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const bits = sorted.map((place, index) => bitsOf(place - (sorted[index - 1] ?? 0))).join("");
  const chars = bits.match(/.{1,6}/g) ?? [];
  const text = chars.map((six) => DIGITS[Number.parseInt(six.padEnd(SIX, "1"), 2)]).join("");
  return { size: pieces.length, text };
}

function bitsOf(gap: number): string {
  const low = (gap % FALSE_ONE_IN).toString(2).padStart(LOW_BITS, "0");
  return `${"1".repeat(Math.floor(gap / FALSE_ONE_IN))}0${low}`;
}

/** The set that was packed. */
export function unpackPieces({ size, text }: PackedSet): PieceSet {
  const space = size * FALSE_ONE_IN;
  const bits = new Uint8Array((space >> 3) + 1);
  const next = bitReader(text);
  const end = text.length * SIX;
  for (let place = 0, read = 0; read < end; ) {
    let gap = 0;
    for (read += 1; next() === 1 && read < end; read += 1) gap += FALSE_ONE_IN;
    let low = 0;
    for (let bit = 0; bit < LOW_BITS; bit += 1) low = low * 2 + next();
    read += LOW_BITS;
    place += gap + low;
    if (read <= end) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  }
  return { space, bits };
}

/** Gives one bit at each call; ones behind the end. */
function bitReader(text: string): () => number {
  const values = Uint8Array.from({ length: 128 }, (_, unit) => Math.max(DIGITS.indexOf(String.fromCharCode(unit)), 0));
  let at = 0;
  return () => {
    const six = at < text.length * SIX ? (values[text.charCodeAt(Math.floor(at / SIX))] ?? 0) : 63;
    const bit = (six >> (SIX - 1 - (at % SIX))) & 1;
    at += 1;
    return bit;
  };
}
