/** The candidate that is at most two edits (letters added, left out, replaced or swapped) from a name; null when none is, or several are equally near. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const wanted = plain(name);
  let best = { distance: wanted.length < 5 ? 2 : 3, names: [] as string[] };
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < best.distance) best = { distance, names: [candidate] };
    else if (distance === best.distance && best.names.length > 0) best.names.push(candidate);
  }
  return best.names.length === 1 ? (best.names[0] ?? null) : null;
}

/** `fetch_depth` and `fetchDepth` are no further from `fetch-depth` than a hyphen. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = nextRow([a, b], i, [before, row]);
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

function nextRow(
  [a, b]: readonly [string, string],
  i: number,
  [before, row]: readonly [readonly number[], readonly number[]],
): number[] {
  const next = [i];
  for (let j = 1; j <= b.length; j++) {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    const swap = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
    next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost, swap));
  }
  return next;
}
