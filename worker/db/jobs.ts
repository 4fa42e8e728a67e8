/** Job rows and their event log. Statements are for batches; every change of state carries its guard in the `where`. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { OrgDb } from "./for-org.ts";
import { type After, olderThan } from "./older-than.ts";
import { analyses, artifacts, jobLogs, jobs, repositories } from "./schema.ts";

export type JobRow = typeof jobs.$inferSelect;
export type NewJob = Omit<typeof jobs.$inferInsert, "orgId">;
export type JobLogRow = typeof jobLogs.$inferSelect;
export type JobRowState = JobRow["state"];

function own(data: OrgDb, id: string): SQL | undefined {
  return and(eq(jobs.orgId, data.orgId), eq(jobs.id, id));
}

export function jobInsert(data: OrgDb, job: NewJob) {
  return data.db.insert(jobs).values({ ...job, orgId: data.orgId });
}

/** The analysis that a job of that kind fills. */
export function analysisInsert(data: OrgDb, row: Omit<typeof analyses.$inferInsert, "orgId">) {
  return data.db.insert(analyses).values({ ...row, orgId: data.orgId });
}

export type NewEvent = Pick<JobLogRow, "jobId" | "at" | "type" | "level" | "message" | "state" | "step">;

/** Appends an event under the next sequence number and answers with the row. */
export function eventInsert(data: OrgDb, event: NewEvent) {
  return eventInsertWhere(data, event, sql`1`);
}

/** As `eventInsert`, but nothing is written when the statement just before it in the batch changed no row. */
export function eventInsertIfChanged(data: OrgDb, event: NewEvent) {
  return eventInsertWhere(data, event, sql`changes() > 0`);
}

function eventInsertWhere(data: OrgDb, event: NewEvent, condition: SQL) {
  const { jobId, at, type, level, message, state, step } = event;
  return data.db
    .insert(jobLogs)
    .select(
      sql`select ${data.orgId}, ${jobId},
                 (select coalesce(max(seq), 0) + 1 from job_logs where org_id = ${data.orgId} and job_id = ${jobId}),
                 ${at}, ${type}, ${level}, ${message}, ${state}, ${step}
          where ${condition}`,
    )
    .returning();
}

/** A change of state from one of `from`; answers with the new row, or with none when the job stood elsewhere. */
export function jobStep(data: OrgDb, id: string, step: { from: readonly JobRowState[]; set: Partial<JobRow> }) {
  return data.db
    .update(jobs)
    .set(step.set)
    .where(and(own(data, id), inArray(jobs.state, [...step.from])))
    .returning();
}

type FencedStep = {
  readonly from: readonly JobRowState[];
  readonly set: Partial<JobRow>;
  /** Only a job that was let into the queue. */
  readonly admitted?: true;
  /** Only while as many workers were lost as then, and its lease ends when it did then. */
  readonly asSeen?: Pick<JobRow, "lost" | "leaseUntil">;
};

/** As `jobStep`, only under the fence of the worker that asks. */
export function fencedStep(data: OrgDb, job: Pick<JobRow, "id" | "fence">, step: FencedStep) {
  const { from, set, admitted, asSeen } = step;
  return data.db
    .update(jobs)
    .set(set)
    .where(
      and(
        own(data, job.id),
        eq(jobs.fence, job.fence),
        inArray(jobs.state, [...from]),
        admitted && isNotNull(jobs.publishedAt),
        asSeen && and(eq(jobs.lost, asSeen.lost), sql`${jobs.leaseUntil} is ${asSeen.leaseUntil}`),
      ),
    )
    .returning();
}

/** Fails on purpose, and with it its whole batch, unless the job still runs under this fence. */
export function fenceCheck(data: OrgDb, job: Pick<JobRow, "id" | "fence">) {
  const holds = sql`exists (select 1 from jobs where org_id = ${data.orgId} and id = ${job.id} and fence = ${job.fence}
                            and state in ('active', 'processing', 'ai_request'))`;
  // `json()` of a text that is none raises an error: the only way to fail from a plain statement.
  return data.db
    .select({ holds: sql<number>`case when ${holds} then 1 else json('fence lost') end` })
    .from(sql`(select 1)`);
}

/** A job and the state of its repository. */
export type PlacedJob = { readonly job: JobRow; readonly repositoryState: (typeof repositories.$inferSelect)["state"] };

/** Those of the jobs that are there, in no order. */
export async function findPlacedJobs(data: OrgDb, ids: readonly string[]): Promise<PlacedJob[]> {
  return data.db
    .select({ job: jobs, repositoryState: repositories.state })
    .from(jobs)
    .innerJoin(repositories, and(eq(repositories.orgId, jobs.orgId), eq(repositories.id, jobs.repositoryId)))
    .where(and(eq(jobs.orgId, data.orgId), sql`${jobs.id} in (select value from json_each(${JSON.stringify(ids)}))`));
}

export async function findJob(data: OrgDb, id: string): Promise<JobRow | undefined> {
  return data.db.select().from(jobs).where(own(data, id)).get();
}

/**
 * A job that waits for its turn goes as early as this request, and so does what follows from it; one that goes earlier anyway stays
 * as it is.
 */
export function priorityRaise(data: OrgDb, id: string, to: Pick<JobRow, "priority" | "trigger">) {
  const waits = and(inArray(jobs.state, ["pending", "retrying"]), isNull(jobs.publishedAt));
  return data.db
    .update(jobs)
    .set(to)
    .where(and(own(data, id), waits, gt(jobs.priority, to.priority)));
}

