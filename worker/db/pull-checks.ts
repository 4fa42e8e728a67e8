/** What was found in pull requests of users: one row each, updated with every push to it. */
import { and, desc, eq, lt, lte, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { pullChecks } from "./schema.ts";

export type PullCheckRow = typeof pullChecks.$inferSelect;
export type NewPullCheck = Omit<typeof pullChecks.$inferInsert, "orgId">;

/** Which pull request of a connected repository. */
export type PullOf = { readonly repositoryId: string; readonly number: number };

function isPull(data: OrgDb, { repositoryId, number }: PullOf) {
  return and(
    eq(pullChecks.orgId, data.orgId),
    eq(pullChecks.repositoryId, repositoryId),
    eq(pullChecks.number, number),
  );
}

export async function findPullCheck(data: OrgDb, pull: PullOf): Promise<PullCheckRow | undefined> {
  return data.db.select().from(pullChecks).where(isPull(data, pull)).get();
}

/**
 * Stores a result, over an older one of the same pull request. Job ids grow with time: a job that was asked for before
 * the one whose result stands changes nothing.
 */
export function pullCheckUpsert(data: OrgDb, row: NewPullCheck) {
  const { id: _first, repositoryId: _same, number: _too, ...change } = row;
  return data.db
    .insert(pullChecks)
    .values({ ...row, orgId: data.orgId })
    .onConflictDoUpdate({
      target: [pullChecks.orgId, pullChecks.repositoryId, pullChecks.number],
      set: change,
      setWhere: sql`${pullChecks.jobId} <= excluded.job_id`,
    });
}

/** Follows a pull request that was closed, merged or opened again; changes nothing for one without a result. What is merged stays so. */
export function pullCheckStateUpdate(
  data: OrgDb,
  { state, ...pull }: PullOf & Pick<PullCheckRow, "state">,
  when?: SQL,
) {
  return data.db
    .update(pullChecks)
    .set({ state })
    .where(and(isPull(data, pull), notInArray(pullChecks.state, [state, "merged"]), when));
}

export type PullChecksQuery = {
  readonly repositoryId: string;
  readonly after: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
};

/** The last checked first. */
export async function listPullChecks(
  data: OrgDb,
  { repositoryId, after, limit }: PullChecksQuery,
): Promise<PullCheckRow[]> {
  const { checkedAt, id } = pullChecks;
  // The first condition is where the index begins to be read.
  const isOlder = after && and(lte(checkedAt, after.at), or(lt(checkedAt, after.at), lt(id, after.id)));
  return data.db
    .select()
    .from(pullChecks)
    .where(and(eq(pullChecks.orgId, data.orgId), eq(pullChecks.repositoryId, repositoryId), isOlder))
    .orderBy(desc(checkedAt), desc(id))
    .limit(limit);
}
