import { listRecommendations, type RecommendationRow } from "../../db/recommendations.ts";
import type { Evidence } from "../../engine/finding.ts";
import type { AiSource } from "../ai/outcome.ts";
import { readClaimFacts } from "../ai/summary.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { findRule } from "../rules/rules.ts";
import { readEvidence } from "./read-stored.ts";
import { type Page, type RowKey, toPage } from "./to-page.ts";

/** A stored finding with the words of its rule, or those of the model that claims it. */
export type RecommendationView = {
  readonly row: RecommendationRow;
  readonly title: string;
  readonly why: string;
  readonly evidence: readonly Evidence[];
  /** Of a claim alone. */
  readonly source: AiSource | null;
};

type RecommendationsQuery = {
  readonly analysisId: string;
  readonly severity: RecommendationRow["severity"] | undefined;
  readonly category: RecommendationRow["category"] | undefined;
  readonly after: RowKey | undefined;
  readonly limit: number;
};

/** Findings of an analysis in the engine's order. */
export async function readRecommendations(ctx: Ctx, query: RecommendationsQuery): Promise<Page<RecommendationView>> {
  requirePermission(ctx, "analysis.read");
  const rows = await listRecommendations(ctx.data, { ...query, after: query.after?.at, limit: query.limit + 1 });
  const { items, next } = toPage(rows, query.limit, ({ position, id }) => ({ at: position, id }));
  return { items: items.map(viewOf), next };
}

/** A rule that this version no longer has is still told by its message. */
function viewOf(row: RecommendationRow): RecommendationView {
  const claim = readClaimFacts(row.ai);
  const evidence = readEvidence(row);
  if (claim) return { row, title: claim.title, why: "", evidence, source: claim.source };
  const rule = findRule(row.rule);
  return { row, title: rule?.title ?? row.rule, why: rule?.docs.why ?? "", evidence, source: null };
}
