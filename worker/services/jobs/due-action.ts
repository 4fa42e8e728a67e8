/** When a job that is not over needs the reconciler. Pure. */

/** What the reconciler needs of a job row that is not final. Instants in ms. */
export interface WatchedJob {
  readonly id: string;
  readonly running: boolean;
  readonly leaseUntil: number | null;
  readonly dueAt: number;
  /** When it was let into the queue, or its message was sent again. */
  readonly publishedAt: number;
}

/** A message is taken for lost after 15 s, then after twice the wait so far, at most a minute: a backlog is not multiplied. */
export const LOST_AFTER_MS = 15_000;
const LOST_AFTER_AT_MOST_MS = 60_000;

export type Due = "republish" | "expire" | "wait";

/** What to do about a watched job now, and when to look again (ms since the epoch). */
export function dueAction(job: WatchedJob, now: number): { action: Due; lookAgainAt: number } {
  if (job.running) {
    const until = job.leaseUntil ?? now;
    return until <= now ? { action: "expire", lookAgainAt: now } : { action: "wait", lookAgainAt: until + 1 };
  }
  const patience = Math.min(Math.max(job.publishedAt - job.dueAt, LOST_AFTER_MS), LOST_AFTER_AT_MOST_MS);
  return soonest("republish", Math.max(job.dueAt, job.publishedAt + patience), now);
}

function soonest(action: Due, at: number, now: number): { action: Due; lookAgainAt: number } {
  return at <= now ? { action, lookAgainAt: now + LOST_AFTER_MS } : { action: "wait", lookAgainAt: at };
}
