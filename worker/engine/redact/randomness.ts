import { LETTER_PAIRS } from "./data/letter-pairs.ts";

const [LOWER_A, UPPER_A, LETTERS] = [97, 65, 26];
const PAIR_SCORES = Int8Array.from(LETTER_PAIRS.join(""), (digit) => Number(digit) - 6);
/** Names rarely change between letters and digits, or back from small to capital letters; chance does all the time. */
const DIGIT_CHANGE = -1.2;
const HUMP = -0.6;

/** How many of each kind of character a text holds. */
export interface Kinds {
  readonly lower: number;
  readonly upper: number;
  readonly digits: number;
  readonly others: number;
}

export function kindsOf(text: string): Kinds {
  let [lower, upper, digits, others] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= LOWER_A && unit <= 122) lower += 1;
    else if (unit >= UPPER_A && unit <= 90) upper += 1;
    else if (unit >= 48 && unit <= 57) digits += 1;
    else others += 1;
  }
  return { lower, upper, digits, others };
}

/** 0–25 for a letter of either case, 26 for a digit, -1 for all else. */
function letterAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit >= LOWER_A && unit <= 122) return unit - LOWER_A;
  if (unit >= UPPER_A && unit <= 90) return unit - UPPER_A;
  return unit >= 48 && unit <= 57 ? LETTERS : -1;
}

function pairScore(text: string, at: number): number {
  const [before, letter] = [letterAt(text, at - 1), letterAt(text, at)];
  if (before < 0 || letter < 0 || (before === LETTERS && letter === LETTERS)) return 0;
  if (before === LETTERS || letter === LETTERS) return DIGIT_CHANGE;
  const isHump = text.charCodeAt(at - 1) >= LOWER_A && text.charCodeAt(at) < LOWER_A;
  return (PAIR_SCORES[before * LETTERS + letter] ?? 0) + (isHump ? HUMP : 0);
}

/** Bits by which a text is more like the names and words of source code than like chance: above 0, it is a name. */
export function wordiness(text: string): number {
  let score = 0;
  for (let at = 1; at < text.length; at += 1) score += pairScore(text, at);
  return score;
}

/** Shannon entropy in bits for each character; characters outside ASCII count as one. */
export function bitsPerUnit(text: string): number {
  const counts = new Uint16Array(129);
  for (let at = 0; at < text.length; at += 1) {
    const unit = Math.min(text.charCodeAt(at), 128);
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Many characters repeat their neighbour or come next after it: `abcdef`, `12345`, `aaaa`. Short texts do so by chance. */
export function isCounted(text: string): boolean {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    if (step === 0 || step === 1) steps += 1;
  }
  return steps > text.length * (text.length < 20 ? 0.5 : 0.45);
}
