/** Plans and the pull requests that came of them. */
import { and, desc, eq, isNotNull, isNull, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { analyses, pullRequests, recommendations, remediationSnippets } from "./schema.ts";

export type PullRequestRow = typeof pullRequests.$inferSelect;
export type NewPlan = Omit<typeof pullRequests.$inferInsert, "orgId">;
export type RemediationRow = typeof remediationSnippets.$inferSelect;
export type AnalysisRow = typeof analyses.$inferSelect;

export async function findAnalysisRow(data: OrgDb, id: string): Promise<AnalysisRow | undefined> {
  return data.db
    .select()
    .from(analyses)
    .where(and(eq(analyses.orgId, data.orgId), eq(analyses.id, id)))
    .get();
}

/** Those of the remediations that belong to the analysis, in the engine's order. */
export async function findRemediations(data: OrgDb, analysisId: string, ids: readonly string[]) {
  return data.db
    .select()
    .from(remediationSnippets)
    .where(
      and(
        eq(remediationSnippets.orgId, data.orgId),
        eq(remediationSnippets.analysisId, analysisId),
        sql`${remediationSnippets.id} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .orderBy(remediationSnippets.position);
}

export async function findRemediation(data: OrgDb, id: string): Promise<RemediationRow | undefined> {
  return data.db
    .select()
    .from(remediationSnippets)
    .where(and(eq(remediationSnippets.orgId, data.orgId), eq(remediationSnippets.id, id)))
    .get();
}

/** Findings of an analysis by fingerprint: what the text of a pull request says about them. */
export async function findingsByFingerprint(data: OrgDb, analysisId: string, fingerprints: readonly string[]) {
  const { fingerprint, message, path, line, severity } = recommendations;
  const rows = await data.db
    .select({ fingerprint, message, path, line, severity })
    .from(recommendations)
    .where(
      and(
        eq(recommendations.orgId, data.orgId),
        eq(recommendations.analysisId, analysisId),
        sql`${recommendations.fingerprint} in (select value from json_each(${JSON.stringify(fingerprints)}))`,
      ),
    )
    .orderBy(recommendations.position);
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

export async function findPlan(data: OrgDb, id: string): Promise<PullRequestRow | undefined> {
  return data.db
    .select()
    .from(pullRequests)
    .where(and(eq(pullRequests.orgId, data.orgId), eq(pullRequests.id, id)))
    .get();
}

export async function findPlanByKey(data: OrgDb, repositoryId: string, planKey: string) {
  return data.db
    .select()
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.orgId, data.orgId),
        eq(pullRequests.repositoryId, repositoryId),
        eq(pullRequests.planKey, planKey),
      ),
    )
    .get();
}

/** As many as are looked at for an equal one. */
const OPEN_PULLS = 20;

/** Plans of artifacts whose pull requests are open, newest first. */
export async function openArtifactPlans(data: OrgDb, repositoryId: string): Promise<PullRequestRow[]> {
  return data.db
    .select()
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.orgId, data.orgId),
        eq(pullRequests.repositoryId, repositoryId),
        isNotNull(pullRequests.artifactId),
        eq(pullRequests.pullState, "open"),
      ),
    )
    .orderBy(desc(pullRequests.createdAt))
    .limit(OPEN_PULLS);
}

/** Changes nothing when the same plan exists. */
export function planInsert(data: OrgDb, plan: NewPlan) {
  return data.db
    .insert(pullRequests)
    .values({ ...plan, orgId: data.orgId })
    .onConflictDoNothing();
}

export function planOpening(data: OrgDb, id: string, now: number) {
  return data.db
    .update(pullRequests)
    .set({ state: "opening", updatedAt: now })
    .where(and(eq(pullRequests.orgId, data.orgId), eq(pullRequests.id, id), eq(pullRequests.state, "planned")));
}

type OpenedPull = Required<Pick<PullRequestRow, "number" | "url" | "pullState" | "branch" | "openedAt" | "updatedAt">>;

/** Changes nothing when the plan was opened meanwhile. */
export function planOpened(data: OrgDb, id: string, opened: OpenedPull) {
  return data.db
    .update(pullRequests)
    .set({ ...opened, state: "opened" })
    .where(and(eq(pullRequests.orgId, data.orgId), eq(pullRequests.id, id), ne(pullRequests.state, "opened")));
}

type PullChange = { repositoryId: string; number: number; state: "open" | "merged" | "closed"; now: number };

/** Follows a pull request that changed on GitHub; changes nothing for one that is not ours. What is merged stays so. */
export function pullStateUpdate(data: OrgDb, { repositoryId, number, state, now }: PullChange, when?: SQL) {
  return data.db
    .update(pullRequests)
    .set({ pullState: state, updatedAt: now })
    .where(
      and(
        eq(pullRequests.orgId, data.orgId),
        eq(pullRequests.repositoryId, repositoryId),
        eq(pullRequests.number, number),
        or(isNull(pullRequests.pullState), notInArray(pullRequests.pullState, [state, "merged"])),
        when,
      ),
    );
}
