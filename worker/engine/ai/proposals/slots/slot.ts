import type { RiskKind } from "../risk.ts";
import type { Change } from "../structure/tree-diff.ts";

/** A kind of place, and what a change there is. */
interface Slot {
  readonly way: string;
  readonly kind: RiskKind;
  readonly message: string;
  /** True for a change that takes nothing from anybody and gives nothing to anybody. Absent: every change is a risk. */
  readonly isHarmless?: (change: Change) => boolean;
}

/** The first that fits counts. */
export type SlotTable = readonly Slot[];
