/** What a chunk costs that falls into several pieces depends on these few facts about it: an index into a table. */
import { DIGIT, isLetter, kindAt, SIGN, UPPER } from "./char-kinds.ts";

const SPACE = 32;
const LAST_ASCII = 127;

/** A word in ASCII has one of four shapes, behind one of four things. */
const SHAPES = 4;
const A_SPACE = 1;
const A_SIGN = 2;
const LETTER_OR_DIGIT = 3;

/** Classes of words that are pieces in another form, behind those that are not. */
export const OTHER_FORM = 16;
const SIGNS = 32;
const ONE_SIGN = 33;
const BLANKS = 34;
const FIRST_BLOCK = 35;

/** Last UTF-16 units of blocks that cost alike: scripts, kinds of signs, and halves of what is beyond the first plane. */
const BLOCK_ENDS = [
  0x24f, 0x36f, 0x3ff, 0x52f, 0x58f, 0x5ff, 0x6ff, 0x8ff, 0x97f, 0x9ff, 0xaff, 0xb7f, 0xbff, 0xcff, 0xdff, 0xeff, 0xfff,
  0x109f, 0x10ff, 0x11ff, 0x177f, 0x17ff, 0x1cff, 0x1dff, 0x1eff, 0x1fff, 0x206f, 0x20ff, 0x24ff, 0x25ff, 0x27ff,
  0x28ff, 0x2fff, 0x303f, 0x309f, 0x30ff, 0x33ff, 0x4dff, 0x9fff, 0xabff, 0xd7ff, 0xd83b, 0xd83f, 0xdfff, 0xfaff,
  0xfeff, 0xffff,
];
/** The index of the block of each four units. */
const BLOCKS = Uint8Array.from({ length: 0x4000 }, (_, four) => BLOCK_ENDS.findIndex((last) => four * 4 <= last));
const CLASSES = FIRST_BLOCK + BLOCK_ENDS.length;

const PIECE_BINS = 8;
const LENGTH_BINS = 8;
/** How unusual the words before are. */
export const MOODS = 4;
/** Length of a table. */
export const PLACES = CLASSES * MOODS * PIECE_BINS * LENGTH_BINS;

/** The class of a chunk that is not of digits. */
export function classOf(text: string, start: number, end: number): number {
  const kind = kindAt(text, start);
  if (isLetter(kind)) return classOfWord(text, start, end);
  const next = start + 1 < end ? kindAt(text, start + 1) : kind;
  if (isLetter(next)) return classOfWord(text, start + 1, end);
  if (kind === SIGN || next === SIGN) return classOfSigns(text, start, end);
  return BLANKS;
}

/** True for a class of words. */
export function isWord(group: number): boolean {
  return isAscii(group) || group >= FIRST_BLOCK;
}

/** True for a class of words in ASCII. */
export function isAscii(group: number): boolean {
  return group < SIGNS;
}

function classOfWord(text: string, start: number, end: number): number {
  const other = blockClass(text, start, end);
  return other > 0 ? other : placeBefore(text, start) * SHAPES + shapeOf(text, start, end);
}

/** The class of the first unit above ASCII; 0 where there is none. */
function blockClass(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > LAST_ASCII) return FIRST_BLOCK + (BLOCKS[unit >> 2] ?? 0);
  }
  return 0;
}

function placeBefore(text: string, start: number): number {
  if (start === 0) return 0;
  if (text.charCodeAt(start - 1) === SPACE) return A_SPACE;
  const kind = kindAt(text, start - 1);
  if (kind === SIGN) return A_SIGN;
  return isLetter(kind) || kind === DIGIT ? LETTER_OR_DIGIT : 0;
}

/** 0 small, 1 capitalized, 2 mixed, 3 capitals. */
function shapeOf(text: string, start: number, end: number): number {
  let capitals = 0;
  for (let at = start; at < end; at += 1) if (kindAt(text, at) === UPPER) capitals += 1;
  if (capitals === 0) return 0;
  if (capitals === end - start) return 3;
  return capitals === 1 && kindAt(text, start) === UPPER ? 1 : 2;
}

function classOfSigns(text: string, start: number, end: number): number {
  const other = blockClass(text, start, end);
  if (other > 0) return other;
  let isOne = true;
  for (let at = start + 2; at < end; at += 1) {
    if (text.charCodeAt(at) !== text.charCodeAt(at - 1)) isOne = false;
  }
  return isOne ? ONE_SIGN : SIGNS;
}

const SOME = [0, 0, 1, 2, 3, 4, 4, 5, 5, 5, 5];
const MANY = 20;

/** Where the table says what a chunk of a class costs, for each of its pieces. */
export function placeOf(group: number, mood: number, { pieces, length }: { pieces: number; length: number }): number {
  const ofPieces = SOME[pieces] ?? (pieces <= MANY ? 6 : 7);
  const ofLength = Math.min(Math.floor((2 * length) / pieces) - 2, LENGTH_BINS - 1);
  return ((group * MOODS + mood) * PIECE_BINS + ofPieces) * LENGTH_BINS + ofLength;
}
