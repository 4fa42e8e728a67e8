import type { NewRecommendation } from "../../db/results.ts";
import type { Ctx } from "../context.ts";
import type { SourcedClaim } from "./ask-claims.ts";

/** Rows of claims, after those of `findings` findings of the rules. A claim counts in no score. */
export function claimRows(ctx: Ctx, claims: readonly SourcedClaim[], findings: number): NewRecommendation[] {
  return claims.map((claim, index) => ({
    id: ctx.random.uuidv7(),
    position: findings + index,
    rule: `ai/${claim.topic}`,
    category: claim.category,
    severity: claim.severity,
    message: claim.message,
    path: claim.path,
    line: claim.line,
    endLine: claim.endLine,
    column: 1,
    evidence: JSON.stringify(claim.evidence),
    fingerprint: claim.fingerprint,
    state: "open" as const,
    remediationId: null,
    ai: JSON.stringify({ title: claim.title, source: claim.source }),
  }));
}
