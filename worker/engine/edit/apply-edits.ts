import type { Edit } from "../finding.ts";

/** The text with its edits applied, or null when two of them overlap or one lies outside the text. Edits of other paths must be left out. */
export function applyEdits(text: string, edits: readonly Edit[]): string | null {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let out = "";
  let cursor = 0;
  let lastStart = -1;
  for (const edit of sorted) {
    const isClash = edit.start < cursor || (edit.start === lastStart && edit.start === cursor);
    if (isClash || edit.end < edit.start || edit.end > text.length) return null;
    out += text.slice(cursor, edit.start) + edit.text;
    cursor = edit.end;
    lastStart = edit.start;
  }
  return out + text.slice(cursor);
}

/** Applies edits over several files; null when any of them does not fit, or names a file that `texts` does not have. */
export function applyToFiles(texts: ReadonlyMap<string, string>, edits: readonly Edit[]): Map<string, string> | null {
  const patched = new Map<string, string>();
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const text = texts.get(path);
    if (text === undefined) return null;
    const result = applyEdits(
      text,
      edits.filter((edit) => edit.path === path),
    );
    if (result === null) return null;
    patched.set(path, result);
  }
  return patched;
}
