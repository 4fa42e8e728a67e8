/** What the rows of analyses and findings hold as JSON. We wrote it, so text that does not fit is a bug and throws. */
import * as z from "zod";
import type { AnalysisRow } from "../../db/analyses.ts";
import type { RecommendationRow } from "../../db/recommendations.ts";
import type { Evidence, Scores } from "../../engine/finding.ts";

const Axis = z.int().nullable();
const ScoresColumn = z.object({ overall: z.int(), security: Axis, ci_cd: Axis, performance: Axis, quality: Axis });
const CountsColumn = z.object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), info: z.int() });
const NotesColumn = z.array(z.object({ code: z.string(), path: z.string().nullable(), detail: z.string() }));
const EvidenceColumn = z.array(z.object({ path: z.string(), line: z.int(), endLine: z.int(), quote: z.string() }));

export type Counts = z.infer<typeof CountsColumn>;
export type StoredNote = z.infer<typeof NotesColumn>[number];

/** Null until the analysis is completed. */
export function readScores({ scores }: Pick<AnalysisRow, "scores">): Scores | null {
  return scores === null ? null : ScoresColumn.parse(JSON.parse(scores));
}

/** Findings per severity; null until the analysis is completed. */
export function readCounts({ counts }: Pick<AnalysisRow, "counts">): Counts | null {
  return counts === null ? null : CountsColumn.parse(JSON.parse(counts));
}

export function readNotes({ notes }: Pick<AnalysisRow, "notes">): StoredNote[] {
  return notes === null ? [] : NotesColumn.parse(JSON.parse(notes));
}

export function readEvidence({ evidence }: Pick<RecommendationRow, "evidence">): Evidence[] {
  return EvidenceColumn.parse(JSON.parse(evidence));
}
