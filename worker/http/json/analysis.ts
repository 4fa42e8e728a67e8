import type * as z from "zod";
import type { ListedAnalysis } from "../../db/analyses.ts";
import { readAiSummary, readFixSource } from "../../services/ai/summary.ts";
import type { RecommendationView } from "../../services/analyses/read-recommendations.ts";
import type { RemediationView } from "../../services/analyses/read-remediations.ts";
import { readCounts, readNotes, readScores } from "../../services/analyses/read-stored.ts";
import { phaseOf } from "../../services/jobs/transitions.ts";
import type { Analysis, Recommendation, Remediation } from "../schemas/analysis.ts";
import { aiSourceJson, aiSummaryJson } from "./ai.ts";
import { pullRequestJson, receiptJson } from "./remediations.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function analysisJson({
  analysis,
  repository,
  job,
  remediationsTotal,
}: ListedAnalysis): z.infer<typeof Analysis> {
  const ai = readAiSummary(analysis.ai);
  return {
    id: analysis.id,
    repository_id: analysis.repositoryId,
    repository,
    job_id: analysis.jobId,
    type: analysis.type,
    trigger: job.trigger,
    state: job.state,
    phase: phaseOf(job.state),
    branch: analysis.branch,
    commit: analysis.commitSha,
    rule_set_version: analysis.ruleSetVersion,
    scores: readScores(analysis),
    counts: readCounts(analysis),
    remediations_total: remediationsTotal,
    dropped_fixes: analysis.droppedFixes,
    ai_status: analysis.aiStatus,
    ai: ai && aiSummaryJson(ai),
    files_read: analysis.filesRead,
    notes: readNotes(analysis),
    error: job.errorCode === null ? null : { code: job.errorCode, detail: job.errorDetail ?? "" },
    created_at: timestamp(analysis.createdAt),
    started_at: timestampOrNull(job.startedAt),
    completed_at: timestampOrNull(analysis.completedAt),
  };
}

export function recommendationJson(view: RecommendationView): z.infer<typeof Recommendation> {
  const { row, title, why, evidence } = view;
  return {
    id: row.id,
    analysis_id: row.analysisId,
    rule: row.rule,
    title,
    why,
    category: row.category,
    severity: row.severity,
    message: row.message,
    path: row.path,
    line: row.line,
    end_line: row.endLine,
    column: row.column,
    evidence: evidence.map(({ path, line, endLine, quote }) => ({ path, line, end_line: endLine, quote })),
    fingerprint: row.fingerprint,
    state: row.state,
    remediation_id: row.remediationId,
    origin: view.source === null ? "rule" : "ai",
    source: view.source && aiSourceJson(view.source),
  };
}

export function remediationJson(view: RemediationView): z.infer<typeof Remediation> {
  const { row, remediation, recommendationIds, pull } = view;
  const source = readFixSource(row.ai);
  return {
    id: row.id,
    analysis_id: row.analysisId,
    rule: remediation.rule,
    fix_class: remediation.fixClass,
    title: remediation.title,
    explanation: remediation.explanation,
    resolves: [...recommendationIds],
    diff: remediation.diff,
    receipt: receiptJson(remediation.receipt),
    pull_request: pull && pullRequestJson(pull),
    origin: source === null ? "fixer" : "ai",
    source: source && aiSourceJson(source),
  };
}
