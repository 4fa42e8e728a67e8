import type { ContextFacts } from "../../../model/context.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { RiskKind } from "../risk.ts";
import type { CiFile } from "../structure/ci-file.ts";
import type { Change } from "../structure/tree-diff.ts";

/** What a judgement of one change may look at. */
export interface Scene {
  readonly before: CiFile;
  readonly after: CiFile;
  readonly changes: readonly Change[];
  readonly repository: RepositoryModel;
  readonly facts: ContextFacts;
  /** What the finding points at, as written in the old file. */
  readonly named: readonly string[];
}

export type Allow = (change: Change, scene: Scene) => boolean;

/** Changes that a repair needs: every change of a proposal must be one of them. */
export interface RepairSlot {
  /** As in `ways.ts`. */
  readonly way: string;
  readonly allow: Allow;
  /** True where the repair may stand outside of the jobs that the finding names. */
  readonly isAnywhere?: true;
}

/** What repairs findings of a rule. */
export interface Repair {
  readonly slots: readonly RepairSlot[];
  /** What values may bring in because the repair is just that. The slots say what exactly. */
  readonly permits?: readonly RiskKind[];
  /** Judges the texts where the old one has no structure to compare; `line` is the finding's, from 1. Replaces `slots`. */
  readonly judgeText?: (before: string, after: string, line: number) => boolean;
}
