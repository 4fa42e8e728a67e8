import type * as z from "zod";
import type { Evidence, Finding } from "../../engine/finding.ts";
import type { RemediationView } from "../../services/analyses/read-remediations.ts";
import type { SourcedClaim } from "../../services/assist/ask-claims.ts";
import type { AiFix } from "../../services/assist/fix-recommendation.ts";
import type { PullReview } from "../../services/assist/review-pull.ts";
import { findRule } from "../../services/rules/rules.ts";
import type { AiFix as AiFixSchema, Review } from "../schemas/ai.ts";
import { aiSourceJson, aiSummaryJson } from "./ai.ts";
import { remediationJson } from "./analysis.ts";
import { timestampOrNull } from "./timestamps.ts";

export function aiFixJson(found: AiFix, view: RemediationView | null): z.infer<typeof AiFixSchema> {
  return {
    status: found.status,
    remediation: view && remediationJson(view),
    reasons: [...found.reasons],
    retry_at: timestampOrNull(found.retryAt),
    source: found.source && aiSourceJson(found.source),
  };
}

export function reviewJson(review: PullReview): z.infer<typeof Review> {
  return {
    pull_number: review.pullNumber,
    base: review.base,
    head: review.head,
    paths: [...review.paths],
    notes: [...review.findings.map(findingNote), ...review.claims.map(claimNote)],
    ai: aiSummaryJson(review.ai),
  };
}

function findingNote(finding: Finding) {
  const { rule, category, severity, message, path, range, evidence } = finding;
  const title = findRule(rule)?.title ?? rule;
  const place = { path, line: range.line, end_line: range.endLine };
  return {
    origin: "rule" as const,
    id: rule,
    category,
    severity,
    title,
    message,
    ...place,
    evidence: quotes(evidence),
  };
}

function claimNote(claim: SourcedClaim) {
  const { topic, category, severity, title, message, path, line, endLine, evidence } = claim;
  const place = { path, line, end_line: endLine };
  return { origin: "ai" as const, id: topic, category, severity, title, message, ...place, evidence: quotes(evidence) };
}

function quotes(evidence: readonly Evidence[]) {
  return evidence.map(({ path, line, endLine, quote }) => ({ path, line, end_line: endLine, quote }));
}
