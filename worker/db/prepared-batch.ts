/** Batches whose SQL is made once and only bound anew: building it takes longer than everything else that a webhook costs us. */
import { fillPlaceholders, Placeholder } from "drizzle-orm";
import type { Database } from "../platform/database.ts";

type Value = string | number | null;
type Built = { readonly sql: string; readonly params: unknown[] };
type Buildable = { toSQL(): Built };

/** Stands for a value while SQL is built. It can only be put into a statement: whoever computes with it would compute once for all. */
class Slot extends Placeholder {
  toJSON(): never {
    throw new Error(`The value of ${this.name} is not known when the statement is built.`);
  }
  [Symbol.toPrimitive](): never {
    return this.toJSON();
  }
}

/** The value of this name, wherever a statement takes one. */
export type SlotOf<V> = <K extends keyof V & string>(name: K) => V[K];
/** Rows of each statement, by the names that it gives its columns. */
export type BatchRows = readonly (readonly Readonly<Record<string, unknown>>[])[];

/**
 * The batch that `build` makes, to be run with any values. `build` is called once: what it decides, it decides for all. One
 * round trip, atomic.
 */
export function prepareBatch<V extends Readonly<Record<string, Value>>>(
  build: (db: Database, slot: SlotOf<V>) => readonly Buildable[],
): (db: Database, values: V) => Promise<BatchRows> {
  let built: readonly Built[] | undefined;
  // A slot is of the type of its value, so that statements are written as they are for values.
  const slot: SlotOf<V> = (name) => new Slot(name) as unknown as V[typeof name];
  return async (db, values) => {
    built ??= build(db, slot).map((statement) => statement.toSQL());
    const { $client: d1 } = db;
    const bound = built.map(({ sql, params }) => d1.prepare(sql).bind(...fillPlaceholders(params, values)));
    return (await d1.batch<Readonly<Record<string, unknown>>>(bound)).map(({ results }) => results);
  };
}
