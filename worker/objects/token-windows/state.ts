/** UTC days and months by number, without I/O and without a clock. */

const DAY_MS = 86_400_000;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** Names of the windows that tokens count in; null where no user pays. */
export interface Windows<User extends string | null = string | null> {
  readonly userDay: User;
  readonly userMonth: User;
  readonly organizationMonth: string;
}

/** The windows of `at` (ms since the epoch): days and months count from 1970. */
export function windowsOf<User extends string | null>(userId: User, at: number): Windows<User> {
  const month = `m${monthOf(at).index}`;
  const named = (window: string) => (userId === null ? null : `${window}:${userId}`) as User;
  return { userDay: named(`d${dayOf(at)}`), userMonth: named(month), organizationMonth: month };
}

/** When each window of `at` ends: the first instant that is in none of them. */
export function endsOf(at: number): Record<keyof Windows, number> {
  const { endsAt } = monthOf(at);
  return { userDay: (dayOf(at) + 1) * DAY_MS, userMonth: endsAt, organizationMonth: endsAt };
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** Months since 1970 and the first instant of the next one, from the civil calendar. */
function monthOf(at: number): { index: number; endsAt: number } {
  let year = 1970 + Math.floor(at / (365.2425 * DAY_MS));
  while (startOf(year, 0) > at) year -= 1;
  while (startOf(year + 1, 0) <= at) year += 1;
  let month = 0;
  while (month < 11 && startOf(year, month + 1) <= at) month += 1;
  return { index: (year - 1970) * 12 + month, endsAt: startOf(year, month + 1) };
}

function startOf(year: number, month: number): number {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month] ?? 0) + (isLeap && month > 1 ? 1 : 0);
  return days * DAY_MS;
}
