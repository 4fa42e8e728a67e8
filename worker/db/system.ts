/** The few questions about jobs that span organizations: a queue message names a job alone, and the clock knows no tenant. */
import { eq, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../platform/database.ts";
import type { JobRow } from "./jobs.ts";
import {
  aiAlerts,
  aiCache,
  aiRequests,
  apiTokens,
  blobs,
  invitations,
  jobLogs,
  jobStarts,
  jobs,
  oauthTransactions,
  sessions,
  webhookDeliveries,
  webhookGaps,
} from "./schema.ts";

export async function findJobOfAnyone(db: Database, id: string): Promise<JobRow | undefined> {
  return db.select().from(jobs).where(eq(jobs.id, id)).get();
}

/** Repositories with jobs whose message or worker may be lost: in the queue since `before`, or with a lease that ran out. */
export async function repositoriesWithDueJobs(db: Database, before: number, limit: number) {
  return db
    .selectDistinct({ orgId: jobs.orgId, repositoryId: jobs.repositoryId })
    .from(jobs)
    .where(
      // The condition of the index of these jobs, word for word: what waits for its turn is not read.
      sql`state in ('pending', 'retrying', 'active', 'processing', 'ai_request') and published_at is not null
          and case when state in ('pending', 'retrying') then published_at else lease_until end < ${before}`,
    )
    .limit(limit);
}

/** Instants before which rows of each kind are no longer kept. */
type Limits = {
  readonly logs: number;
  readonly deliveries: number;
  readonly transactions: number;
  readonly blobs: number;
  readonly sessions: number;
  readonly ai: number;
  readonly answers: number;
  /** Of invitations and API tokens: when they ended. */
  readonly ended: number;
};

/** What is kept for a time only, by table. Health, results and the audit log are not among it. */
export function expiredRows(limits: Limits): readonly Expired[] {
  return [
    { table: jobLogs, where: lt(jobLogs.at, limits.logs) },
    { table: webhookDeliveries, where: lt(webhookDeliveries.receivedAt, limits.deliveries) },
    { table: webhookGaps, where: lt(webhookGaps.foundAt, limits.deliveries) },
    { table: jobStarts, where: lt(jobStarts.at, limits.transactions) },
    { table: oauthTransactions, where: lt(oauthTransactions.createdAt, limits.transactions) },
    { table: blobs, where: lt(blobs.usedAt, limits.blobs) },
    { table: sessions, where: lt(sessions.expiresAt, limits.sessions) },
    { table: aiRequests, where: lt(aiRequests.at, limits.ai) },
    { table: aiAlerts, where: lt(aiAlerts.at, limits.ai) },
    { table: aiCache, where: lt(aiCache.usedAt, limits.answers) },
    { table: invitations, where: endedBefore(limits.ended, invitations) },
    { table: apiTokens, where: or(lt(apiTokens.expiresAt, limits.ended), lt(apiTokens.revokedAt, limits.ended)) },
  ];
}

export type Expired = { readonly table: SQLiteTable; readonly where: SQL | undefined };

function endedBefore(at: number, { expiresAt, acceptedAt, endedAt }: typeof invitations): SQL | undefined {
  return or(lt(expiresAt, at), lt(acceptedAt, at), lt(endedAt, at));
}

/** Removes up to `limit` of such rows; answers how many went. */
export async function removeExpired(db: Database, { table, where }: Expired, limit: number): Promise<number> {
  const slice = sql`rowid in (select rowid from ${table} where ${where} limit ${limit})`;
  return (await db.delete(table).where(slice).run()).meta.changes;
}
