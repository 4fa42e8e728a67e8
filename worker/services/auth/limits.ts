/** Life spans of sign-in, in milliseconds. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const ACCESS_LIFE_MS = HOUR_MS;
export const SESSION_LIFE_MS = 7 * DAY_MS;
/** A session that nobody used for this long is over. */
export const SESSION_IDLE_MS = DAY_MS;
/** `last_seen_at` is written at most this often. */
export const TOUCH_EVERY_MS = 5 * MINUTE_MS;
/** For so long after a rotation the token before it still gives an access token: several tabs refresh at once. */
export const REFRESH_GRACE_MS = 10_000;
export const OAUTH_LIFE_MS = 10 * MINUTE_MS;
export const MAX_SESSIONS = 10;
