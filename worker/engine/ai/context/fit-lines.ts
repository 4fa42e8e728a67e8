/** Which lines of a file are sent when not all of them can be. */
import type { SentLine } from "../context.ts";
import { lineTokens } from "./measure.ts";

/** Lines around a place that matters. */
const AROUND = 8;
/** Keys at this depth and above tell how a pipeline is built. */
const SHALLOW = 4;

/** First and last line (of the repository's file) of a place that matters. */
export type Place = readonly [line: number, endLine: number];

/** As many lines as a budget of tokens holds, in their order: those at the places first, then the outline, then from the top. */
export function fitLines(lines: readonly SentLine[], places: readonly Place[], budget: number): SentLine[] {
  const ranked = lines.map((line, index) => ({ line, index, rank: rankOf(line, places) }));
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  const kept: typeof ranked = [];
  let rest = budget;
  for (const each of ranked) {
    const cost = lineTokens(each.line.text);
    if (cost > rest) continue;
    rest -= cost;
    kept.push(each);
  }
  return kept.sort((a, b) => a.index - b.index).map(({ line }) => line);
}

function rankOf({ line, text }: SentLine, places: readonly Place[]): number {
  if (places.some(([first, last]) => line >= first && line <= last)) return 0;
  if (places.some(([first, last]) => line >= first - AROUND && line <= last + AROUND)) return 1;
  return text.length - text.trimStart().length <= SHALLOW ? 2 : 3;
}

/** The stretch of lines around a place that a budget holds, without gaps, growing to both sides. */
export function windowOf(lines: readonly SentLine[], [first, last]: Place, budget: number): readonly SentLine[] {
  let start = Math.max(
    0,
    lines.findIndex(({ line }) => line >= first),
  );
  let end = start;
  let rest = budget;
  const take = (index: number): boolean => {
    const cost = index < 0 || index >= lines.length ? Number.POSITIVE_INFINITY : lineTokens(lines[index]?.text ?? "");
    if (cost > rest) return false;
    rest -= cost;
    return true;
  };
  while ((lines[end]?.line ?? Number.POSITIVE_INFINITY) <= last && take(end)) end += 1;
  for (let grows = true; grows; ) {
    const down = take(end);
    if (down) end += 1;
    const up = take(start - 1);
    if (up) start -= 1;
    grows = down || up;
  }
  return lines.slice(start, end);
}
