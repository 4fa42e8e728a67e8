/** Numbers, times and counts as readers see them. Pure: the present is an argument. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const LOCALE = "en";
const number = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "short" });
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const monthYear = new Intl.DateTimeFormat(LOCALE, { month: "long", year: "numeric", timeZone: "UTC" });
const dayClock = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const money = new Intl.NumberFormat(LOCALE, { style: "currency", currency: "USD" });
const smallMoney = new Intl.NumberFormat(LOCALE, {
  style: "currency",
  currency: "USD",
  maximumSignificantDigits: 2,
});
const percent = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function formatNumber(value: number): string {
  return number.format(value);
}

/** 12,345 as "12.3K". */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** "1 finding", "2 findings". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

/** "just now", "3 min. ago", "yesterday"; a date after thirty days. Both in ms since the epoch. */
export function formatRelative(at: number, now: number): string {
  const age = now - at;
  const size = Math.abs(age);
  if (size < MINUTE_MS) return age >= -5000 ? "just now" : "in a moment";
  if (size < HOUR_MS) return relative.format(-Math.round(age / MINUTE_MS), "minute");
  if (size < DAY_MS) return relative.format(-Math.round(age / HOUR_MS), "hour");
  if (size < 30 * DAY_MS) return relative.format(-Math.round(age / DAY_MS), "day");
  return day.format(at);
}

/** "Nov 12", the UTC day of an instant in ms since the epoch. */
export function formatDayMonth(at: number): string {
  return dayMonth.format(at);
}

/** "2026-11" as "November 2026". */
export function formatMonth(month: string): string {
  return monthYear.format(Date.parse(`${month}-01T00:00:00Z`));
}

/** Day and time of day, "21 Nov, 14:02". */
export function formatDayClock(at: number): string {
  return dayClock.format(at);
}

const LEAST_USD = 0.0001;

/** US dollars: cents from one cent up, two digits that count below it, "<$0.0001" for less. */
export function formatMoney(usd: number): string {
  if (usd > 0 && usd < LEAST_USD) return `<${smallMoney.format(LEAST_USD)}`;
  return usd > 0 && usd < 0.01 ? smallMoney.format(usd) : money.format(usd);
}

/** `part` of `whole` in whole percent; nothing of nothing is 0 %. */
export function formatShare(part: number, whole: number): string {
  return percent.format(whole === 0 ? 0 : part / whole);
}

export function formatFull(at: number): string {
  return full.format(at);
}

/** Time of day, "14:02". */
export function formatClock(at: number): string {
  return clock.format(at);
}

/** Time of day to the second, "14:02:09". */
export function formatClockSeconds(at: number): string {
  return clockWithSeconds.format(at);
}

/** "340 ms", "2.4 s", "1 min 5 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.max(0, Math.round(durationMs))} ms`;
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(1)} s`;
  if (durationMs < MINUTE_MS) return `${Math.round(durationMs / 1000)} s`;
  const minutes = Math.floor(durationMs / MINUTE_MS);
  return `${minutes} min ${Math.round((durationMs % MINUTE_MS) / 1000)} s`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}
