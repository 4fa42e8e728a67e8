import type { Advisory } from "../lookups/answers.ts";
import { isFullSha, type Uses } from "../model/uses.ts";
import type { WrittenVersion } from "./used-version.ts";
import { versionNumbers } from "./version-comment.ts";

type Numbers = readonly number[];

interface Bound {
  readonly operator: string;
  readonly numbers: Numbers;
}

const BOUND = /^(<=|>=|<|>|=)\s*v?(\d+(?:\.\d+){0,3})$/;

/**
 * Whether an advisory is about a used version. A tag such as `v4` moves with its line: it counts only where the advisory knows
 * no repaired release of that line. A commit of which only `v4` is known counts only where the whole line is affected.
 */
export function isAffected(uses: Uses, version: WrittenVersion, advisory: Advisory): boolean {
  const floats = version.length < 3 && !isFullSha(uses.ref);
  if (floats && startsWith(versionNumbers(advisory.firstPatched ?? ""), version)) return false;
  const ends = [padded(version, 0), padded(version, Number.POSITIVE_INFINITY)];
  return advisory.ranges.some((range) => {
    const bounds = range.split(",").map(readBound);
    return bounds.every((bound) =>
      floats
        ? holdsForLine(bound, version)
        : ends.every((end) => bound !== null && holds(bound, compare(end, bound.numbers))),
    );
  });
}

/** Below zero when a version is before another; missing numbers are zeros. */
export function compare(a: Numbers, b: Numbers): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at] ?? 0, b[at] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function readBound(text: string): Bound | null {
  const [, operator, numbers] = BOUND.exec(text.trim()) ?? [];
  return operator && numbers ? { operator, numbers: versionNumbers(numbers) } : null;
}

/** The newest release of a line is at its end, which no bound names: compared as far as the line is written. */
function holdsForLine(bound: Bound | null, line: WrittenVersion): boolean {
  if (bound === null || bound.operator === "=") return false;
  const order = compare(line, padded(bound.numbers, 0).slice(0, line.length));
  return bound.operator === ">" ? order >= 0 : holds(bound, order);
}

function holds({ operator }: Bound, order: number): boolean {
  if (order === 0) return operator.includes("=");
  return operator.startsWith(order < 0 ? "<" : ">");
}

function padded(numbers: Numbers, filler: number): Numbers {
  return [...numbers, filler, filler, filler].slice(0, Math.max(3, numbers.length));
}

function startsWith(numbers: Numbers, start: Numbers): boolean {
  return start.every((part, at) => (numbers[at] ?? 0) === part);
}
