/** `{{ name }}` in templates. `${{ }}` is GitHub's and `{{ .Branch }}` CircleCI's: neither is ours. */
import type { Span } from "../parse/line-index.ts";

export interface Placeholder extends Span {
  readonly name: string;
}

const PLACEHOLDER = /(?<!\$)\{\{[ \t]{0,8}([A-Za-z_][A-Za-z0-9_]{0,60})[ \t]{0,8}\}\}/g;
/** Words of CircleCI's cache keys. */
const FOREIGN = new Set(["arch", "epoch"]);

/** In the order of the text. */
export function findPlaceholders(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map((match) => ({ name: match[1] ?? "", start: match.index, end: match.index + match[0].length }))
    .filter(({ name }) => !FOREIGN.has(name));
}

/** The name, where the text is one placeholder and nothing else. */
export function soleName(text: string): string | null {
  const [only] = findPlaceholders(text);
  return only && only.start === 0 && only.end === text.length ? only.name : null;
}

/** The text with something else in the place of each placeholder. */
export function replacePlaceholders(text: string, replacement: (name: string, index: number) => string): string {
  let out = "";
  let last = 0;
  for (const [index, { name, start, end }] of findPlaceholders(text).entries()) {
    out += text.slice(last, start) + replacement(name, index);
    last = end;
  }
  return out + text.slice(last);
}
