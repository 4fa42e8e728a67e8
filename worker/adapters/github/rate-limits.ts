/**
 * When GitHub lets us ask again. Sources: "Best practices for using the REST API" and "Rate limits and query limits for the
 * GraphQL API", docs.github.com.
 */

const SECONDARY_WAIT_MS = 60_000;
const SECONDARY = /secondary rate limit|abuse detection/i;
const PRIMARY = /rate limit (already )?exceeded/i;
const PRIMARY_TYPE = /^RATE_LIMIT(ED)?$/;

type Headers = Readonly<Record<string, string>>;

export type LimitSignals = {
  readonly status: number;
  readonly headers: Headers;
  readonly message: string;
};

/** A refusal for the rate. */
export type Limit = {
  /** The instant (ms) of the next try. */
  readonly until: number;
  /** Whether it holds for the budget of one resource alone; any other holds for the whole token. */
  readonly isPrimary: boolean;
  /** Whether GitHub named no instant, so that `until` is ours: a minute from now. */
  readonly isGuess: boolean;
};

/** An error of a GraphQL answer, as far as limits go. */
export type GraphqlErrorWords = { readonly type?: string | undefined; readonly message: string };

/** The instant (ms) at which a refused request may be tried again, or null when it was not refused for its rate. */
export function rateLimitedUntil(signals: LimitSignals, now: number): number | null {
  return rateLimit(signals, now)?.until ?? null;
}

/**
 * The limit that refused a request, or null when it was not refused for its rate. Order of what names its end:
 * `retry-after` (seconds or a date), then `x-ratelimit-reset` when nothing remains, else a minute for the secondary limit.
 */
export function rateLimit({ status, headers, message }: LimitSignals, now: number): Limit | null {
  if (status !== 403 && status !== 429) return null;
  const isSpent = headers["x-ratelimit-remaining"] === "0";
  const isLimit = isSpent || status === 429 || SECONDARY.test(message) || PRIMARY.test(message);
  const afterHeader = retryAfter(headers["retry-after"], now);
  if (afterHeader !== null) return { until: afterHeader, isPrimary: false, isGuess: false };
  return isLimit ? endOf(headers, now, isSpent) : null;
}

/** The limit that the errors of a GraphQL answer tell of, whatever its status and whatever remains; null when they tell of none. */
export function graphqlLimit(errors: readonly GraphqlErrorWords[], headers: Headers, now: number): Limit | null {
  // What is not found is quoted in the message, and names come from users.
  const told = errors.filter(({ type }) => type !== "NOT_FOUND");
  const isSecondary = told.some(({ message }) => SECONDARY.test(message));
  const isPrimary = told.some(({ type = "", message }) => PRIMARY_TYPE.test(type) || PRIMARY.test(message));
  if (!isSecondary && !isPrimary) return null;
  const afterHeader = retryAfter(headers["retry-after"], now);
  if (afterHeader !== null) return { until: afterHeader, isPrimary: !isSecondary, isGuess: false };
  return endOf(headers, now, !isSecondary);
}

/** The reset instant (ms) of the window that the headers describe; a minute from now when they do not say. */
export function resetAt(headers: Headers, now: number): number {
  return windowEnd(headers, now) ?? now + SECONDARY_WAIT_MS;
}

function endOf(headers: Headers, now: number, isPrimary: boolean): Limit {
  const end = isPrimary ? windowEnd(headers, now) : null;
  return { until: end ?? now + SECONDARY_WAIT_MS, isPrimary, isGuess: end === null };
}

function windowEnd(headers: Headers, now: number): number | null {
  const seconds = Number(headers["x-ratelimit-reset"]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.max(seconds * 1000, now) : null;
}

/** Null when the header is missing, empty, or names no time to come. */
function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const seconds = Number(value);
  const until = Number.isFinite(seconds) ? now + seconds * 1000 : Date.parse(value);
  return until > now ? until : null;
}
