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
  readonly #first = new Uint8Array(ASCII * ASCII);
  readonly #words = new Map<number, { readonly word: string; readonly what: T }[]>();

  /** @param entries words of at least two ASCII characters, in lower case, with what each stands for */
  constructor(entries: Iterable<readonly [word: string, what: T]>) {
    for (const [word, what] of entries) {
      const pair = word.charCodeAt(0) * ASCII + word.charCodeAt(1);
      this.#first[pair] = 1;
      this.#words.set(pair, [...(this.#words.get(pair) ?? []), { word, what }]);
    }
  }

  /** Every place of every word, in order of the text. `lower`: the text in lower case. */
  *places(lower: string): Generator<Place<T>> {
    let before = lower.charCodeAt(0);
    for (let at = 1; at < lower.length; at += 1) {
      const unit = lower.charCodeAt(at);
      if (unit < ASCII && before < ASCII && this.#first[before * ASCII + unit] === 1) {
        for (const entry of this.#words.get(before * ASCII + unit) ?? []) {
          if (lower.startsWith(entry.word, at - 1)) yield { at: at - 1, ...entry };
        }
      }
      before = unit;
    }
  }
}

/** Lower case, unit by unit: the one letter whose lower case is longer stays. */
export function lowerOf(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll("İ", "i").toLowerCase();
}
