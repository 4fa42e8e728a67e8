import { type Expired, expiredRows, removeExpired } from "../../db/system.ts";
import type { Scope } from "../context.ts";

const DAY_MS = 24 * 60 * 60_000;
const LOGS_DAYS = 30;
const DELIVERIES_DAYS = 7;
/** Cached files that no analysis read for so long are fetched again when needed. */
const BLOBS_DAYS = 30;
/** Questions to the AI are kept long enough to compare a month with the same one a year before; their sums stay. */
const AI_DAYS = 400;
/** An answer that no question needed for so long is asked for again. */
const ANSWERS_DAYS = 30;

/** Invitations and API tokens that ended are shown for a while: who asks why one stopped working finds it. */
const ENDED_DAYS = 30;
/** Rows removed by one statement, and statements for one table in a night: a table that grew large is cleared over several. */
const SLICE = 2_000;
const SLICES = 100;

/** The nightly clean-up: logs older than 30 days, webhook deliveries and gaps older than 7, files and answers of the AI unused
 * for 30, questions to it older than 400, invitations and tokens that ended 30 days ago, sessions, sign-ins and starts of jobs
 * that are over. Health and usage stay for ever. */
export async function cleanUp(scope: Scope): Promise<void> {
  const before = (days: number) => scope.clock.now() - days * DAY_MS;
  const expired = expiredRows({
    logs: before(LOGS_DAYS),
    deliveries: before(DELIVERIES_DAYS),
    transactions: before(1),
    blobs: before(BLOBS_DAYS),
    sessions: before(1),
    ai: before(AI_DAYS),
    answers: before(ANSWERS_DAYS),
    ended: before(ENDED_DAYS),
  });
  for (const kind of expired) await clear(scope, kind);
}

async function clear({ db }: Scope, kind: Expired): Promise<void> {
  for (let slice = 0; slice < SLICES; slice += 1) {
    if ((await removeExpired(db, kind, SLICE)) < SLICE) return;
  }
}
