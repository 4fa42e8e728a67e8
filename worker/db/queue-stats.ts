/** How an organization's queue stands, read from the index of its jobs by state and up to a number of each. */
import { type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import type { JobRowState } from "./jobs.ts";

/** Those that somebody or something has still to deal with: they count however old they are. */
const STANDING = ["pending", "active", "processing", "ai_request", "retrying", "failed", "dead_letter"] as const;
const DONE = ["completed", "cancelled"] as const;

type Counting = {
  /** Completed and cancelled jobs count from here on (ms since the epoch), so that their count does not grow for ever. */
  readonly since: number;
  /** Of each state no more are read. */
  readonly most: number;
};

type Stats = {
  /** `most` stands for that many or more. */
  readonly counts: Readonly<Record<JobRowState, number>>;
  /** When the job that waits longest became due, among the `most` oldest that wait; null when none waits. */
  readonly oldestRunnableAt: number | null;
};

/** Counts and age of the organization's jobs. Reads at most eleven times `most` rows, whatever there is. */
export async function readStats(data: OrgDb, { since, most }: Counting): Promise<Stats> {
  const of = (state: JobRowState) => sql`from jobs where org_id = ${data.orgId} and state = ${state}`;
  const count = (rows: SQL) => sql<number>`(select count(*) from (select 1 ${rows} limit ${most}))`;
  const oldest = (state: JobRowState) =>
    sql<number | null>`(select min(due) from (select coalesce(next_run_at, created_at) as due
                        ${of(state)} order by created_at limit ${most}))`;
  const counts = [
    ...STANDING.map((state) => [state, count(of(state))] as const),
    ...DONE.map((state) => [state, count(sql`${of(state)} and created_at > ${since}`)] as const),
  ];
  const [counted, ages] = await data.db.batch([
    data.db.select(Object.fromEntries(counts.map(([state, sum]) => [state, sum.as(state)]))).from(sql`(select 1)`),
    data.db.select({ pending: oldest("pending").as("p"), retrying: oldest("retrying").as("r") }).from(sql`(select 1)`),
  ]);
  const due = Object.values(ages[0] ?? {}).filter((at) => at !== null);
  return {
    counts: counted[0] as Record<JobRowState, number>,
    oldestRunnableAt: due.length === 0 ? null : Math.min(...due),
  };
}
