/**
 * The token ledger of one organization, without I/O: reserve before a call, then settle with what was used, or release.
 * A reservation counts in full until it is settled, released or 15 minutes old, so no race can pass a cap. Windows are UTC
 * days and months of the moment of reservation. The same reservation id gets the same answer and is charged once.
 */
interface QuotaCaps {
  /** Tokens per task, per user and day, per user and month, per organization and month. */
  readonly task: number;
  readonly userDay: number;
  readonly userMonth: number;
  readonly organizationMonth: number;
}

interface Reservation {
  readonly userId: string;
  readonly tokens: number;
  readonly at: number;
  /** `active` counts `tokens`; `settled` counts what was used; `ended` (released or expired) counts nothing. */
  readonly status: "active" | "settled" | "ended";
}

/** `used` holds settled tokens by window key. */
export interface Ledger {
  readonly used: Readonly<Record<string, number>>;
  readonly reservations: Readonly<Record<string, Reservation>>;
}

export type QuotaEvent =
  | {
      readonly type: "reserve";
      readonly id: string;
      readonly userId: string;
      readonly tokens: number;
      readonly caps: QuotaCaps;
    }
  | { readonly type: "settle"; readonly id: string; readonly tokens: number }
  | { readonly type: "release"; readonly id: string };

export type QuotaReply =
  | { readonly granted: true }
  | { readonly granted: false; readonly cap: keyof QuotaCaps; readonly resetAt: number | null }
  | { readonly recorded: boolean };

export const EMPTY_LEDGER: Ledger = { used: {}, reservations: {} };
export const RESERVATION_MS = 15 * 60_000;
/** How long an answer is remembered for a repeat of its id. */
const REMEMBER_MS = 48 * 3_600_000;

/** Applies one event at `now` (ms since the epoch). */
export function stepQuota(ledger: Ledger, event: QuotaEvent, now: number): { ledger: Ledger; reply: QuotaReply } {
  const swept = sweep(ledger, now);
  if (event.type === "reserve") return reserve(swept, event, now);
  const found = swept.reservations[event.id];
  if (!found || found.status === "settled") return { ledger: swept, reply: { recorded: found !== undefined } };
  if (event.type === "release")
    return { ledger: withReservation(swept, event.id, { ...found, status: "ended" }), reply: { recorded: true } };
  const settled = withReservation(swept, event.id, { ...found, tokens: event.tokens, status: "settled" });
  return { ledger: { ...settled, used: addUse(swept.used, found, event.tokens) }, reply: { recorded: true } };
}

function reserve(
  ledger: Ledger,
  event: Extract<QuotaEvent, { type: "reserve" }>,
  now: number,
): { ledger: Ledger; reply: QuotaReply } {
  const known = ledger.reservations[event.id];
  if (known && known.status !== "ended") return { ledger, reply: { granted: true } };
  const refused = firstCapPassed(ledger, event, now);
  if (refused) return { ledger, reply: { granted: false, cap: refused, resetAt: resetOf(refused, now) } };
  const reservation: Reservation = { userId: event.userId, tokens: event.tokens, at: now, status: "active" };
  return { ledger: withReservation(ledger, event.id, reservation), reply: { granted: true } };
}

function firstCapPassed(
  ledger: Ledger,
  event: Extract<QuotaEvent, { type: "reserve" }>,
  now: number,
): keyof QuotaCaps | undefined {
  if (event.tokens > event.caps.task) return "task";
  const windows = windowsOf(event.userId, now);
  const caps = ["userDay", "userMonth", "organizationMonth"] as const;
  return caps.find((cap) => tokensIn(ledger, windows[cap]) + event.tokens > event.caps[cap]);
}

/** Settled plus reserved tokens of one window. */
export function tokensIn(ledger: Ledger, window: string): number {
  let total = ledger.used[window] ?? 0;
  for (const held of Object.values(ledger.reservations)) {
    const counts = held.status === "active" && Object.values(windowsOf(held.userId, held.at)).includes(window);
    if (counts) total += held.tokens;
  }
  return total;
}

/** The window keys that a reservation made at `at` counts in. */
export function windowsOf(userId: string, at: number): Record<"userDay" | "userMonth" | "organizationMonth", string> {
  const day = Math.floor(at / 86_400_000);
  const month = monthOf(at).index;
  return { userDay: `d${day}:${userId}`, userMonth: `m${month}:${userId}`, organizationMonth: `m${month}` };
}

function addUse(used: Ledger["used"], found: Reservation, tokens: number): Ledger["used"] {
  const next = { ...used };
  for (const window of Object.values(windowsOf(found.userId, found.at))) next[window] = (next[window] ?? 0) + tokens;
  return next;
}

function withReservation(ledger: Ledger, id: string, reservation: Reservation): Ledger {
  return { ...ledger, reservations: { ...ledger.reservations, [id]: reservation } };
}

function sweep(ledger: Ledger, now: number): Ledger {
  const kept = Object.entries(ledger.reservations)
    .filter(([, { at }]) => now - at < REMEMBER_MS)
    .map(([id, held]): [string, Reservation] => {
      const isExpired = held.status === "active" && now - held.at >= RESERVATION_MS;
      return [id, isExpired ? { ...held, status: "ended" } : held];
    });
  const day = Math.floor(now / 86_400_000);
  const month = monthOf(now).index;
  const isRecent = (window: string) =>
    Number.parseInt(window.slice(1), 10) >= (window.startsWith("d") ? day : month) - 1;
  const used = Object.fromEntries(Object.entries(ledger.used).filter(([window]) => isRecent(window)));
  return { used, reservations: Object.fromEntries(kept) };
}

function resetOf(cap: keyof QuotaCaps, now: number): number | null {
  if (cap === "task") return null;
  if (cap === "userDay") return (Math.floor(now / 86_400_000) + 1) * 86_400_000;
  return monthOf(now).endsAt;
}

/** Months since 1970 and the first instant of the next one, from the civil calendar (the engine has no clock and no `Date`). */
function monthOf(at: number): { index: number; endsAt: number } {
  let year = 1970 + Math.floor(at / (365.2425 * 86_400_000));
  while (startOf(year, 0) > at) year -= 1;
  while (startOf(year + 1, 0) <= at) year += 1;
  let month = 0;
  while (month < 11 && startOf(year, month + 1) <= at) month += 1;
  return { index: (year - 1970) * 12 + month, endsAt: startOf(year, month + 1) };
}

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

function startOf(year: number, month: number): number {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month] ?? 0) + (isLeap && month > 1 ? 1 : 0);
  return days * 86_400_000;
}
