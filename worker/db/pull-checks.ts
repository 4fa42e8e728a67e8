/** What was found in pull requests of users: one row each, updated with every push to it. */
import { and, desc, eq, gte, inArray, isNotNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { jobs, pullChecks } from "./schema.ts";

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

function among(numbers: readonly number[]): SQL {
  return sql`(select value from json_each(${JSON.stringify(numbers)}))`;
}

/** The branches that pull requests were to go into when they were checked; those of which it is not known are missing. */
export async function checkedBases(
  data: OrgDb,
  repositoryId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string | null>> {
  const rows = await data.db
    .select({ number: pullChecks.number, baseRef: pullChecks.baseRef })
    .from(pullChecks)
    .where(
      and(
        eq(pullChecks.orgId, data.orgId),
        eq(pullChecks.repositoryId, repositoryId),
        sql`${pullChecks.number} in ${among(numbers)}`,
        isNotNull(pullChecks.baseRef),
      ),
    );
  return new Map(rows.map(({ number, baseRef }) => [number, baseRef]));
}

/** A pull request with the time of its last change, in ms since the epoch. */
type Changed = { readonly number: number; readonly updatedAt: number };

/**
 * Which pull requests have a job to check them that is not over (`open`), or one that was cancelled or set aside after their last
 * change (`given_up`).
 */
export async function pullJobs(
  data: OrgDb,
  repositoryId: string,
  pulls: readonly Changed[],
): Promise<ReadonlyMap<number, "open" | "given_up">> {
  // Jobs of other kinds, and those that look at the default branch, have none.
  const number = sql<number>`json_extract(${jobs.input}, '$.pull')`;
  // Not through the index of the repository's history, which only grows: `+` keeps the planner from it.
  const isOne = sql`+${jobs.repositoryId} = ${repositoryId} and ${number} in ${among(pulls.map((pull) => pull.number))}`;
  const own = and(eq(jobs.orgId, data.orgId), isOne);
  const { state, createdAt } = jobs;
  const since = Math.min(...pulls.map(({ updatedAt }) => updatedAt));
  const [open, over] = await data.db.batch([
    data.db
      .select({ number })
      .from(jobs)
      .where(and(own, inArray(state, ["pending", "retrying", "active", "processing", "ai_request", "failed"]))),
    data.db
      .select({ number, createdAt })
      .from(jobs)
      .where(and(own, inArray(state, ["cancelled", "dead_letter"]), gte(createdAt, since))),
  ]);
  const givenUp = pulls.filter((pull) =>
    over.some((job) => job.number === pull.number && job.createdAt >= pull.updatedAt),
  );
  return new Map([
    ...givenUp.map((pull) => [pull.number, "given_up"] as const),
    ...open.map((job) => [job.number, "open"] as const),
  ]);
}

export type PullChecksQuery = {
  readonly repositoryId: string;
  readonly after: After | undefined;
  readonly limit: number;
};

/** The last checked first. */
export async function listPullChecks(
  data: OrgDb,
  { repositoryId, after, limit }: PullChecksQuery,
): Promise<PullCheckRow[]> {
  const { checkedAt, id } = pullChecks;
  return data.db
    .select()
    .from(pullChecks)
    .where(
      and(
        eq(pullChecks.orgId, data.orgId),
        eq(pullChecks.repositoryId, repositoryId),
        olderThan({ at: checkedAt, id }, after),
      ),
    )
    .orderBy(desc(checkedAt), desc(id))
    .limit(limit);
}
