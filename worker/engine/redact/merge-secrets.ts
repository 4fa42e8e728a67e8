import { groupBy } from "../group-by.ts";
import type { Span } from "../parse/line-index.ts";
import type { Secret } from "./secret.ts";

/** A secret as it was found: overlapping finds are not merged yet. */
export type Find = Omit<Secret, "value">;

interface Piece extends Span {
  readonly find: number;
}

/** The rules that say least: another that found the same names it. */
const GENERAL: ReadonlyMap<string, number> = new Map([
  ["known-secret", 4],
  ["random-text", 3],
  ["encoded-secret", 2],
  ["webhook-url", 1],
  ["named-secret", 1],
  ["password", 1],
  ["command-password", 1],
  ["address-password", 1],
]);

/** Which find each find belongs to: finds that overlap are one. */
class Groups {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, index) => index);
  }

  of(find: number): number {
    let at = find;
    while ((this.#parents[at] ?? at) !== at) at = this.#parents[at] ?? at;
    return at;
  }

  join(one: number, other: number): void {
    const [low, high] = [this.of(one), this.of(other)].sort((left, right) => left - right);
    if (low !== undefined && high !== undefined) this.#parents[high] = low;
  }
}

function inOrder(left: Span, right: Span): number {
  return left.start - right.start || right.end - left.end;
}

/** Makes one secret of finds that overlap, so that nothing of any is left; in order of the text. */
export function mergeSecrets(text: string, finds: readonly Find[]): Secret[] {
  const pieces = finds.flatMap(({ parts }, find) => parts.map((part): Piece => ({ ...part, find }))).sort(inOrder);
  const groups = new Groups(finds.length);
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last && piece.start < last.end) {
      groups.join(last.find, piece.find);
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, piece.end) };
    } else merged.push(piece);
  }
  const byGroup = groupBy(merged, ({ find }) => groups.of(find));
  const rules = groupBy([...finds.keys()], (find) => groups.of(find));
  return [...byGroup].map(([group, parts]) => ({
    rule: mostTelling((rules.get(group) ?? []).map((find) => finds[find]?.rule ?? "")),
    value: parts.map(({ start, end }) => text.slice(start, end)).join(""),
    parts: parts.map(({ start, end }) => ({ start, end })),
  }));
}

function mostTelling(rules: readonly string[]): string {
  return rules.toSorted((left, right) => (GENERAL.get(left) ?? 0) - (GENERAL.get(right) ?? 0))[0] ?? "secret";
}
