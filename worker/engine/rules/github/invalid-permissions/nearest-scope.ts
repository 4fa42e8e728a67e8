import { PERMISSION_LEVELS } from "../../../data/permission-levels.ts";

/** A longer name would only be slow to compare: no scope is near it. */
const MAX_UNITS = 40;
const MAX_EDITS = 2;

/** The scope that somebody probably meant, null when none is near. */
export function nearestScope(name: string): string | null {
  const wanted = name.trim().toLowerCase().replaceAll(/[_ ]/g, "-");
  if (wanted.length > MAX_UNITS) return null;
  if (PERMISSION_LEVELS.has(wanted)) return wanted;
  let best: string | null = null;
  let least = MAX_EDITS + 1;
  for (const scope of PERMISSION_LEVELS.keys()) {
    const edits = distance(wanted, scope);
    if (edits < least) [best, least] = [scope, edits];
  }
  return best;
}

/** Letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
