const MAX_LINE = 500;
/** What no editor shows: controls but for line breaks and tabs, formats (bidirectional, zero-width, tags), private use, blanks of other kinds. */
const INVISIBLE =
  /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0]|\p{Variation_Selector}/u;

/** Why a replacement may not stand in a configuration at all; null where it may. `text` is the file's own. */
export function replacementFault(replacement: string, text: string): string | null {
  if (/⟦|⟧|REDACTED/.test(replacement)) return "The proposal writes a placeholder for something that was not sent.";
  if (hasControl(replacement)) return "The proposal holds characters that are no text.";
  if (INVISIBLE.test(replacement)) return "The proposal holds invisible characters.";
  const known = new Set(text);
  const isForeign = [...replacement].some((char) => char > "~" && !known.has(char));
  if (isForeign) return "The proposal holds letters that the file does not use: they may only look like others.";
  if (replacement.includes("\t") && !text.includes("\t"))
    return "The proposal holds tabs, which the file does not use.";
  const isLong = replacement.split("\n").some((line) => line.length > MAX_LINE && !text.includes(line));
  if (isLong) return "The proposal has a line that is too long to be read.";
  return /[ \t]{40,}\S/.test(replacement) && !/[ \t]{40,}\S/.test(text)
    ? "The proposal moves text out of sight with blanks."
    : null;
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isBreak = code === 10 || code === 9 || (code === 13 && text.charCodeAt(at + 1) === 10);
    if ((code < 32 && !isBreak) || (code >= 127 && code < 160)) return true;
  }
  return false;
}
