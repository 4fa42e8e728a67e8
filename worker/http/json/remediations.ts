import type * as z from "zod";
import type { PullRequestRow } from "../../db/pull-requests.ts";
import type { PullFacts } from "../../db/remediations.ts";
import type { Receipt as EngineReceipt } from "../../engine/finding.ts";
import { readPlanFiles, readReceipt, readRemediationIds } from "../../services/remediations/stored.ts";
import type { Plan, PullRequest, Receipt } from "../schemas/analysis.ts";
import { timestamp } from "./timestamps.ts";

export function receiptJson(receipt: EngineReceipt): z.infer<typeof Receipt> {
  return {
    rule_set_version: receipt.ruleSetVersion,
    files: receipt.files.map(({ path, before, after }) => ({ path, before, after })),
    findings_before: receipt.findingsBefore,
    findings_after: receipt.findingsAfter,
    resolved: [...receipt.resolved],
    checks: receipt.checks.map(({ name, passed }) => ({ name, passed })),
  };
}

/** Null until the plan's pull request is there. */
export function pullRequestJson(plan: PullFacts): z.infer<typeof PullRequest> | null {
  if (plan.number === null || plan.url === null) return null;
  return {
    id: plan.id,
    repository_id: plan.repositoryId,
    number: plan.number,
    url: plan.url,
    branch: plan.branch,
    base: plan.base,
    title: plan.title,
    state: plan.pullState ?? "open",
    created_at: timestamp(plan.openedAt ?? plan.createdAt),
  };
}

export function planJson(analysisId: string, plan: PullRequestRow): z.infer<typeof Plan> {
  return { ...planFactsJson(plan), analysis_id: analysisId, remediation_ids: readRemediationIds(plan) };
}

/** What a plan says whatever it was made from. */
export function planFactsJson(plan: PullRequestRow) {
  return {
    id: plan.id,
    repository_id: plan.repositoryId,
    state: plan.state,
    branch: plan.branch,
    base: plan.base,
    base_commit: plan.baseCommit,
    title: plan.title,
    body: plan.body,
    files: readPlanFiles(plan).map(({ path, diff }) => ({ path, diff })),
    receipt: receiptJson(readReceipt(plan.receipt)),
    pull_request: pullRequestJson(plan),
  };
}
