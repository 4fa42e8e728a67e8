/** Lines (from 0) of a source that may look like comments and are content. */

/** Lines inside texts of several lines. A quote that is never closed keeps all lines behind it. */
export function quotedLines(text: string, quotes: readonly string[]): Set<number> {
  const kept = new Set<number>();
  let open: string | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (open !== null) kept.add(index);
    else if (line.trimStart().startsWith("#")) continue;
    open = quoteBehind(line, open, quotes);
  }
  return kept;
}

/** The quote that is open behind a line. */
function quoteBehind(line: string, before: string | null, quotes: readonly string[]): string | null {
  let open = before;
  for (let at = 0; at < line.length; ) {
    if (open === null && line[at] === "#") return null;
    const found = (open === null ? quotes : [open]).find((quote) => line.startsWith(quote, at));
    if (found !== undefined) open = open === null ? found : null;
    at += found?.length ?? 1;
  }
  return open;
}

const HEREDOC = /<<[-~]?\s*(["']?)([A-Za-z_]\w*)\1/g;

/** Lines of here-documents and of quotes over several lines. Where a quote seems open, lines rather stay. */
export function heredocLines(text: string): Set<number> {
  const kept = new Set<number>();
  const markers: string[] = [];
  let isQuoted = false;
  for (const [index, line] of text.split("\n").entries()) {
    const [marker] = markers;
    const isContent = marker !== undefined || isQuoted;
    if (isContent) kept.add(index);
    if (marker !== undefined && line.trim() === marker) markers.shift();
    if (marker !== undefined || (!isContent && line.trimStart().startsWith("#"))) continue;
    isQuoted = isQuoted !== hasOpenQuote(line);
    markers.push(...[...line.matchAll(HEREDOC)].map((match) => match[2] ?? ""));
  }
  return kept;
}

function hasOpenQuote(line: string): boolean {
  const bare = line.replaceAll(/\\./g, "");
  return [...bare.matchAll(/"/g)].length % 2 === 1 || [...bare.matchAll(/'/g)].length % 2 === 1;
}
