/** How a language writes what is no code. */
export interface CommentStyle {
  /** Starts a comment that ends with the line. */
  readonly line: string;
  /** Start and end of a comment of several lines; null where there is none. */
  readonly block: readonly [start: string, end: string] | null;
  readonly quotes: readonly string[];
}

const C_STYLE: CommentStyle = { line: "//", block: ["/*", "*/"], quotes: ['"', "'"] };

/** The text with its comments as blanks: offsets and lines stay. What stands in quotes is no comment. */
export function blankComments(text: string, style: CommentStyle = C_STYLE): string {
  let out = "";
  for (let at = 0; at < text.length; ) {
    const end = endOfComment(text, at, style);
    if (end > at) out += text.slice(at, end).replaceAll(/[^\r\n]/g, " ");
    const stop = end > at ? end : endOfCode(text, at, style.quotes);
    if (end <= at) out += text.slice(at, stop);
    at = stop;
  }
  return out;
}

/** `at` itself where no comment starts there. */
function endOfComment(text: string, at: number, { line, block }: CommentStyle): number {
  const closing = text.startsWith(line, at) ? "\n" : block && text.startsWith(block[0], at) ? block[1] : null;
  if (closing === null) return at;
  const end = text.indexOf(closing, at + 1);
  if (end < 0) return text.length;
  return closing === "\n" ? end : end + closing.length;
}

/** Behind a text in quotes, which ends with its line, or behind one character. */
function endOfCode(text: string, at: number, quotes: readonly string[]): number {
  const quote = text[at] ?? "";
  if (!quotes.includes(quote)) return at + 1;
  for (let here = at + 1; here < text.length; here += 1) {
    if (text[here] === "\\") here += 1;
    else if (text[here] === quote || text[here] === "\n") return here + 1;
  }
  return text.length;
}
