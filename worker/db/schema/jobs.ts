import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { repositories } from "./repositories.ts";

/** The truth about a job. A queue message only says that it may be due. */
export const jobs = sqliteTable(
  "jobs",
  {
    orgId: text("org_id").notNull(),
    id: text().primaryKey(),
    repositoryId: text("repository_id").notNull(),
    kind: text({ enum: ["analysis", "sync", "ci_generation"] }).notNull(),
    trigger: text({ enum: ["connect", "manual", "push", "pull_request", "schedule", "retry"] }).notNull(),
    state: text({
      enum: [
        "pending",
        "active",
        "processing",
        "ai_request",
        "completed",
        "retrying",
        "failed",
        "cancelled",
        "dead_letter",
      ],
    }).notNull(),
    /** What was asked, as JSON of the kind's own schema. */
    input: text().notNull(),
    /** Identical requests share one; unique while a job is not final, then set to null. */
    coalesceKey: text("coalesce_key"),
    /** Attempts started, and workers lost: counted apart. */
    attempt: integer().notNull().default(0),
    lost: integer().notNull().default(0),
    /** Grows with every claim; a write under an older fence changes nothing. */
    fence: integer().notNull().default(0),
    claimToken: text("claim_token"),
    leaseUntil: integer("lease_until"),
    nextRunAt: integer("next_run_at"),
    /** Interactive 0, webhook 1, scheduled 2: who goes first when an organization's jobs wait. */
    priority: integer().notNull().default(0),
    /** When it was let into the queue; null while it waits for its organization's turn. */
    publishedAt: integer("published_at"),
    /** Names the statement that let it in, so that only that one sends its message; once it is over, the job that runs it again. */
    admission: text(),
    /** The set-aside or cancelled job that this one runs again: each has one successor at most. */
    retryOf: text("retry_of"),
    requestedBy: text("requested_by"),
    correlationId: text("correlation_id").notNull(),
    errorCode: text("error_code"),
    errorDetail: text("error_detail"),
    createdAt: integer("created_at").notNull(),
    startedAt: integer("started_at"),
    finishedAt: integer("finished_at"),
  },
  (t) => [
    uniqueIndex("jobs_org_id").on(t.orgId, t.id),
    uniqueIndex("jobs_coalesce").on(t.orgId, t.coalesceKey),
    index("jobs_list").on(t.orgId, t.createdAt),
    // Kind first: with the organization first it would draw questions that only name the organization.
    index("jobs_kind").on(t.kind, t.orgId, t.createdAt),
    index("jobs_repository").on(t.orgId, t.repositoryId, t.createdAt),
    index("jobs_state").on(t.orgId, t.state, t.createdAt),
    // Of those that are over, because they only grow in number; open ones of a state are few.
    index("jobs_over").on(t.orgId, t.kind, t.state, t.createdAt).where(sql`finished_at is not null`),
    index("jobs_runnable").on(t.state, t.nextRunAt),
    index("jobs_lease").on(t.state, t.leaseUntil),
    uniqueIndex("jobs_retry_of").on(t.orgId, t.retryOf),
    // What admission asks for reads no row too many: those that wait, and those that are in the queue or run.
    index("jobs_waiting")
      .on(t.orgId, t.kind, t.priority, t.nextRunAt)
      .where(sql`state in ('pending', 'retrying') and published_at is null`),
    index("jobs_outstanding")
      .on(t.orgId, t.kind)
      .where(sql`state in ('pending', 'retrying', 'active', 'processing', 'ai_request') and published_at is not null`),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Starts of analyses, for their number a minute per organization. */
export const jobStarts = sqliteTable(
  "job_starts",
  {
    orgId: text("org_id").notNull(),
    at: integer().notNull(),
    jobId: text("job_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.at, t.jobId] }),
    index("job_starts_age").on(t.at),
    foreignKey({ columns: [t.orgId, t.jobId], foreignColumns: [jobs.orgId, jobs.id] }).onDelete("cascade"),
  ],
);

/** The event log of a job: append-only, `seq` from 1 without gaps. */
export const jobLogs = sqliteTable(
  "job_logs",
  {
    orgId: text("org_id").notNull(),
    jobId: text("job_id").notNull(),
    seq: integer().notNull(),
    at: integer().notNull(),
    type: text({ enum: ["state", "step", "log"] }).notNull(),
    level: text({ enum: ["info", "warning", "error"] }).notNull(),
    message: text().notNull(),
    state: text(),
    /** JobStep as JSON, for events of type `step`. */
    step: text(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.jobId, t.seq] }),
    index("job_logs_age").on(t.at),
    foreignKey({ columns: [t.orgId, t.jobId], foreignColumns: [jobs.orgId, jobs.id] }).onDelete("cascade"),
  ],
);
