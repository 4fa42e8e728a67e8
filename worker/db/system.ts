/** The few questions about jobs that span organizations: a queue message names a job alone, and the clock knows no tenant. */
import { eq, lt, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import type { JobRow } from "./jobs.ts";
import {
  aiAlerts,
  aiCache,
  aiRequests,
  blobs,
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

/** Clears what is kept for a time only. Health, results and the audit log stay. */
export async function deleteExpired(
  db: Database,
  limits: {
    logs: number;
    deliveries: number;
    transactions: number;
    blobs: number;
    sessions: number;
    ai: number;
    answers: number;
  },
): Promise<void> {
  await db.batch([
    db.delete(jobLogs).where(lt(jobLogs.at, limits.logs)),
    db.delete(webhookDeliveries).where(lt(webhookDeliveries.receivedAt, limits.deliveries)),
    db.delete(webhookGaps).where(lt(webhookGaps.foundAt, limits.deliveries)),
    db.delete(jobStarts).where(lt(jobStarts.at, limits.transactions)),
    db.delete(oauthTransactions).where(lt(oauthTransactions.createdAt, limits.transactions)),
    db.delete(blobs).where(lt(blobs.usedAt, limits.blobs)),
    db.delete(sessions).where(lt(sessions.expiresAt, limits.sessions)),
    db.delete(aiRequests).where(lt(aiRequests.at, limits.ai)),
    db.delete(aiAlerts).where(lt(aiAlerts.at, limits.ai)),
    db.delete(aiCache).where(lt(aiCache.usedAt, limits.answers)),
  ]);
}
