/** What the parser's reason means for the author of the file; the first pattern that matches wins. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, "This line is indented with a tab; YAML allows only spaces, so replace the tab by spaces."],
  [/null byte|non-printable/, "There is a control character here that YAML forbids; delete it."],
  [/single quoted scalar/, "The text that opens with `'` is never closed; add the closing quote."],
  [/double quoted scalar/, 'The text that opens with `"` is never closed; add the closing quote.'],
  [
    /unknown escape|hexadecimal/,
    "This backslash escape does not exist in double quotes; write `\\\\` for a backslash or use single quotes.",
  ],
  [
    /missed comma|found ','/,
    "A comma is missing or doubled in this list in brackets; put exactly one between two entries.",
  ],
  [/flow collection/, "A bracket or brace opens here or above and is never closed; add `]` or `}`."],
  [/sequence entry/, "This list item does not line up with the items above it; indent all dashes of a list alike."],
  [
    /multiline key/,
    "A key is missing its `: ` here, or the line before it is not finished; write `key: value` on one line.",
  ],
  [
    /mapping entry/,
    "This line does not line up with the keys above it, or a value holds `: ` and needs quotes; fix the indentation or quote the value.",
  ],
  [
    /deficient indentation/,
    "The text that opens above is never closed, or this line is indented too little; close the quote or indent the line.",
  ],
  [/':' after a mapping key/, "A `:` is missing behind this key; write `key: value`."],
  [/whitespace character is expected/, "A space is missing behind the `:` of this key; write `key: value`."],
  [/tag/, "YAML does not know the tag (`!…`) here; remove it or quote the text that begins with `!`."],
  [/anchor|alias/, "An anchor (`&name`) or alias (`*name`) is malformed here; quote text that begins with `&` or `*`."],
  [
    /block scalar|indentation width|chomping/,
    "The header of this block of text is malformed; write `|` or `>` alone, with `-` or `+` if needed.",
  ],
  [/directive|%YAML|%TAG/, "A line that begins with `%` is read as a YAML directive; quote it."],
  [
    /document separator/,
    "What stands here does not belong to the value above it; check indentation and quotes of the line.",
  ],
];

const UNCLOSED = /deficient indentation|quoted scalar/;
const MAX_LINES_BACK = 200;

/** Says in plain words why `text` is not YAML. `reason` and `offset` come from the parser. */
export function explainYaml(text: string, reason: string, offset: number): { message: string; offset: number } {
  const opener = UNCLOSED.test(reason) ? openQuoteBefore(text, offset) : null;
  if (opener !== null) {
    return {
      message: `The text that opens here with ${text.charAt(opener)} is never closed; add the closing quote.`,
      offset: opener,
    };
  }
  const plain = REASONS.find(([pattern]) => pattern.test(reason))?.[1];
  const message = plain ?? "This is not valid YAML; check the indentation, quotes and brackets of this line.";
  return { message, offset: lineEndIfBlank(text, offset) };
}

/** Offset of the nearest quote above that opens a value and has no partner on its line; null when there is none. */
function openQuoteBefore(text: string, offset: number): number | null {
  let end = offset;
  for (let count = 0; count < MAX_LINES_BACK && end >= 0; count += 1) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const match = /(?:[:,[{-]\s+|^\s*|[[{])(["'])(?:(?!\1).)*$/.exec(line);
    if (match) return start + match.index + match[0].indexOf(match[1] ?? "");
    end = start - 1;
  }
  return null;
}

/** The parser often stops on the empty line behind the culprit: then points at the last unit that says something. */
function lineEndIfBlank(text: string, offset: number): number {
  const rest = text.slice(offset).match(/^[^\n]*/)?.[0] ?? "";
  if (rest.trim() !== "") return offset;
  return Math.max(0, text.slice(0, offset).trimEnd().length - 1);
}
