import { deleteExpired } from "../../db/system.ts";
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

/** The nightly clean-up: logs older than 30 days, webhook deliveries and gaps older than 7, files and answers of
 * the AI unused for 30, questions to it older than 400, sessions, sign-ins and starts of jobs that are over. Health and usage stay for ever. */
export async function cleanUp(scope: Scope): Promise<void> {
  const now = scope.clock.now();
  await deleteExpired(scope.db, {
    logs: now - LOGS_DAYS * DAY_MS,
    deliveries: now - DELIVERIES_DAYS * DAY_MS,
    transactions: now - DAY_MS,
    blobs: now - BLOBS_DAYS * DAY_MS,
    sessions: now - DAY_MS,
    ai: now - AI_DAYS * DAY_MS,
    answers: now - ANSWERS_DAYS * DAY_MS,
  });
}
