import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import { AiError, type AiErrorKind } from "../ai-error.ts";

/** Everything of one call, retries and waits included. */
export const CALL_LIMIT_MS = 60_000;
export const MAX_TRIES = 3;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
/** Longer waits are the caller's: a queue waits better than a request. */
const LONGEST_TOLD_WAIT_MS = 10_000;

const RETRYABLE: ReadonlySet<AiErrorKind> = new Set(["rate", "server", "timeout", "network"]);

export type RetryPlatform = {
  readonly clock: Clock;
  readonly random: Random;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Counts requests as they leave: some tries send two. */
export type Tries = { sent: number };

/** Milliseconds until the next try; undefined when there is to be none. */
function waitAfter(error: AiError, sent: number, { clock, random }: RetryPlatform): number | undefined {
  if (!RETRYABLE.has(error.kind) || sent >= MAX_TRIES) return undefined;
  const told = error.retryAt === null ? 0 : error.retryAt - clock.now();
  if (told > LONGEST_TOLD_WAIT_MS) return undefined;
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (sent - 1));
  return Math.max(told, Math.floor(random.fraction() * most));
}

/** The same failure with the number of requests that were sent. */
export function withAttempts({ kind, message, retryAt, tokens, cause }: AiError, attempts: number): AiError {
  return new AiError(kind, message, { retryAt, tokens, attempts, cause });
}

/**
 * Runs `attempt` until it succeeds, with exponential backoff and full jitter, but never before the provider lets us.
 * Only what may pass by itself is tried again, at most three requests leave, and `signal` ends it all, waits too.
 * Throws the last `AiError` with the number of requests.
 */
export async function withRetries<T>(
  platform: RetryPlatform,
  signal: AbortSignal,
  attempt: (tries: Tries) => Promise<T>,
): Promise<{ readonly value: T; readonly attempts: number }> {
  const tries: Tries = { sent: 0 };
  for (;;) {
    try {
      return { value: await attempt(tries), attempts: tries.sent };
    } catch (error) {
      if (!(error instanceof AiError)) throw error;
      const wait = waitAfter(error, tries.sent, platform);
      if (wait === undefined || !(await isOver(platform.sleep(wait, signal), signal)))
        throw withAttempts(error, tries.sent);
    }
  }
}

/** False when the signal ended the wait. */
async function isOver(wait: Promise<void>, signal: AbortSignal): Promise<boolean> {
  try {
    await wait;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return !signal.aborted;
}
