/**
 * Text that may come from a repository, made harmless for Markdown that others read: it cannot mention people, close
 * issues, link, embed, comment out or start a command. Words stay readable; code spans stay code.
 */

const ZERO_WIDTH = "&#8203;";
// Controls, bidirectional and zero-width characters, tag characters.
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const CODE_SPAN = /`[^`]+`/g;

/** One line of prose; `code` parts in backticks are kept as code. */
export function neutralProse(text: string): string {
  const line = oneLine(text);
  let out = "";
  let last = 0;
  for (const match of line.matchAll(CODE_SPAN)) {
    out += escapeProse(line.slice(last, match.index)) + match[0];
    last = match.index + match[0].length;
  }
  return out + escapeProse(line.slice(last));
}

/** A code span around any text, with as many backticks as it needs. */
export function neutralCode(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** For places that are no Markdown, such as a title: one line, nothing invisible, nobody mentioned, no issue closed. */
export function neutralTitle(text: string): string {
  return oneLine(text)
    .replaceAll("@", "@\u200b")
    .replace(/#(?=\d)/g, "#\u200b");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(INVISIBLE, "").trim();
}

function escapeProse(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\*_[\]|~$`]/g, "\\$&")
    .replace(/#(?=\d)/g, `#${ZERO_WIDTH}`)
    .replaceAll("@", `@${ZERO_WIDTH}`)
    .replace(/\bGH-(?=\d)/gi, `$&${ZERO_WIDTH}`)
    .replace(/\b(?:https?|ftp)(?=:)/gi, `$&${ZERO_WIDTH}`)
    .replace(/\bwww(?=\.)/gi, `$&${ZERO_WIDTH}`)
    .replace(/^\//, `${ZERO_WIDTH}/`);
}
