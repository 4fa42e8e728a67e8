import { query, revalidate } from "@solidjs/router";
import { api, read } from "../../api.ts";
import type {
  DeadLetters,
  DeadLettersDeleted,
  DeadLettersRetried,
  Job,
  JobEvent,
  JobKind,
  JobLogs,
  JobState,
  QueueStats,
} from "../../api-types.ts";

const PAGE_SIZE = "50";
const LOG_PAGE = "500";

export const loadJob = (id: string): Promise<Job> => read(api.api.jobs[":id"].$get({ param: { id } }));
export const getJob = query(loadJob, "job");

/** All events of a job after `since`, oldest first. */
export async function loadEvents(jobId: string, since: number): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  let from: number | null = since;
  while (from !== null) {
    const part: JobLogs = await read(
      api.api.jobs[":id"].logs.$get({ param: { id: jobId }, query: { since: String(from), limit: LOG_PAGE } }),
    );
    events.push(...part.items);
    from = part.items.length === 0 ? null : part.next_since;
  }
  return events;
}

export const getEvents = query((jobId: string) => loadEvents(jobId, 0), "events");

export type JobFilter = { readonly state?: JobState | undefined; readonly kind?: JobKind | undefined };
export type JobPage = { readonly items: readonly Job[]; readonly next_cursor: string | null };

/** One page of the jobs, newest first. */
export function loadJobs({ state, kind }: JobFilter, cursor?: string): Promise<JobPage> {
  const asked = { ...(state && { state }), ...(kind && { kind }), ...(cursor && { cursor }) };
  return read(api.api.jobs.$get({ query: { limit: PAGE_SIZE, ...asked } }));
}

export const getJobs = query((filter: JobFilter): Promise<JobPage> => loadJobs(filter), "jobs");

export const loadStats = (): Promise<QueueStats> => read(api.api.jobs.queue.stats.$get());
export const getStats = query(loadStats, "queue-stats");

/** What a change of jobs makes old. */
const CHANGED = [getJobs.key, getStats.key];

export async function cancelJob(jobId: string): Promise<void> {
  await read(api.api.jobs[":id"].$delete({ param: { id: jobId } }));
  void revalidate([...CHANGED, getJob.keyFor(jobId)]);
}

type Accepted = { readonly job_id: string; readonly analysis_id: string | null };

export async function retryJob(jobId: string): Promise<Accepted> {
  const accepted: Accepted = await read(api.api.jobs[":id"].retry.$post({ param: { id: jobId } }));
  void revalidate(CHANGED);
  return accepted;
}

/** Runs set-aside jobs again, those named or the oldest hundred of the kind. */
export async function retryDeadLetters(which: DeadLetters): Promise<DeadLettersRetried> {
  const answer: DeadLettersRetried = await read(api.api.jobs["dead-letter"].retry.$post({ json: which }));
  void revalidate(CHANGED);
  return answer;
}

/** Deletes set-aside jobs with their logs, those named or the oldest hundred of the kind. */
export async function deleteDeadLetters(which: DeadLetters): Promise<DeadLettersDeleted> {
  const answer: DeadLettersDeleted = await read(api.api.jobs["dead-letter"].delete.$post({ json: which }));
  void revalidate(CHANGED);
  return answer;
}
