/**
 * Reads of D1 that failed on the way are asked again: they change nothing. D1 itself does so twice (developers.cloudflare.com/d1,
 * "Retry queries"), but not for what is lost between us and it. Writes are never repeated here, since one that reports
 * failure may have taken effect.
 */
import type { Random } from "./random.ts";

const MAX_TRIES = 3;
const BACKOFF_MS = 25;

/** Failures of the way there, not of the question; an overloaded database is left in peace. */
const LOST =
  /Network connection lost|caused object to be reset|reset because its code was updated|transient issue on remote node/i;
const READ = /^\s*(?:select|explain)\b/i;

export function isRead(sql: string): boolean {
  return READ.test(sql);
}

/** Runs a read, up to three times with growing pauses. */
export async function retryRead<T>(random: Pick<Random, "fraction">, read: () => Promise<T>, tried = 1): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (tried >= MAX_TRIES || !(error instanceof Error) || !LOST.test(error.message)) throw error;
    await scheduler.wait(BACKOFF_MS * tried * (0.5 + random.fraction()));
    return retryRead(random, read, tried + 1);
  }
}
