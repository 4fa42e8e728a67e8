/** A text without characters that a reader does not see. */
export interface CleanText {
  readonly text: string;
  /** How many characters were removed. */
  readonly removed: number;
}

/**
 * Bidirectional controls, zero-width and other invisible characters, tag characters and variation selectors (both carry
 * hidden text), and control characters but for tab and line ends. Unicode 17, `Default_Ignorable_Code_Point`.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0e]|(?<=\ufe0f|[\u{e0100}-\u{e01ef}])\ufe0f|\r(?!\n)/gu;

/** Removes what is unseen; the number of lines stays the same. Emoji keep their presentation. */
export function cleanText(text: string): CleanText {
  let removed = 0;
  const cleaned = text.replace(UNSEEN, () => {
    removed += 1;
    return "";
  });
  return { text: cleaned, removed };
}
