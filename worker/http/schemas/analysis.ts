import * as z from "zod";
import { AiSource, AiSummary } from "./ai-facts.ts";
import { CommitSha, Id, PageQuery, pageOf, Scores, SeverityCounts, Timestamp } from "./common.ts";
import { JobError, JobPhase, JobState, JobTrigger } from "./jobs.ts";
import { PullRequestState } from "./repositories.ts";

export const AnalysisType = z.enum(["full", "security", "performance", "ci_cd"]);
export const Severity = z.enum(["critical", "high", "medium", "low", "info"]);
export const Category = z.enum(["security", "ci_cd", "performance", "quality"]);

export const StartAnalysisBody = z.strictObject({
  repository_id: Id,
  type: AnalysisType.default("full"),
  /** Asks the AI about dependencies too, beyond what the type asks. */
  dependencies: z.boolean().default(false),
});

export const Analysis = z
  .object({
    id: Id,
    repository_id: Id,
    repository: z.string(),
    job_id: Id,
    type: AnalysisType,
    trigger: JobTrigger,
    state: JobState,
    phase: JobPhase,
    branch: z.string().nullable(),
    commit: CommitSha.nullable(),
    rule_set_version: z.string().nullable(),
    scores: Scores.nullable(),
    counts: SeverityCounts.nullable(),
    remediations_total: z.int(),
    /** Fixes that failed their proof and are not offered. */
    dropped_fixes: z.int(),
    ai_status: z.enum(["off", "done", "deferred", "degraded"]),
    /** Null until the AI stage ran. */
    ai: AiSummary.nullable(),
    files_read: z.int().nullable(),
    notes: z.array(z.object({ code: z.string(), path: z.string().nullable(), detail: z.string() })),
    error: JobError.nullable(),
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    completed_at: Timestamp.nullable(),
  })
  .meta({ id: "Analysis" });
export const AnalysisPage = pageOf(Analysis);

export const Evidence = z.object({ path: z.string(), line: z.int(), end_line: z.int(), quote: z.string() });

export const Recommendation = z
  .object({
    id: Id,
    analysis_id: Id,
    rule: z.string(),
    title: z.string(),
    /** Why the rule exists, from its documentation. */
    why: z.string(),
    category: Category,
    severity: Severity,
    message: z.string(),
    path: z.string(),
    line: z.int(),
    end_line: z.int(),
    column: z.int(),
    evidence: z.array(Evidence),
    fingerprint: z.string(),
    state: z.enum(["open", "waived"]),
    remediation_id: Id.nullable(),
    /** `ai`: a claim of a model whose quote was found where it says; it counts in no score. */
    origin: z.enum(["rule", "ai"]),
    /** Of a claim alone. */
    source: AiSource.nullable(),
  })
  .meta({ id: "Recommendation" });

export const RecommendationsQuery = PageQuery.extend({
  severity: Severity.optional(),
  category: Category.optional(),
});
export const RecommendationPage = pageOf(Recommendation);

export const Receipt = z.object({
  rule_set_version: z.string(),
  files: z.array(z.object({ path: z.string(), before: z.string(), after: z.string() })),
  findings_before: z.int(),
  findings_after: z.int(),
  resolved: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean() })),
});

export const PullRequest = z
  .object({
    id: Id,
    repository_id: Id,
    number: z.int(),
    url: z.string(),
    branch: z.string(),
    base: z.string(),
    title: z.string(),
    state: PullRequestState,
    created_at: Timestamp,
  })
  .meta({ id: "PullRequest" });

export const Remediation = z
  .object({
    id: Id,
    analysis_id: Id,
    rule: z.string(),
    fix_class: z.enum(["safe", "lookup", "review"]),
    title: z.string(),
    explanation: z.string(),
    /** Ids of the recommendations that it resolves. */
    resolves: z.array(Id),
    diff: z.string(),
    receipt: Receipt,
    pull_request: PullRequest.nullable(),
    /** `ai`: written by a model, proved like any other. */
    origin: z.enum(["fixer", "ai"]),
    source: AiSource.nullable(),
  })
  .meta({ id: "Remediation" });

export const RemediationsQuery = PageQuery;
export const RemediationsOfAnalysisQuery = PageQuery.extend({ analysis_id: Id });
export const RemediationPage = pageOf(Remediation);

/** First `{remediation_ids}` for a plan that writes nothing, then `{plan_id}` to open its pull request. */
export const ApplyBody = z.union([
  z.strictObject({ remediation_ids: z.array(Id).min(1).max(100) }),
  z.strictObject({ plan_id: Id }),
]);

export const Plan = z
  .object({
    id: Id,
    analysis_id: Id,
    repository_id: Id,
    state: z.enum(["planned", "opening", "opened"]),
    branch: z.string(),
    base: z.string(),
    base_commit: CommitSha,
    title: z.string(),
    body: z.string(),
    files: z.array(z.object({ path: z.string(), diff: z.string() })),
    receipt: Receipt,
    remediation_ids: z.array(Id),
    pull_request: PullRequest.nullable(),
  })
  .meta({ id: "Plan" });

export const Verified = z.object({ valid: z.boolean(), detail: z.string() });
