/** Findings as stored, in the engine's order. Reads only: what a run writes is in `results.ts`. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { recommendations } from "./schema.ts";

export type RecommendationRow = typeof recommendations.$inferSelect;

export type RecommendationPage = {
  readonly analysisId: string;
  readonly severity: RecommendationRow["severity"] | undefined;
  readonly category: RecommendationRow["category"] | undefined;
  /** Position of the last row that the asker has. */
  readonly after: number | undefined;
  readonly limit: number;
};

function ofAnalysis(data: OrgDb, analysisId: string) {
  return and(eq(recommendations.orgId, data.orgId), eq(recommendations.analysisId, analysisId));
}

export async function listRecommendations(data: OrgDb, page: RecommendationPage): Promise<RecommendationRow[]> {
  const { analysisId, severity, category, after, limit } = page;
  return data.db
    .select()
    .from(recommendations)
    .where(
      and(
        ofAnalysis(data, analysisId),
        severity ? eq(recommendations.severity, severity) : undefined,
        category ? eq(recommendations.category, category) : undefined,
        after === undefined ? undefined : gt(recommendations.position, after),
      ),
    )
    .orderBy(recommendations.position)
    .limit(limit);
}

export type ReportedRow = Pick<
  RecommendationRow,
  | "rule"
  | "category"
  | "severity"
  | "message"
  | "path"
  | "line"
  | "endLine"
  | "column"
  | "fingerprint"
  | "state"
  | "remediationId"
>;

/** Every finding of the rules in an analysis, without its evidence: what a report file says. */
export async function reportedFindings(data: OrgDb, analysisId: string): Promise<ReportedRow[]> {
  const { rule, category, severity, message, path, line, endLine, column, fingerprint, state, remediationId } =
    recommendations;
  return data.db
    .select({ rule, category, severity, message, path, line, endLine, column, fingerprint, state, remediationId })
    .from(recommendations)
    .where(and(ofAnalysis(data, analysisId), isNull(recommendations.ai)))
    .orderBy(recommendations.position);
}

/** Ids of an analysis' findings by fingerprint. */
export async function recommendationIds(
  data: OrgDb,
  analysisId: string,
  fingerprints: readonly string[],
): Promise<Map<string, string>> {
  const { id, fingerprint } = recommendations;
  const rows = await data.db
    .select({ id, fingerprint })
    .from(recommendations)
    .where(
      and(
        ofAnalysis(data, analysisId),
        sql`${fingerprint} in (select value from json_each(${JSON.stringify(fingerprints)}))`,
      ),
    );
  return new Map(rows.map((row) => [row.fingerprint, row.id]));
}
