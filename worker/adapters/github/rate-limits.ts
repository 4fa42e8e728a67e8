/** When GitHub lets us ask again. Source: "Best practices for using the REST API", docs.github.com. */

const SECONDARY_WAIT_MS = 60_000;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /rate limit exceeded/i;

export type LimitSignals = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
};

/**
 * The instant (ms) at which a refused request may be tried again, or null when it was not refused for its rate. Order:
 * `retry-after` (seconds or a date), then `x-ratelimit-reset` when nothing remains, else a minute for the secondary limit.
 */
export function rateLimitedUntil(signals: LimitSignals, now: number): number | null {
  if (signals.status !== 403 && signals.status !== 429) return null;
  const afterHeader = retryAfter(signals.headers["retry-after"], now);
  if (afterHeader !== null) return afterHeader;
  if (signals.headers["x-ratelimit-remaining"] === "0") return resetAt(signals.headers, now);
  const isLimit = signals.status === 429 || SECONDARY.test(signals.message) || PRIMARY.test(signals.message);
  return isLimit ? now + SECONDARY_WAIT_MS : null;
}

/** The reset instant (ms) of the window that the headers describe; a minute from now when they do not say. */
export function resetAt(headers: Readonly<Record<string, string>>, now: number): number {
  const seconds = Number(headers["x-ratelimit-reset"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.max(seconds * 1000, now) : now + SECONDARY_WAIT_MS;
}

function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return now + Math.max(0, seconds) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(date, now);
}
