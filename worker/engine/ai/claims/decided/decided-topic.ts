import type { Category } from "../../../finding.ts";

/** A question that rules answer for every file, so that no model is asked. */
export interface DecidedTopic {
  readonly id: string;
  readonly category: Category;
  /** What a prompt says to leave alone. */
  readonly asks: string;
  readonly decidedBy: readonly string[];
  /** Phrases that speak of it, whatever topic a claim names for itself. Matched against lower-case text. */
  readonly phrases: RegExp;
  /** Two kinds of word that speak of it when they stand in one sentence, in whatever order. */
  readonly pairs?: readonly (readonly [RegExp, RegExp])[];
}
