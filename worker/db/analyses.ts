/** Analyses as the API shows them. Reads only: what a run writes is in `results.ts`. */
import { and, desc, eq, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { analyses, jobs, repositories } from "./schema.ts";

export type AnalysisRow = typeof analyses.$inferSelect;
type JobFacts = Pick<typeof jobs.$inferSelect, "trigger" | "state" | "errorCode" | "errorDetail" | "startedAt">;

/** An analysis with what the API says beside it. */
export type ListedAnalysis = {
  readonly analysis: AnalysisRow;
  readonly repository: string;
  readonly job: JobFacts;
  readonly remediationsTotal: number;
};

export type AnalysisPage = {
  readonly repositoryId: string;
  readonly after: After | undefined;
  readonly limit: number;
};

function listed(data: OrgDb) {
  const { trigger, state, errorCode, errorDetail, startedAt } = jobs;
  return data.db
    .select({
      analysis: analyses,
      repository: repositories.fullName,
      job: { trigger, state, errorCode, errorDetail, startedAt },
      remediationsTotal: sql<number>`(select count(*) from remediation_snippets as fix
        where fix.org_id = ${analyses.orgId} and fix.analysis_id = ${analyses.id})`,
    })
    .from(analyses)
    .innerJoin(repositories, and(eq(repositories.orgId, analyses.orgId), eq(repositories.id, analyses.repositoryId)))
    .innerJoin(jobs, and(eq(jobs.orgId, analyses.orgId), eq(jobs.id, analyses.jobId)));
}

export async function findListedAnalysis(data: OrgDb, id: string): Promise<ListedAnalysis | undefined> {
  return listed(data)
    .where(and(eq(analyses.orgId, data.orgId), eq(analyses.id, id)))
    .get();
}

/** Analyses of one repository, newest first. */
export async function listAnalyses(
  data: OrgDb,
  { repositoryId, after, limit }: AnalysisPage,
): Promise<ListedAnalysis[]> {
  const { orgId, createdAt, id } = analyses;
  return listed(data)
    .where(and(eq(orgId, data.orgId), eq(analyses.repositoryId, repositoryId), olderThan({ at: createdAt, id }, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}
