import type { BatchItem } from "drizzle-orm/batch";
import type { ResolvedHead } from "../../adapters/github/snapshot.ts";
import type { Repository } from "../../db/repositories.ts";
import { readUpdate } from "../../db/repository-head.ts";
import {
  analysisUpdate,
  healthInsert,
  lastAnalysisUpdate,
  type NewRecommendation,
  type NewRemediation,
  recommendationsInsert,
  remediationsInsert,
} from "../../db/results.ts";
import type { AnalysisResult } from "../../engine/analyze.ts";
import type { Finding, Severity } from "../../engine/finding.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { AiSummary } from "../ai/summary.ts";
import type { SourcedClaim } from "../assist/ask-claims.ts";
import { claimRows } from "../assist/claim-rows.ts";
import type { Ctx } from "../context.ts";
import { profileStatement } from "../generation/profile-facts.ts";
import type { AnalysisType } from "../jobs/create-job.ts";
import { remediationColumns } from "../remediations/stored.ts";

export type Outcome = {
  readonly repository: Repository;
  readonly analysisId: string;
  readonly type: AnalysisType;
  readonly head: ResolvedHead;
  readonly key: string;
  readonly snapshot: Snapshot;
  readonly result: AnalysisResult;
  readonly claims: readonly SourcedClaim[];
  readonly ai: AiSummary;
};

/** D1 takes statements of at most 100 KB of SQL, but parameters up to 2 MB: more rows than fit go in several statements. */
const PARAMETER_UNITS = 500_000;

const EMPTY_NOTE = {
  code: "empty_repository",
  path: null,
  detail: "The repository has no commit on its default branch yet, so there is nothing to analyse.",
};

/** Everything that an analysis leaves, for one batch. Only a full one moves the repository's health. */
export function resultStatements(ctx: Ctx, outcome: Outcome): BatchItem<"sqlite">[] {
  const { analysisId, repository, head, type, snapshot, result, claims } = outcome;
  const rows = rowsOf(ctx, result);
  const findings = [...rows.recommendations, ...claimRows(ctx, claims, rows.recommendations.length)];
  const now = ctx.clock.now();
  const read = { headSha: head.commit, headEtag: head.etag, syncedAt: now, updatedAt: now };
  return [
    analysisUpdate(ctx.data, analysisId, analysisColumns(outcome, now)),
    ...chunks(rows.remediations).map((part) => remediationsInsert(ctx.data, analysisId, part)),
    ...chunks(findings).map((part) => recommendationsInsert(ctx.data, analysisId, part)),
    readUpdate(ctx.data, repository, read),
    profileStatement(ctx, { repositoryId: repository.id, snapshot, profile: result.profile }),
    ...(type === "full" ? healthStatements(ctx, outcome, now) : []),
  ];
}

function analysisColumns({ head, key, snapshot, result, ai }: Outcome, now: number) {
  const notes = head.commit === null ? [EMPTY_NOTE, ...result.notes] : result.notes;
  return {
    commitSha: head.commit,
    snapshotKey: key,
    ruleSetVersion: result.ruleSetVersion,
    scores: JSON.stringify(result.scores),
    counts: JSON.stringify(countsOf(result.findings)),
    notes: JSON.stringify(notes),
    filesRead: snapshot.files.length,
    droppedFixes: result.dropped.length,
    aiStatus: ai.status,
    ai: JSON.stringify(ai),
    completedAt: now,
  };
}

function healthStatements(ctx: Ctx, { repository, analysisId, head, result }: Outcome, now: number) {
  const { overall, security, ci_cd: ciCd, performance, quality } = result.scores;
  const openFindings = result.findings.length;
  return [
    healthInsert(ctx.data, {
      id: ctx.random.uuidv7(),
      repositoryId: repository.id,
      analysisId,
      commitSha: head.commit,
      ruleSetVersion: result.ruleSetVersion,
      overall,
      security,
      ciCd,
      performance,
      quality,
      openFindings,
      at: now,
    }),
    lastAnalysisUpdate(ctx.data, repository.id, { analysisId, openFindings, at: now }),
  ];
}

function countsOf(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

function rowsOf(
  ctx: Ctx,
  result: AnalysisResult,
): { recommendations: NewRecommendation[]; remediations: NewRemediation[] } {
  const remediations = result.remediations.map((remediation, position) => ({
    id: ctx.random.uuidv7(),
    position,
    ...remediationColumns(remediation),
    ai: null,
  }));
  const fixedBy = new Map(
    result.remediations.flatMap(({ resolves }, index) =>
      resolves.map((fingerprint) => [fingerprint, remediations[index]?.id ?? null]),
    ),
  );
  const recommendations = result.findings.map((finding, position) => ({
    id: ctx.random.uuidv7(),
    position,
    rule: finding.rule,
    category: finding.category,
    severity: finding.severity,
    message: finding.message,
    path: finding.path,
    line: finding.range.line,
    endLine: finding.range.endLine,
    column: finding.range.column,
    evidence: JSON.stringify(finding.evidence),
    fingerprint: finding.fingerprint,
    state: "open" as const,
    remediationId: fixedBy.get(finding.fingerprint) ?? null,
    ai: null,
  }));
  return { recommendations, remediations };
}

/** Parts of a list whose JSON stays within one parameter. */
function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const units = JSON.stringify(row).length;
    if (size + units > PARAMETER_UNITS) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(row);
    size += units;
  }
  return parts;
}
