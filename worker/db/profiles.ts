/** What each repository was last seen to be made of. */
import { and, eq, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { repositories, repositoryProfiles } from "./schema.ts";

export type StoredProfile = {
  readonly repositoryId: string;
  readonly commitSha: string | null;
  /** JSON. */
  readonly facts: string;
  readonly updatedAt: number;
};

/** Nothing when the repository is gone. */
export function profileUpsert(data: OrgDb, { repositoryId, commitSha, facts, updatedAt }: StoredProfile) {
  return data.db
    .insert(repositoryProfiles)
    .select(
      sql`select ${data.orgId}, id, ${commitSha}, ${facts}, ${updatedAt} from repositories
          where org_id = ${data.orgId} and id = ${repositoryId}`,
    )
    .onConflictDoUpdate({
      target: [repositoryProfiles.orgId, repositoryProfiles.repositoryId],
      set: { commitSha, facts, updatedAt },
    });
}

export async function findProfile(data: OrgDb, repositoryId: string): Promise<StoredProfile | undefined> {
  return data.db
    .select()
    .from(repositoryProfiles)
    .where(and(eq(repositoryProfiles.orgId, data.orgId), eq(repositoryProfiles.repositoryId, repositoryId)))
    .get();
}

/** Repositories by name, each with its facts as JSON; null for one that was not read yet. */
export async function listProfiles(data: OrgDb, limit: number) {
  return data.db
    .select({ id: repositories.id, fullName: repositories.fullName, facts: repositoryProfiles.facts })
    .from(repositories)
    .leftJoin(
      repositoryProfiles,
      and(eq(repositoryProfiles.orgId, repositories.orgId), eq(repositoryProfiles.repositoryId, repositories.id)),
    )
    .where(eq(repositories.orgId, data.orgId))
    .orderBy(repositories.fullName)
    .limit(limit);
}
