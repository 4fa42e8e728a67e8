/** Proved fixes as stored, in the engine's order, and the pull requests that carry them. Reads only. */
import { and, desc, eq, gt, gte, isNotNull } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { PullRequestRow, RemediationRow } from "./pull-requests.ts";
import { pullRequests, remediationSnippets } from "./schema.ts";

export type RemediationPage = {
  readonly analysisId: string;
  /** Position of the last row that the asker has. */
  readonly after: number | undefined;
  readonly limit: number;
};

export async function listRemediations(
  data: OrgDb,
  { analysisId, after, limit }: RemediationPage,
): Promise<RemediationRow[]> {
  const { position } = remediationSnippets;
  return data.db
    .select()
    .from(remediationSnippets)
    .where(
      and(
        eq(remediationSnippets.orgId, data.orgId),
        eq(remediationSnippets.analysisId, analysisId),
        after === undefined ? undefined : gt(position, after),
      ),
    )
    .orderBy(position)
    .limit(limit);
}

/** A pull request without the patched files of its plan. */
export type PullFacts = Pick<
  PullRequestRow,
  | "id"
  | "repositoryId"
  | "number"
  | "url"
  | "branch"
  | "base"
  | "title"
  | "pullState"
  | "createdAt"
  | "openedAt"
  | "remediationIds"
>;

/** The columns of `PullFacts`. */
export const pullColumns = {
  id: pullRequests.id,
  repositoryId: pullRequests.repositoryId,
  number: pullRequests.number,
  url: pullRequests.url,
  branch: pullRequests.branch,
  base: pullRequests.base,
  title: pullRequests.title,
  pullState: pullRequests.pullState,
  createdAt: pullRequests.createdAt,
  openedAt: pullRequests.openedAt,
  remediationIds: pullRequests.remediationIds,
};

type Origin = { readonly id: string; readonly repositoryId: string; readonly createdAt: number };

/** Pull requests that came of an analysis, newest opened first. */
export async function pullsOfAnalysis(data: OrgDb, analysis: Origin): Promise<PullFacts[]> {
  return data.db
    .select(pullColumns)
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.orgId, data.orgId),
        eq(pullRequests.repositoryId, analysis.repositoryId),
        // No plan is older than its analysis: the index of the list passes over all that are.
        gte(pullRequests.createdAt, analysis.createdAt),
        eq(pullRequests.analysisId, analysis.id),
        isNotNull(pullRequests.number),
      ),
    )
    .orderBy(desc(pullRequests.openedAt), desc(pullRequests.id));
}
