import type { PackedTable } from "./packed-table.ts";

/** What the pieces of a text cost with one tokenizer: figures that `scripts/fit-token-rows.ts` fitted on real files. */
export interface TokenRow {
  /** Day of the fit. */
  readonly seen: string;
  /** Which tokenizer was counted. */
  readonly source: string;
  readonly wordPlaces: PackedTable;
  readonly wordLengths: PackedTable;
  readonly letterPairs: PackedTable;
  /** Words that are usual although their letters are not, split by blanks. */
  readonly usualWords: string;
  readonly blankPlaces: PackedTable;
  readonly signPlaces: PackedTable;
  /** Tokens of a longer run of signs: a start and so much for each sign; first of mixed signs, then of one repeated. */
  readonly longRuns: readonly (readonly [start: number, each: number])[];
  /** Tokens for each digit by the length of the number; the last for all longer ones. */
  readonly digits: PackedTable;
  /** Tokens for each character of a script, then for each run of it. */
  readonly scripts: PackedTable;
  /** Runs of signs with a cost of their own, split by blanks. */
  readonly knownRuns: string;
  /** Two for each of those: in front of a word, and elsewhere. */
  readonly knownCosts: PackedTable;
}
