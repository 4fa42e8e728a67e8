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
    publishedAt: integer("published_at"),
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
    index("jobs_repository").on(t.orgId, t.repositoryId, t.createdAt),
    index("jobs_state").on(t.orgId, t.state, t.createdAt),
    index("jobs_runnable").on(t.state, t.nextRunAt),
    index("jobs_lease").on(t.state, t.leaseUntil),
    foreignKey({ columns: [t.orgId, t.repositoryId], foreignColumns: [repositories.orgId, repositories.id] }).onDelete(
      "cascade",
    ),
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
