import type { AnalysisResult } from "../../worker/engine/analyze.ts";

/** What became of one folder. */
export interface Audited {
  /** The folder as the user wrote it. */
  readonly dir: string;
  /** After the fixes, where fixes were written. */
  readonly result: AnalysisResult;
  /** What was written; null when nothing was to be. */
  readonly fixed: { readonly findings: number; readonly files: readonly string[] } | null;
  /** The fixes as a unified diff, when that was asked for. */
  readonly diff: string;
  /** Why proved fixes did not go together with the others. */
  readonly left: readonly string[];
}
