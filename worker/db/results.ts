/** What a finished analysis writes. All statements are for one batch; many rows travel as one JSON parameter. */
import { and, eq, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { analyses, recommendations, remediationSnippets, repositories, repositoryHealth } from "./schema.ts";

type Analysis = typeof analyses.$inferInsert;
export type NewRecommendation = Omit<typeof recommendations.$inferInsert, "orgId" | "analysisId">;
export type NewRemediation = Omit<typeof remediationSnippets.$inferInsert, "orgId" | "analysisId">;
export type NewHealth = Omit<typeof repositoryHealth.$inferInsert, "orgId">;

export async function findAnalysisOfJob(data: OrgDb, jobId: string) {
  return data.db
    .select()
    .from(analyses)
    .where(and(eq(analyses.orgId, data.orgId), eq(analyses.jobId, jobId)))
    .get();
}

export function analysisUpdate(data: OrgDb, id: string, set: Partial<Analysis>) {
  return data.db
    .update(analyses)
    .set(set)
    .where(and(eq(analyses.orgId, data.orgId), eq(analyses.id, id)));
}

/** The columns stand in the order of the table, as an insert from a select needs them. */
export function recommendationsInsert(data: OrgDb, analysisId: string, rows: readonly NewRecommendation[]) {
  const value = (name: keyof NewRecommendation) => sql`json_extract(value, ${`$.${name}`})`;
  return data.db.insert(recommendations).select(
    sql`select ${data.orgId}, ${value("id")}, ${analysisId}, ${value("position")}, ${value("rule")}, ${value("category")},
               ${value("severity")}, ${value("message")}, ${value("path")}, ${value("line")}, ${value("endLine")},
               ${value("column")}, ${value("evidence")}, ${value("fingerprint")}, ${value("state")}, ${value("remediationId")}, ${value("ai")}
        from json_each(${JSON.stringify(rows)})`,
  );
}

export function remediationsInsert(data: OrgDb, analysisId: string, rows: readonly NewRemediation[]) {
  const value = (name: keyof NewRemediation) => sql`json_extract(value, ${`$.${name}`})`;
  return data.db.insert(remediationSnippets).select(
    sql`select ${data.orgId}, ${value("id")}, ${analysisId}, ${value("position")}, ${value("rule")}, ${value("fixClass")},
               ${value("title")}, ${value("explanation")}, ${value("resolves")}, ${value("edits")}, ${value("diff")}, ${value("receipt")},
               ${value("ai")}
        from json_each(${JSON.stringify(rows)})`,
  );
}

export function healthInsert(data: OrgDb, row: NewHealth) {
  return data.db.insert(repositoryHealth).values({ ...row, orgId: data.orgId });
}

/** Makes an analysis the repository's last, unless a newer one is that already: a late, older result overwrites nothing. */
export function lastAnalysisUpdate(
  data: OrgDb,
  repositoryId: string,
  last: { readonly analysisId: string; readonly openFindings: number; readonly at: number },
) {
  return data.db
    .update(repositories)
    .set({ lastAnalysisId: last.analysisId, openFindings: last.openFindings, updatedAt: last.at })
    .where(
      and(
        eq(repositories.orgId, data.orgId),
        eq(repositories.id, repositoryId),
        // Ids are ordered by the time of the request.
        sql`coalesce(${repositories.lastAnalysisId}, '') < ${last.analysisId}`,
      ),
    );
}
