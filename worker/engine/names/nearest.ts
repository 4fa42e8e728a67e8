/** The candidate that a misspelt name was most likely meant to be: same letters in other case, or at most two edits away. Null when none is near or two are. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = normal(name);
  const limit = wanted.length < 5 ? 1 : 2;
  let best: string | null = null;
  let least = limit + 1;
  let isShared = false;
  for (const candidate of candidates) {
    const distance = normal(candidate) === wanted ? 0 : editDistance(wanted, normal(candidate), limit);
    if (distance === least) isShared = true;
    if (distance >= least) continue;
    [best, least, isShared] = [candidate, distance, false];
  }
  return isShared ? null : best;
}

function normal(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s]/g, "-");
}

/** Edits (insert, delete, replace, swap of neighbours) from one text to the other; `limit + 1` for more than that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(cheapest({ a, b, i, j }, { before, row, next }));
    [before, row] = [row, next];
  }
  return Math.min(row[b.length] ?? 0, limit + 1);
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly i: number;
  readonly j: number;
}

interface Rows {
  readonly before: readonly number[];
  readonly row: readonly number[];
  readonly next: readonly number[];
}

function cheapest({ a, b, i, j }: Cell, { before, row, next }: Rows): number {
  const at = (values: readonly number[], index: number) => values[index] ?? Number.MAX_SAFE_INTEGER;
  const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return Math.min(
    replaced,
    at(row, j) + 1,
    at(next, j - 1) + 1,
    isSwap ? at(before, j - 2) + 1 : Number.MAX_SAFE_INTEGER,
  );
}
