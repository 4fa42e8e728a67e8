import {
  findListedJob,
  type JobLogRow,
  type JobRow,
  type JobRowState,
  type ListedJob,
  listEvents,
  listJobs,
} from "../../db/jobs.ts";
import { readStats } from "../../db/queue-stats.ts";
import { AppError } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import type { JobState } from "./transitions.ts";

/** Jobs that are over count in the statistics for a day. */
const STATS_MS = 24 * 60 * 60_000;
const MOST_COUNTED = 10_000;

type RowKey = { readonly at: number; readonly id: string };

export async function getJob(ctx: Ctx, jobId: string): Promise<ListedJob> {
  requirePermission(ctx, "job.read");
  const job = await findListedJob(ctx.data, jobId);
  if (!job) throw new AppError("not_found", "There is no such job in this organization.");
  return job;
}

export type JobQuery = {
  readonly state: JobRowState | undefined;
  readonly kind: JobRow["kind"] | undefined;
  readonly repositoryId: string | undefined;
  readonly after: RowKey | undefined;
  readonly limit: number;
};

/** Jobs of the organization, newest first. */
export async function listJobsOfOrg(ctx: Ctx, query: JobQuery): Promise<{ items: ListedJob[]; next: RowKey | null }> {
  requirePermission(ctx, "job.read");
  const rows = await listJobs(ctx.data, { ...query, limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1)?.job;
  return { items, next: rows.length > query.limit && last ? { at: last.createdAt, id: last.id } : null };
}

/** Events of a job after `since`; `nextSince` is where to go on, null at the end. */
export async function readJobLogs(
  ctx: Ctx,
  jobId: string,
  page: { since: number; limit: number },
): Promise<{ items: JobLogRow[]; nextSince: number | null }> {
  requirePermission(ctx, "job.read");
  const rows = await listEvents(ctx.data, jobId, { since: page.since, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit);
  return { items, nextSince: rows.length > page.limit ? (items.at(-1)?.seq ?? null) : null };
}

/** `most`: how many jobs of a state are counted; that number stands for so many or more. */
export async function readQueueStats(
  ctx: Ctx,
  most = MOST_COUNTED,
): Promise<{ counts: Readonly<Record<JobState, number>>; oldestRunnableAt: number | null }> {
  requirePermission(ctx, "job.read");
  return readStats(ctx.data, { since: ctx.clock.now() - STATS_MS, most });
}