type WithAnalysis = Pick<JobRow, "id" | "priority" | "publishedAt"> & { analysisId: string | null };

/** The job that runs `retryOf` again, else the one that waits under the key. */
export async function findSameJob(
  data: OrgDb,
  { retryOf, key }: { readonly retryOf: string | undefined; readonly key: string },
): Promise<WithAnalysis | undefined> {
  const { id, priority, publishedAt, coalesceKey } = jobs;
  const waits = eq(coalesceKey, key);
  return data.db
    .select({ id, priority, publishedAt, analysisId: analyses.id })
    .from(jobs)
    .leftJoin(analyses, and(eq(analyses.orgId, jobs.orgId), eq(analyses.jobId, id)))
    .where(and(eq(jobs.orgId, data.orgId), retryOf === undefined ? waits : or(eq(jobs.retryOf, retryOf), waits)))
    .orderBy(retryOf === undefined ? id : desc(sql`${jobs.retryOf} is ${retryOf}`))
    .limit(1)
    .get();
}

export async function findAnalysisIdOfJob(data: OrgDb, jobId: string): Promise<string | null> {
  const row = await data.db
    .select({ id: analyses.id })
    .from(analyses)
    .where(and(eq(analyses.orgId, data.orgId), eq(analyses.jobId, jobId)))
    .get();
  return row?.id ?? null;
}

/** A job with what the API says beside it. */
export type ListedJob = {
  readonly job: JobRow;
  readonly repository: string;
  readonly analysisId: string | null;
  readonly artifactId: string | null;
};

function listed(data: OrgDb) {
  return data.db
    .select({ job: jobs, repository: repositories.fullName, analysisId: analyses.id, artifactId: artifacts.id })
    .from(jobs)
    .innerJoin(repositories, and(eq(repositories.orgId, jobs.orgId), eq(repositories.id, jobs.repositoryId)))
    .leftJoin(analyses, and(eq(analyses.orgId, jobs.orgId), eq(analyses.jobId, jobs.id)))
    .leftJoin(artifacts, and(eq(artifacts.orgId, jobs.orgId), eq(artifacts.jobId, jobs.id)));
}

export async function findListedJob(data: OrgDb, id: string): Promise<ListedJob | undefined> {
  return listed(data).where(own(data, id)).get();
}

export type JobFilter = {
  readonly state: JobRowState | undefined;
  readonly kind: JobRow["kind"] | undefined;
  readonly repositoryId: string | undefined;
  readonly after: After | undefined;
  readonly limit: number;
};

/** Jobs in these have `finished_at`. */
const OVER: ReadonlySet<JobRowState> = new Set(["completed", "cancelled", "dead_letter"]);

/** Newest first. */
export async function listJobs(data: OrgDb, filter: JobFilter): Promise<ListedJob[]> {
  const { state, kind, repositoryId, after, limit } = filter;
  return listed(data)
    .where(
      and(
        eq(jobs.orgId, data.orgId),
        state ? eq(jobs.state, state) : undefined,
        // As the index of these jobs says it.
        state && kind && OVER.has(state) ? isNotNull(jobs.finishedAt) : undefined,
        kind ? eq(jobs.kind, kind) : undefined,
        repositoryId ? eq(jobs.repositoryId, repositoryId) : undefined,
        olderThan({ at: jobs.createdAt, id: jobs.id }, after),
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}

export async function listEvents(
  data: OrgDb,
  jobId: string,
  page: { since: number; limit: number },
): Promise<JobLogRow[]> {
  return data.db
    .select()
    .from(jobLogs)
    .where(and(eq(jobLogs.orgId, data.orgId), eq(jobLogs.jobId, jobId), gt(jobLogs.seq, page.since)))
    .orderBy(jobLogs.seq)
    .limit(page.limit);
}

/** Newest sequence number of a job's events; 0 when it has none. */
export async function latestSeq(data: OrgDb, jobId: string): Promise<number> {
  const row = await data.db
    .select({ seq: jobLogs.seq })
    .from(jobLogs)
    .where(and(eq(jobLogs.orgId, data.orgId), eq(jobLogs.jobId, jobId)))
    .orderBy(desc(jobLogs.seq))
    .limit(1)
    .get();
  return row?.seq ?? 0;
}

/** A message was sent again for a job that was let into the queue and waits. */
export function publishedUpdate(data: OrgDb, id: string, at: number) {
  return data.db
    .update(jobs)
    .set({ publishedAt: at })
    .where(and(own(data, id), isNotNull(jobs.publishedAt), inArray(jobs.state, ["pending", "retrying"])));
}

/** Prolongs the lease of the worker that holds it; 0 changes mean that it holds it no longer. */
export function leaseUpdate(data: OrgDb, job: Pick<JobRow, "id" | "fence">, until: number) {
  return data.db
    .update(jobs)
    .set({ leaseUntil: until })
    .where(
      and(own(data, job.id), eq(jobs.fence, job.fence), inArray(jobs.state, ["active", "processing", "ai_request"])),
    );
}

/** Jobs of one repository that are in the queue or run. */
export async function unfinishedJobs(data: OrgDb, repositoryId: string): Promise<JobRow[]> {
  return data.db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.orgId, data.orgId),
        // Not through the index of the repository's history, which only grows: `+` keeps the planner from it.
        sql`+${jobs.repositoryId} = ${repositoryId}`,
        // As the index of these jobs says it, word for word: an organization has a few of them, whatever waits.
        sql`${jobs.state} in ('pending', 'retrying', 'active', 'processing', 'ai_request')`,
        isNotNull(jobs.publishedAt),
      ),
    );
}
