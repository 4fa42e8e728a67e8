import { canonical, isList, isMap, isScalar, type Tree, type TreeMap, textAt } from "./tree.ts";

export interface Pair {
  readonly before: Tree | undefined;
  readonly after: Tree | undefined;
}

/** One difference. A whole subtree that comes or goes is one change; of what stays, each value that differs is one. */
export interface Change extends Pair {
  /** Keys from the root; `[]` for an item of a list. */
  readonly way: readonly string[];
  /** What holds each key of `way`, outermost first, as it was and as it is. */
  readonly holders: readonly Pair[];
}

/** What differs between two trees; a moved item of a list goes at one place and comes at another. Nothing for equal trees. */
export function diffTrees(before: Tree | undefined, after: Tree | undefined): Change[] {
  const changes: Change[] = [];
  compare({ before, after }, { way: [], holders: [] }, changes);
  return changes;
}

interface Place {
  readonly way: readonly string[];
  readonly holders: readonly Pair[];
}

function compare(pair: Pair, place: Place, out: Change[]): void {
  const { before, after } = pair;
  if (canonical(before) === canonical(after)) return;
  const below = (key: string): Place => ({ way: [...place.way, key], holders: [...place.holders, pair] });
  if (isMap(before) && isMap(after)) {
    for (const key of keysOf(before, after)) {
      compare({ before: before.get(key), after: after.get(key) }, below(key), out);
    }
  } else if (isList(before) && isList(after)) {
    for (const each of pairItems(before, after)) compare(each, below("[]"), out);
  } else out.push({ ...pair, ...place });
}

function keysOf(before: TreeMap, after: TreeMap): Set<string> {
  return new Set([...before.keys(), ...after.keys()]);
}

/** Items that belong together: equal ones in order, and between them those that look alike. */
function pairItems(before: readonly Tree[], after: readonly Tree[]): Pair[] {
  const pairs: Pair[] = [];
  let [from, to] = [0, 0];
  const old = before.map(canonical);
  const now = after.map(canonical);
  for (const [left, right] of [...commonPairs(old, now), [old.length, now.length] as const]) {
    pairs.push(...pairGap(before.slice(from, left), after.slice(to, right)));
    [from, to] = [left + 1, right + 1];
  }
  return pairs;
}

function pairGap(before: readonly Tree[], after: readonly Tree[]): Pair[] {
  if (before.length === after.length) return before.map((item, index) => ({ before: item, after: after[index] }));
  const left = [...after];
  const pairs = before.map((item): Pair => {
    const index = left.findIndex((other) => isAlike(item, other));
    return { before: item, after: index === -1 ? undefined : left.splice(index, 1)[0] };
  });
  return [...pairs, ...left.map((item): Pair => ({ before: undefined, after: item }))];
}

/** The same step: it has the id, the name, the action or the script of the other. */
function isAlike(one: Tree, other: Tree): boolean {
  if (isScalar(one) || isScalar(other)) return false;
  return ["id", "name", "uses", "run"].some((key) => {
    const [left, right] = [textAt(one, key), textAt(other, key)].map((text) => text.replace(/@.*/s, ""));
    return left !== "" && left === right;
  });
}

const MAX_CELLS = 1_000_000;

/** Index pairs of a longest common subsequence, in order; of long lists only the equal ends. */
export function commonPairs(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - start && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const head = Array.from({ length: start }, (_, index) => [index, index] as const);
  const end = Array.from(
    { length: tail },
    (_, index) => [old.length - tail + index, now.length - tail + index] as const,
  );
  const middle = longest(old.slice(start, old.length - tail), now.slice(start, now.length - tail));
  return [...head, ...middle.map(([left, right]) => [left + start, right + start] as const), ...end];
}

function longest(old: readonly string[], now: readonly string[]): [number, number][] {
  if ((old.length + 1) * (now.length + 1) > MAX_CELLS) return [];
  const lengthAt = commonLengths(old, now);
  const pairs: [number, number][] = [];
  for (let [left, right] = [0, 0]; left < old.length && right < now.length; ) {
    if (old[left] === now[right]) pairs.push([left++, right++]);
    else if (lengthAt(left + 1, right) >= lengthAt(left, right + 1)) left += 1;
    else right += 1;
  }
  return pairs;
}

/** How many items the rests behind two places have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): (left: number, right: number) => number {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const lengthAt = (left: number, right: number) => lengths[left * width + right] ?? 0;
  for (let left = old.length - 1; left >= 0; left -= 1) {
    for (let right = now.length - 1; right >= 0; right -= 1) {
      const isSame = old[left] === now[right];
      const best = Math.max(lengthAt(left + 1, right), lengthAt(left, right + 1));
      lengths[left * width + right] = isSame ? lengthAt(left + 1, right + 1) + 1 : best;
    }
  }
  return lengthAt;
}
