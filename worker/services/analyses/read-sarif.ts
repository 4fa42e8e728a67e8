import { type ReportedRow, reportedFindings } from "../../db/recommendations.ts";
import { type SarifFinding, toSarif } from "../../engine/report/sarif.ts";
import { AppError } from "../../errors.ts";
import { VERSION } from "../../version.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { getAnalysis } from "./read-analyses.ts";
import { readScores } from "./read-stored.ts";

/** The findings as a SARIF 2.1.0 log. Throws conflict until the analysis is completed: an empty log would say that all is well. */
export async function readSarif(ctx: Ctx, analysisId: string): Promise<object> {
  requirePermission(ctx, "analysis.read");
  const { analysis } = await getAnalysis(ctx, analysisId);
  const scores = readScores(analysis);
  if (scores === null || analysis.ruleSetVersion === null) {
    throw new AppError("conflict", "This analysis has no result. Wait until it is completed, or start a new one.");
  }
  const rows = await reportedFindings(ctx.data, analysisId);
  return toSarif([{ ruleSetVersion: analysis.ruleSetVersion, scores, findings: rows.map(toFinding) }], VERSION);
}

function toFinding(row: ReportedRow): SarifFinding {
  const { rule, category, severity, message, path, line, column, endLine, fingerprint, state, remediationId } = row;
  return {
    rule,
    category,
    severity,
    message,
    path,
    range: { line, column, endLine },
    fingerprint,
    fixable: remediationId !== null,
    waived: state === "waived",
  };
}
