import { isPastEnd, RELEASE_LINES, type ReleaseLine } from "../../data/end-of-life.ts";
import { overlaps, type VersionSet, versionPrefix } from "../../profile/version-set.ts";

const MOST_LINES = 4;

/**
 * Languages whose newest line is passed over as a default: wheels, native modules, platform requirements of locked
 * packages and build tools follow a new line only in the course of its first year.
 */
const SLOW_TO_FOLLOW: ReadonlySet<string> = new Set(["node", "python", "php", "java"]);

/** Release lines that still get fixes, oldest first; of Node and Java only those with long-term support. */
export function supportedLines(product: string, now: number): readonly ReleaseLine[] {
  return RELEASE_LINES.filter((row) => row.product === product && !isPastEnd(row, now) && !isShortLived(row));
}

/** The line to use where a repository names none; null for a product that the table has not. */
export function defaultLine(product: string, now: number): ReleaseLine | null {
  const lines = supportedLines(product, now);
  return (SLOW_TO_FOLLOW.has(product) ? lines.at(-2) : undefined) ?? lines.at(-1) ?? null;
}

/** Lines of a table that have a version in the set. */
export function linesWithin(lines: readonly ReleaseLine[], allowed: VersionSet): readonly ReleaseLine[] {
  return lines.filter(({ line }) => overlaps(versionPrefix(line) ?? [], allowed));
}

/** At most four lines to test on: the lowest, and the newest ones. */
export function linesToTest(lines: readonly ReleaseLine[]): readonly string[] {
  const names = lines.map(({ line }) => line);
  return names.length <= MOST_LINES ? names : [...names.slice(0, 1), ...names.slice(1 - MOST_LINES)];
}

function isShortLived({ product, line, end }: ReleaseLine): boolean {
  return (product === "node" && Number(line) % 2 === 1) || (product === "java" && end !== null);
}
