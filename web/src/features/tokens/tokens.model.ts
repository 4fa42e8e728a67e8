const DAY_MS = 86_400_000;
/** From then on a reader should think of the next one. */
const NEAR_DAYS = 7;

/** Whole days until `expiresAt` (ISO 8601): 0 on the last one, negative when it has passed. `now` in ms since the epoch. */
export function daysLeft(expiresAt: string, now: number): number {
  return Math.floor((Date.parse(expiresAt) - now) / DAY_MS);
}

export function isNearEnd(days: number): boolean {
  return days < NEAR_DAYS;
}
