/** Fixes that were asked for one by one, after their analysis was stored. */
import { and, eq, isNull, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { RecommendationRow } from "./recommendations.ts";
import type { NewRemediation } from "./results.ts";
import { recommendations, remediationSnippets } from "./schema.ts";

export type { RecommendationRow } from "./recommendations.ts";

export async function findRecommendation(data: OrgDb, id: string): Promise<RecommendationRow | undefined> {
  return data.db
    .select()
    .from(recommendations)
    .where(and(eq(recommendations.orgId, data.orgId), eq(recommendations.id, id)))
    .get();
}

/** Behind the other fixes of the analysis. */
export function aiFixInsert(
  data: OrgDb,
  { analysisId }: Pick<RecommendationRow, "analysisId">,
  fix: Omit<NewRemediation, "position">,
) {
  const { orgId } = data;
  const position = sql<number>`(select coalesce(max(position) + 1, 0) from remediation_snippets
    where org_id = ${orgId} and analysis_id = ${analysisId})`;
  return data.db.insert(remediationSnippets).values({ ...fix, orgId, analysisId, position });
}

type Link = {
  readonly analysisId: string;
  readonly fingerprints: readonly string[];
  readonly remediationId: string;
};

/** Names the fix at the findings that it resolves and that had none. */
export function fixLink(data: OrgDb, { analysisId, fingerprints, remediationId }: Link) {
  const { orgId, fingerprint, remediationId: known } = recommendations;
  return data.db
    .update(recommendations)
    .set({ remediationId })
    .where(
      and(
        eq(orgId, data.orgId),
        eq(recommendations.analysisId, analysisId),
        isNull(known),
        sql`${fingerprint} in (select value from json_each(${JSON.stringify(fingerprints)}))`,
      ),
    );
}
