import type { PackedTable } from "./packed-table.ts";
import type { PackedSet } from "./piece-set.ts";

/** What `scripts/fit-token-rows.ts` found out about a tokenizer. */
export interface TokenRow {
  /** Day of the fit. */
  readonly seen: string;
  /** Which tokenizer was counted: package and version. */
  readonly source: string;
  /** The most useful pieces of its vocabulary. */
  readonly pieces: PackedSet;
  /** Tokens for each piece of a chunk that is not a piece itself, as logarithms, by its place (`chunk-features.ts`). */
  readonly costs: PackedTable;
}
