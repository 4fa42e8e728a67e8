export type RowKey = { readonly at: number; readonly id: string };
export type Page<T> = { readonly items: readonly T[]; readonly next: RowKey | null };

/** A page of `limit` rows out of up to one more; `next` is the key of the last row when there is that one more. */
export function toPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => RowKey): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}
