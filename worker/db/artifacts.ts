/** Generated configurations and the pull requests that carry them. */
import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { pullColumns } from "./remediations.ts";
import { artifacts, pullRequests, repositories } from "./schema.ts";

export type ArtifactRow = typeof artifacts.$inferSelect;
export type NewArtifact = Omit<typeof artifacts.$inferInsert, "orgId">;

export function artifactInsert(data: OrgDb, row: NewArtifact) {
  return data.db.insert(artifacts).values({ ...row, orgId: data.orgId });
}

/** Changes nothing when a plan of this key exists. The `select` gives every column of the table in its order, as an insert needs it. */
export function artifactInsertUnlessPlanned(data: OrgDb, row: NewArtifact, planKey: string) {
  const { id, repositoryId, jobId, platform, origin, commitSha, options, template, files, createdAt } = row;
  return data.db.insert(artifacts).select(
    sql`select ${data.orgId}, ${id}, ${repositoryId}, ${jobId ?? null}, ${platform}, ${origin}, ${commitSha}, ${options},
               ${template ?? null}, ${row.ai ?? null}, ${files}, ${row.jobs}, ${row.notes}, ${row.profile}, ${row.problems}, ${createdAt}
        where not exists (select 1 from pull_requests where org_id = ${data.orgId}
                          and repository_id = ${repositoryId} and plan_key = ${planKey})`,
  );
}

/** An artifact with the name of its repository. */
export async function findArtifact(data: OrgDb, id: string) {
  return data.db
    .select({ artifact: artifacts, repository: repositories.fullName })
    .from(artifacts)
    .innerJoin(repositories, and(eq(repositories.orgId, artifacts.orgId), eq(repositories.id, artifacts.repositoryId)))
    .where(and(eq(artifacts.orgId, data.orgId), eq(artifacts.id, id)))
    .get();
}

export type ArtifactQuery = {
  readonly repositoryId: string;
  readonly after: After | undefined;
  readonly limit: number;
};

/** Artifacts of one repository, newest first. */
export async function listArtifacts(data: OrgDb, { repositoryId, after, limit }: ArtifactQuery) {
  const { orgId, createdAt, id } = artifacts;
  return data.db
    .select()
    .from(artifacts)
    .where(
      and(eq(orgId, data.orgId), eq(artifacts.repositoryId, repositoryId), olderThan({ at: createdAt, id }, after)),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** Pull requests that came of these artifacts, newest first. */
export async function pullsOfArtifacts(data: OrgDb, ids: readonly string[]) {
  return data.db
    .select({ ...pullColumns, artifactId: pullRequests.artifactId })
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.orgId, data.orgId),
        sql`${pullRequests.artifactId} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNotNull(pullRequests.number),
      ),
    )
    .orderBy(desc(pullRequests.openedAt), desc(pullRequests.id));
}
