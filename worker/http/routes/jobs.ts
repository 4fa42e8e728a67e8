import { Hono } from "hono";
import * as z from "zod";
import { cancelJob } from "../../services/jobs/cancel-job.ts";
import { countSetAside, deleteDeadLetters, retryDeadLetters } from "../../services/jobs/dead-letters.ts";
import { getJob, listJobsOfOrg, readJobLogs, readQueueStats } from "../../services/jobs/read-jobs.ts";
import { retryJob } from "../../services/jobs/retry-job.ts";
import { phaseOf } from "../../services/jobs/transitions.ts";
import type { AppEnv } from "../app-env.ts";
import { deadLetterFilter, eventJson, jobJson, retriedJson } from "../json/jobs.ts";
import { timestampOrNull } from "../json/timestamps.ts";
import { pageJson, readCursor } from "../pagination.ts";
import { defineRoute } from "../registry.ts";
import { Id, pageOf } from "../schemas/common.ts";
import {
  DeadLettersBody,
  DeadLettersDeleted,
  DeadLettersRetried,
  Job,
  JobCancelled,
  JobLogs,
  JobLogsQuery,
  ListJobsQuery,
  QueueStats,
} from "../schemas/jobs.ts";
import { JobAccepted } from "../schemas/repositories.ts";

const Params = z.strictObject({ id: Id });
const LIST = "jobs";

const list = defineRoute({
  method: "get",
  path: "/api/jobs",
  summary: "Jobs of the organization, newest first.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  query: ListJobsQuery,
  responses: { 200: pageOf(Job) },
});

const stats = defineRoute({
  method: "get",
  path: "/api/jobs/queue/stats",
  summary:
    "How many jobs stand in each state (completed and cancelled ones: of the last 24 hours; 10000 stands for that many or more), and since when the oldest one waits.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  responses: { 200: QueueStats },
});

const get = defineRoute({
  method: "get",
  path: "/api/jobs/:id",
  summary: "One job.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  params: Params,
  responses: { 200: Job },
  resource: { param: "id", table: "jobs" },
});

const logs = defineRoute({
  method: "get",
  path: "/api/jobs/:id/logs",
  summary: "The event log of a job after a sequence number.",
  access: "org",
  permission: "job.read",
  rate: "jobs",
  audit: null,
  params: Params,
  query: JobLogsQuery,
  responses: { 200: JobLogs },
  resource: { param: "id", table: "jobs" },
});

const cancel = defineRoute({
  method: "delete",
  path: "/api/jobs/:id",
  summary: "Cancels a job that is not over.",
  access: "org",
  permission: "job.change",
  rate: "jobs",
  audit: "job.cancelled",
  params: Params,
  responses: { 202: JobCancelled },
  resource: { param: "id", table: "jobs" },
});

const retry = defineRoute({
  method: "post",
  path: "/api/jobs/:id/retry",
  summary: "Runs a set-aside or cancelled job again, as a new one.",
  access: "org",
  permission: "job.change",
  rate: "jobs",
  audit: "job.created",
  params: Params,
  responses: { 202: JobAccepted },
  resource: { param: "id", table: "jobs" },
});

const retryAll = defineRoute({
  method: "post",
  path: "/api/jobs/dead-letter/retry",
  summary: "Runs set-aside jobs again, those named or the oldest, at most a hundred; what cannot run says why.",
  access: "org",
  permission: "job.manage",
  rate: "jobs",
  audit: "job.created",
  body: DeadLettersBody,
  responses: { 200: DeadLettersRetried },
});

const deleteAll = defineRoute({
  method: "post",
  path: "/api/jobs/dead-letter/delete",
  summary: "Deletes set-aside jobs with their logs, those named or the oldest, at most a hundred.",
  access: "org",
  permission: "job.manage",
  rate: "jobs",
  audit: "job.deleted",
  body: DeadLettersBody,
  responses: { 200: DeadLettersDeleted },
});

export const jobs = new Hono<AppEnv>()
  .get(list.path, ...list.use, async (c) => {
    const { state, kind, repository_id: repositoryId, cursor, limit } = c.req.valid("query");
    const after = await readCursor(c.var.ctx, LIST, cursor);
    const { items, next } = await listJobsOfOrg(c.var.ctx, { state, kind, repositoryId, after, limit });
    return c.json(await pageJson(c.var.ctx, LIST, { items: items.map(jobJson), next }), 200);
  })
  .get(stats.path, ...stats.use, async (c) => {
    const [setAside, standing] = await Promise.all([countSetAside(c.var.ctx), readQueueStats(c.var.ctx)]);
    const { counts, oldestRunnableAt } = standing;
    return c.json({ counts, set_aside: setAside, oldest_runnable_at: timestampOrNull(oldestRunnableAt) }, 200);
  })
  // Before the routes of one job, whose id would be `dead-letter`.
  .post(retryAll.path, ...retryAll.use, async (c) => {
    const body = c.req.valid("json");
    const { items, remaining } = await retryDeadLetters(c.var.ctx, deadLetterFilter(body), body.limit);
    return c.json({ items: items.map(retriedJson), remaining }, 200);
  })
  .post(deleteAll.path, ...deleteAll.use, async (c) => {
    const body = c.req.valid("json");
    return c.json(await deleteDeadLetters(c.var.ctx, deadLetterFilter(body), body.limit), 200);
  })
  .get(get.path, ...get.use, async (c) => c.json(jobJson(await getJob(c.var.ctx, c.req.valid("param").id)), 200))
  .get(logs.path, ...logs.use, async (c) => {
    const { items, nextSince } = await readJobLogs(c.var.ctx, c.req.valid("param").id, c.req.valid("query"));
    return c.json({ items: items.map(eventJson), next_since: nextSince }, 200);
  })
  .delete(cancel.path, ...cancel.use, async (c) => {
    const { id, state } = await cancelJob(c.var.ctx, c.req.valid("param").id);
    return c.json({ id, state, phase: phaseOf(state) }, 202);
  })
  .post(retry.path, ...retry.use, async (c) => {
    const { jobId, analysisId, coalesced } = await retryJob(c.var.ctx, c.req.valid("param").id);
    return c.json({ job_id: jobId, analysis_id: analysisId, coalesced }, 202);
  });
