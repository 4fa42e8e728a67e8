/** A word's place in a text. */
export interface Place<T> {
  readonly at: number;
  readonly word: string;
  readonly what: T;
}

const ASCII = 128;

/**
 * Finds many words in one pass: the first two letters of each decide where a comparison is worth it. All work after it
 * happens at such places only.
 */
export class KeywordIndex<T> {
  readonly #words: (readonly Entry<T>[] | undefined)[] = new Array(ASCII * ASCII).fill(undefined);

  /** @param entries words of at least two ASCII characters, in lower case, with what each stands for */
  constructor(entries: Iterable<readonly [word: string, what: T]>) {
    for (const [word, what] of entries) {
      const pair = word.charCodeAt(0) * ASCII + word.charCodeAt(1);
      this.#words[pair] = [
        ...(this.#words[pair] ?? []),
        { word, third: word.length > 2 ? word.charCodeAt(2) : -1, what },
      ];
    }
  }

  /** Calls back with every place of every word, in order of the text. `lower`: the text in lower case. */
  each(lower: string, visit: (place: Place<T>) => void): void {
    let before = lower.charCodeAt(0);
    for (let at = 1; at < lower.length; at += 1) {
      const unit = lower.charCodeAt(at);
      const words = unit < ASCII && before < ASCII ? this.#words[before * ASCII + unit] : undefined;
      before = unit;
      if (words !== undefined) visitAt(words, { lower, at: at - 1 }, visit);
    }
  }
}

interface Entry<T> {
  readonly word: string;
  /** The third character, or -1. */
  readonly third: number;
  readonly what: T;
}

function visitAt<T>(
  words: readonly Entry<T>[],
  { lower, at }: { readonly lower: string; readonly at: number },
  visit: (place: Place<T>) => void,
): void {
  const unit = lower.charCodeAt(at + 2);
  for (const { word, third, what } of words) {
    if ((third === unit || third < 0) && lower.startsWith(word, at)) visit({ at, word, what });
  }
}

/** Lower case, unit by unit: the one letter whose lower case is longer stays. */
export function lowerOf(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll("İ", "i").toLowerCase();
}
