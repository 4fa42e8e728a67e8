import * as z from "zod";
import { Id, PageQuery, Timestamp } from "./common.ts";

export const JobKind = z.enum(["analysis", "sync", "ci_generation"]);
export const JobState = z.enum([
  "pending",
  "active",
  "processing",
  "ai_request",
  "completed",
  "retrying",
  "failed",
  "cancelled",
  "dead_letter",
]);
export const JobPhase = z.enum(["queued", "processing", "completed", "failed", "cancelled"]);
export const JobTrigger = z.enum(["connect", "manual", "push", "pull_request", "schedule", "retry"]);

export const JobError = z.object({ code: z.string(), detail: z.string() });

export const Job = z
  .object({
    id: Id,
    kind: JobKind,
    repository_id: Id,
    repository: z.string(),
    analysis_id: Id.nullable(),
    /** What a completed job of kind `ci_generation` made. */
    artifact_id: Id.nullable(),
    trigger: JobTrigger,
    state: JobState,
    phase: JobPhase,
    attempt: z.int(),
    max_attempts: z.int(),
    lost: z.int(),
    /** The job that this one runs again. */
    retry_of: Id.nullable(),
    next_run_at: Timestamp.nullable(),
    error: JobError.nullable(),
    created_at: Timestamp,
    started_at: Timestamp.nullable(),
    finished_at: Timestamp.nullable(),
  })
  .meta({ id: "Job" });

/** One named step of a job. `index` counts from 1. */
export const JobStep = z.object({
  key: z.string(),
  title: z.string(),
  index: z.int(),
  total: z.int(),
  status: z.enum(["running", "done", "failed"]),
  /** Facts of the step, for example "34 files, 3 from cache". */
  detail: z.string().nullable(),
});

/** Append-only, sequence per job from 1 without gaps. */
export const JobEvent = z
  .object({
    seq: z.int(),
    at: Timestamp,
    type: z.enum(["state", "step", "log"]),
    level: z.enum(["info", "warning", "error"]),
    message: z.string(),
    state: JobState.nullable(),
    phase: JobPhase.nullable(),
    step: JobStep.nullable(),
  })
  .meta({ id: "JobEvent" });

export const JobLogsQuery = z.strictObject({
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(500),
});
export const JobLogs = z.object({ items: z.array(JobEvent), next_since: z.int().nullable() });

export const ListJobsQuery = PageQuery.extend({
  state: JobState.optional(),
  kind: JobKind.optional(),
  repository_id: Id.optional(),
});

export const QueueStats = z
  .object({
    counts: z.record(JobState, z.int()),
    /** The set-aside ones by kind. */
    set_aside: z.record(JobKind, z.int()),
    oldest_runnable_at: Timestamp.nullable(),
  })
  .meta({ id: "QueueStats" });

/** Set-aside jobs to run again or to delete: those named, else the `limit` oldest ones, at most 100 a call. */
export const DeadLettersBody = z
  .strictObject({
    ids: z.array(Id).min(1).max(100).optional(),
    kind: JobKind.optional(),
    repository_id: Id.optional(),
    /** 100 when it is left out. */
    limit: z.int().min(1).max(100).optional(),
  })
  .refine(({ ids, ...choice }) => ids === undefined || Object.values(choice).every((value) => value === undefined), {
    path: ["ids"],
    message: "Name jobs by `ids`, or choose them by `kind`, `repository_id` and `limit`: not both.",
  });
export const DeadLettersRetried = z
  .object({
    items: z.array(
      z.object({
        job_id: Id,
        /** The job that runs in its place; null when it cannot run. */
        new_job_id: Id.nullable(),
        problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
      }),
    ),
    /** Set-aside jobs that are left. */
    remaining: z.int(),
  })
  .meta({ id: "DeadLettersRetried" });
export const DeadLettersDeleted = z.object({ deleted: z.int(), remaining: z.int() });

export const JobCancelled = z.object({ id: Id, state: JobState, phase: JobPhase });

/** Query of both WebSocket routes. `since` is the last sequence number that the client has. */
export const LiveQuery = z.strictObject({ since: z.coerce.number().int().min(0).default(0) });

/** Frames of `GET /api/jobs/{id}/live`. The client ignores kinds it does not know. */
export const JobFrame = z.discriminatedUnion("kind", [
  z.object({ v: z.literal(1), kind: z.literal("event"), event: JobEvent }),
  /** The sequence asked for is older than what is retained: read the logs over HTTP, then go on. */
  z.object({ v: z.literal(1), kind: z.literal("resync_required") }),
]);

/** Frames of `GET /api/live`: one socket for the whole organization. `seq` is per organization. */
export const OrgFrame = z.discriminatedUnion("kind", [
  z.object({
    v: z.literal(1),
    kind: z.literal("job"),
    seq: z.int(),
    at: Timestamp,
    repository_id: Id,
    job_id: Id,
    analysis_id: Id.nullable(),
    state: JobState,
    phase: JobPhase,
    step: JobStep.nullable(),
  }),
  z.object({
    v: z.literal(1),
    kind: z.literal("repository"),
    seq: z.int(),
    at: Timestamp,
    repository_id: Id,
    reason: z.enum(["connected", "disconnected", "synced", "analysed", "pull_request"]),
  }),
  z.object({ v: z.literal(1), kind: z.literal("resync_required") }),
]);
