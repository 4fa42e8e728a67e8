/**
 * Who is let into the queue. An organization has at most so many jobs of a kind in the queue or running; the others wait in
 * their rows, so that no backlog stands before another organization's first job.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { OrgDb } from "./for-org.ts";
import type { JobRow } from "./jobs.ts";
import { jobStarts, jobs } from "./schema.ts";

/** The conditions of the partial indexes, word for word: with a parameter in them SQLite would not use the indexes. */
const WAITING = sql.raw("state in ('pending', 'retrying') and published_at is null");
const OUTSTANDING = sql.raw(
  "state in ('pending', 'retrying', 'active', 'processing', 'ai_request') and published_at is not null",
);
/** Starts are counted over this time. */
export const STARTS_MS = 60_000;
const STARTS = sql.raw(String(STARTS_MS));

export type AdmittedJob = Pick<JobRow, "id" | "kind" | "repositoryId">;

export type Admission = {
  readonly kind: JobRow["kind"];
  readonly now: number;
  /** Names this statement among all: a token of one's own. */
  readonly token: string;
  /** Jobs of the kind that may be in the queue or run. */
  readonly slots: number;
  /** Starts in a minute; null where only the slots count. */
  readonly startsAMinute: number | null;
};

function outstanding(orgId: SQL | string, kind: SQL | string): SQL {
  return sql`(select count(*) from jobs where org_id = ${orgId} and kind = ${kind} and ${OUTSTANDING})`;
}

function recentStarts(orgId: SQL | string, now: number): SQL {
  return sql`(select count(*) from job_starts where org_id = ${orgId} and at > ${now} - ${STARTS})`;
}

/** How many may go on now. Never below 0, which SQLite would take for no limit. */
function room(orgId: SQL | string, { kind, now, slots, startsAMinute }: Omit<Admission, "token">): SQL {
  const free = sql`${slots} - ${outstanding(orgId, kind)}`;
  return startsAMinute === null
    ? sql`max(0, ${free})`
    : sql`max(0, min(${free}, ${startsAMinute} - ${recentStarts(orgId, now)}))`;
}

/** Waiting jobs that are due, by priority and then by how long they wait. */
function nextOf(orgId: SQL | string, { kind, now }: Pick<Admission, "kind" | "now">): SQL {
  return sql`select id from jobs
             where org_id = ${orgId} and kind = ${kind} and priority in (0, 1, 2) and next_run_at <= ${now} and ${WAITING}
             order by priority, next_run_at`;
}

const ADMITTED = { id: jobs.id, kind: jobs.kind, repositoryId: jobs.repositoryId };

/** Lets in the next ones that are due; answers with those that it let in. */
export function admitStatement(data: OrgDb, admission: Admission) {
  const { now, token } = admission;
  const next = sql`${nextOf(data.orgId, admission)} limit ${room(data.orgId, admission)}`;
  return data.db
    .update(jobs)
    .set({ publishedAt: now, admission: token })
    .where(sql`org_id = ${data.orgId} and id in (${next})`)
    .returning(ADMITTED);
}

/** As `admitStatement`, in each of the organizations that `among` selects as `org_id`. */
export function admitAmong(db: Database, among: SQL, admission: Admission) {
  const { now, token, slots } = admission;
  const orgId = sql`o.org_id`;
  // A limit cannot depend on the organization: as many as there are slots are looked at, and those beyond the room left out.
  const next = sql`select json_group_array(id) from (${nextOf(orgId, admission)} limit ${slots})`;
  const admitted = sql`select n.value from ${among} as o cross join json_each((${next})) as n where n.key < ${room(orgId, admission)}`;
  return db
    .update(jobs)
    .set({ publishedAt: now, admission: token })
    .where(sql`id in (${admitted})`)
    .returning({ ...ADMITTED, orgId: jobs.orgId });
}

/** As `startStatements`, in each of the organizations that `among` selects as `org_id`. */
export function startsAmong(db: Database, among: SQL, { kind, token, now }: Pick<Admission, "kind" | "token" | "now">) {
  const orgId = sql`o.org_id`;
  return [
    db
      .insert(jobStarts)
      .select(
        sql`select j.org_id, ${now}, j.id from ${among} as o cross join jobs as j
            where j.org_id = ${orgId} and kind = ${kind} and ${OUTSTANDING} and admission = ${token}`,
      )
      .onConflictDoNothing(),
    db.delete(jobStarts).where(sql`org_id in (select org_id from ${among}) and at <= ${now} - ${STARTS}`),
  ] as const;
}

function letIn(data: OrgDb, { kind, token }: Pick<Admission, "kind" | "token">): SQL {
  return sql`from jobs where org_id = ${data.orgId} and kind = ${kind} and ${OUTSTANDING} and admission = ${token}`;
}

/** Counts what `admitStatement` let in just before, and forgets the starts that count no more. */
export function startStatements(data: OrgDb, { kind, token, now }: Admission) {
  return [
    data.db
      .insert(jobStarts)
      .select(sql`select ${data.orgId}, ${now}, id ${letIn(data, { kind, token })}`)
      .onConflictDoNothing(),
    data.db.delete(jobStarts).where(sql`org_id = ${data.orgId} and at <= ${now} - ${STARTS}`),
  ] as const;
}

/** What a statement let in whose answer was lost. */
export async function findAdmitted(data: OrgDb, of: Pick<Admission, "kind" | "token">): Promise<AdmittedJob[]> {
  return data.db
    .select({ id: jobs.id, kind: jobs.kind, repositoryId: jobs.repositoryId })
    .from(jobs)
    .where(sql`org_id = ${data.orgId} and kind = ${of.kind} and ${OUTSTANDING} and admission = ${of.token}`);
}

/** Jobs of the organization that are in the queue or run: a few, whatever waits. */
export async function outstandingJobs(data: OrgDb): Promise<JobRow[]> {
  return data.db.select().from(jobs).where(sql`org_id = ${data.orgId} and ${OUTSTANDING}`);
}

const PRIORITIES = [0, 1, 2] as const;

/** When the first waiting job of a kind is or was due (ms), and the oldest start that still counts; null where there is none. */
export async function nextWaiting(
  data: OrgDb,
  kind: JobRow["kind"],
  now: number,
): Promise<{ dueAt: number | null; oldestStart: number | null }> {
  // One look into the index per priority, instead of a walk over all that waits.
  const firsts = PRIORITIES.map(
    (priority) => sql`select min(next_run_at) as at from jobs
                      where org_id = ${data.orgId} and kind = ${kind} and priority = ${sql.raw(String(priority))} and ${WAITING}`,
  );
  const row = await data.db
    .select({
      dueAt: sql<number | null>`(select min(at) from (${sql.join(firsts, sql` union all `)}))`,
      oldestStart: sql<
        number | null
      >`(select min(at) from job_starts where org_id = ${data.orgId} and at > ${now - STARTS_MS})`,
    })
    .from(sql`(select 1)`)
    .get();
  return row ?? { dueAt: null, oldestStart: null };
}

/** Organizations with a job that waits although there is room: whoever had to let it in is gone. */
export async function organizationsWithRoom(
  db: Database,
  { kind, now, slots, limit }: { kind: JobRow["kind"]; now: number; slots: number; limit: number },
): Promise<{ orgId: string }[]> {
  const waiting = sql`select distinct org_id from jobs where kind = ${kind} and next_run_at <= ${now} and ${WAITING}`;
  return db
    .select({ orgId: sql<string>`w.org_id` })
    .from(sql`(${waiting}) as w`)
    .where(sql`${outstanding(sql`w.org_id`, kind)} < ${slots}`)
    .limit(limit);
}
