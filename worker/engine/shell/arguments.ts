import type { Word } from "./script.ts";

/** A program's arguments, sorted. */
export interface Arguments {
  /** Words that are neither options nor values of options, behind the program. */
  readonly operands: readonly Word[];
  readonly positional: readonly string[];
  readonly options: readonly string[];
  /** The value of the first of some options that has one, attached by `=` or the next word; null without. */
  readonly optionValue: (...options: readonly string[]) => string | null;
}

const sets = new Map<string, ReadonlySet<string>>();

/** Sorts the words behind a program. `valueOptions`: the options whose next word is their value, split by spaces. */
export function readArguments(words: readonly Word[], valueOptions: string): Arguments {
  const takesValue = sets.get(valueOptions) ?? new Set(valueOptions.split(" "));
  sets.set(valueOptions, takesValue);
  const values = new Map<string, string>();
  const own = words.slice(1).filter((word, index) => {
    const before = words[index]?.text ?? "";
    if (index === 0 || !takesValue.has(before) || word.text.startsWith("-")) return true;
    values.set(before, word.text);
    return false;
  });
  for (const { text } of own) {
    const [name = "", attached] = text.split(/=(.*)/s);
    if (attached !== undefined) values.set(name, attached);
  }
  const operands = own.filter(({ text }) => !text.startsWith("-"));
  const options = own.map(({ text }) => text).filter((text) => text.startsWith("-"));
  const optionValue = (...names: readonly string[]) =>
    names.map((name) => values.get(name)).find((value) => value !== undefined) ?? null;
  return { operands, positional: operands.map(({ text }) => text), options, optionValue };
}
