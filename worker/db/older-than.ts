import { and, type Column, lt, lte, or, type SQL } from "drizzle-orm";

/** Where a page of a list ended: the time of its last row (ms since the epoch) and its id. */
export type After = { readonly at: number; readonly id: string };

/** What comes after a row in a list that has the newest first, ids deciding between rows of one time; everything without a row. */
export function olderThan(by: { readonly at: Column; readonly id: Column }, after: After | undefined): SQL | undefined {
  // The first condition is where the index begins to be read: SQLite takes no bound out of an `or`.
  return after && and(lte(by.at, after.at), or(lt(by.at, after.at), lt(by.id, after.id)));
}
