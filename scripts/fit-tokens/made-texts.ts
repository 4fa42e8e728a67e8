/** Texts that projects hold few of: random words of each block of Unicode, keys and checksums. The same ones each time. */

const TEXTS_A_KIND = 4;
const WORDS = 60;
const PLANE = 0x10000;
const BLOCK = 128;

interface Letters {
  readonly letters: readonly string[];
  /** Of the longest word; above 12 of each. */
  readonly length: number;
}

/** A generator of Park and Miller: whole numbers below a limit. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed + 1;
  return (limit) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % limit;
  };
}

const ALPHABETS: readonly (readonly [letters: string, length: number])[] = [
  ["0123456789abcdef", 40],
  ["0123456789ABCDEF", 64],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 64],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 300],
  ["abcdefghijklmnopqrstuvwxyz", 12],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10],
  ["ACGT", 60],
  ["abcdefghijklmnopqrstuvwxyz234567", 52],
];

/** Random texts of ASCII: checksums, keys, names. */
export function madeKeys(): string[] {
  return textsOf(ALPHABETS.map(([letters, length]) => ({ letters: [...letters], length })));
}

/** Random texts of each block of Unicode. */
export function madeScripts(): string[] {
  const blocks = Array.from({ length: (2 * PLANE) / BLOCK }, (_, index) => lettersOf(index * BLOCK));
  return textsOf(blocks.filter(({ letters }) => letters.length > 3));
}

function textsOf(kinds: readonly Letters[]): string[] {
  return kinds.flatMap((kind, index) =>
    Array.from({ length: TEXTS_A_KIND }, (_, at) => wordsOf(kind, randomOf(index * TEXTS_A_KIND + at))),
  );
}

function lettersOf(from: number): Letters {
  const chars = Array.from({ length: BLOCK }, (_, at) => String.fromCodePoint(from + at));
  return { letters: from < BLOCK ? [] : chars.filter((char) => /[\p{L}\p{S}\p{P}]/u.test(char)), length: 6 };
}

function wordsOf({ letters, length }: Letters, random: (limit: number) => number): string {
  const words = Array.from({ length: WORDS }, () => {
    const size = length > 12 ? length : 1 + random(length);
    return Array.from({ length: size }, () => letters[random(letters.length)] ?? "").join("");
  });
  return words.join(random(2) === 0 ? " " : "\n");
}
