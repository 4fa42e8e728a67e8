/** Jobs that were set aside: which ones a call means, and their end. */
import { and, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { JobRow } from "./jobs.ts";
import { analyses, jobs, repositories } from "./schema.ts";

export type DeadLetterFilter = {
  readonly ids: readonly string[] | undefined;
  readonly kind: JobRow["kind"] | undefined;
  readonly repositoryId: string | undefined;
};

function chosen(data: OrgDb, { ids, kind, repositoryId }: DeadLetterFilter): SQL | undefined {
  return and(
    eq(jobs.orgId, data.orgId),
    eq(jobs.state, "dead_letter"),
    ids && sql`${jobs.id} in (select value from json_each(${JSON.stringify(ids)}))`,
    kind && eq(jobs.kind, kind),
    repositoryId ? eq(jobs.repositoryId, repositoryId) : undefined,
  );
}

/** True when each of these ids is of a job of the organization, whatever its state. */
export async function areOwnJobs(data: OrgDb, ids: readonly string[]): Promise<boolean> {
  const distinct = [...new Set(ids)];
  const isNamed = sql`${jobs.id} in (select value from json_each(${JSON.stringify(distinct)}))`;
  return (await data.db.$count(jobs, and(eq(jobs.orgId, data.orgId), isNamed))) === distinct.length;
}

/** Before the id of the job that runs a set-aside or cancelled one again, in the column that says how a job came to run. */
const AGAIN = "again:";

/** The job that runs this one again; several may share one. Null when none does. */
export function runAgainBy({ admission }: Pick<JobRow, "admission">): string | null {
  return admission?.startsWith(AGAIN) === true ? admission.slice(AGAIN.length) : null;
}

/** Notes that `newId` runs a job that is over again. */
export function runAgainUpdate(data: OrgDb, id: string, newId: string) {
  return data.db
    .update(jobs)
    .set({ admission: AGAIN + newId })
    .where(and(eq(jobs.orgId, data.orgId), eq(jobs.id, id), inArray(jobs.state, ["dead_letter", "cancelled"])));
}

function notRunAgain(): SQL {
  return sql`coalesce(${jobs.admission}, '') not like ${`${AGAIN}%`}`;
}

/** Ids of those that no job runs again yet: those of connected repositories first, for no others can run; then by age. */
export async function deadLetterIds(data: OrgDb, filter: DeadLetterFilter, limit: number): Promise<string[]> {
  const rows = await data.db
    .select({ id: jobs.id })
    .from(jobs)
    .innerJoin(repositories, and(eq(repositories.orgId, jobs.orgId), eq(repositories.id, jobs.repositoryId)))
    .where(and(chosen(data, filter), notRunAgain()))
    .orderBy(desc(eq(repositories.state, "connected")), jobs.createdAt)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Set-aside jobs that are left; with `unlessRunAgain` those that a job runs again do not count. */
export async function countDeadLetters(
  data: OrgDb,
  filter: DeadLetterFilter,
  { unlessRunAgain }: { unlessRunAgain: boolean },
): Promise<number> {
  return data.db.$count(jobs, and(chosen(data, filter), unlessRunAgain ? notRunAgain() : undefined));
}

/** Set-aside jobs by kind, of the `most` oldest: no more rows are read, whatever there is. A kind that has none is left out. */
export async function deadLetterKinds(
  data: OrgDb,
  most: number,
): Promise<{ readonly kind: JobRow["kind"]; readonly count: number }[]> {
  const { kind, createdAt } = jobs;
  const all = and(eq(jobs.orgId, data.orgId), eq(jobs.state, "dead_letter"));
  const oldest = data.db.select({ kind }).from(jobs).where(all).orderBy(createdAt).limit(most).as("oldest");
  return data.db.select({ kind: oldest.kind, count: count() }).from(oldest).groupBy(oldest.kind);
}

/** Deletes the oldest of them with their logs and the analyses that they were to fill. Two statements; the second answers with ids. */
export function deadLetterDeletes(data: OrgDb, filter: DeadLetterFilter, limit: number) {
  const which = data.db
    .select({ id: jobs.id })
    .from(jobs)
    .where(chosen(data, filter))
    .orderBy(jobs.createdAt)
    .limit(limit);
  return [
    data.db.delete(analyses).where(and(eq(analyses.orgId, data.orgId), inArray(analyses.jobId, which))),
    data.db
      .delete(jobs)
      .where(and(eq(jobs.orgId, data.orgId), inArray(jobs.id, which)))
      .returning({ id: jobs.id }),
  ] as const;
}
