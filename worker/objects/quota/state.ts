/**
 * The token ledger of one organization, without I/O: reserve before a call, then settle with what was used, or release.
 * A reservation counts in full until it is settled, released or 15 minutes old, so no race can pass a cap. Windows are UTC
 * days and months of the moment of reservation. The same reservation id gets the same answer and is charged once.
 *
 * A step needs little of a ledger: the reservation that it names, the active ones that ran out and the oldest that did not,
 * and the sums of their windows. So the object loads that part alone and stores what the step changed.
 */
import { endsOf, type Windows, windowsOf } from "../token-windows/state.ts";

export interface QuotaCaps {
  /** Tokens per task, per user and day, per user and month, per organization and month. */
  readonly task: number;
  readonly userDay: number;
  readonly userMonth: number;
  readonly organizationMonth: number;
}

export interface Reservation {
  /** Null: work that nobody asked for by hand; it counts for the organization alone. */
  readonly userId: string | null;
  readonly tokens: number;
  readonly at: number;
  /** `active` counts `tokens`; `settled` counts what was used; `ended` (released or expired) counts nothing. */
  readonly status: "active" | "settled" | "ended";
}

/** Tokens of one window: those of settled reservations, and those of active ones. */
export interface Sum {
  readonly used: number;
  readonly reserved: number;
}

export interface Ledger {
  readonly sums: Readonly<Record<string, Sum>>;
  readonly reservations: Readonly<Record<string, Reservation>>;
}

export type QuotaEvent =
  | {
      readonly type: "reserve";
      readonly id: string;
      readonly userId: string | null;
      readonly tokens: number;
      readonly caps: QuotaCaps;
    }
  | { readonly type: "settle"; readonly id: string; readonly tokens: number }
  | { readonly type: "release"; readonly id: string }
  | { readonly type: "read"; readonly userId: string | null };

type Meter = Sum & { readonly resetAt: number };

export type QuotaReply =
  /** `settled`: this id was granted before and its call is over. */
  | { readonly granted: true; readonly settled?: true }
  /** `resetAt`: when the window ends, or before that when a reservation that stands in the way runs out. */
  | { readonly granted: false; readonly cap: keyof QuotaCaps; readonly resetAt: number | null }
  /** `month`: what the organization used of the month that the reservation counts in. */
  | { readonly recorded: boolean; readonly month: { readonly window: string; readonly used: number } | null }
  | { readonly meters: { readonly [K in keyof Windows]: K extends "organizationMonth" ? Meter : Meter | null } };

export const EMPTY_LEDGER: Ledger = { sums: {}, reservations: {} };
export const RESERVATION_MS = 15 * 60_000;
/** How long an answer is remembered for a repeat of its id. */
export const REMEMBER_MS = 48 * 3_600_000;

const NOTHING: Sum = { used: 0, reserved: 0 };
const CAPS = ["userDay", "userMonth", "organizationMonth"] as const;

type Step = { readonly ledger: Ledger; readonly reply: QuotaReply };

/** Applies one event at `now` (ms since the epoch). */
export function stepQuota(ledger: Ledger, event: QuotaEvent, now: number): Step {
  const swept = sweep(ledger, now);
  switch (event.type) {
    case "reserve":
      return reserve(swept, event, now);
    case "read":
      return { ledger: swept, reply: { meters: metersOf(swept, event.userId, now) } };
    default:
      return close(swept, event, now);
  }
}

/** Settled plus reserved tokens of one window; 0 for none. */
export function tokensIn(ledger: Ledger, window: string | null): number {
  const { used, reserved } = sumOf(ledger, window);
  return used + reserved;
}

/** The windows whose sums a step reads or changes. */
export function windowsOfStep(ledger: Pick<Ledger, "reservations">, event: QuotaEvent, now: number): string[] {
  const held = Object.values(ledger.reservations).flatMap(({ userId, at }) => namesOf(userId, at));
  const asked = "userId" in event ? namesOf(event.userId, now) : [];
  return [...new Set([...held, ...asked])];
}

function namesOf(userId: string | null, at: number): string[] {
  return Object.values(windowsOf(userId, at)).filter((window) => window !== null);
}

function sumOf(ledger: Ledger, window: string | null): Sum {
  return (window === null ? undefined : ledger.sums[window]) ?? NOTHING;
}

/** What `found` adds to each of its windows, `change` times. */
function count(ledger: Ledger, found: Reservation, change: Sum): Ledger["sums"] {
  const sums = { ...ledger.sums };
  for (const window of namesOf(found.userId, found.at)) {
    const { used, reserved } = sumOf(ledger, window);
    sums[window] = { used: used + change.used, reserved: reserved + change.reserved };
  }
  return sums;
}

/** The ledger with `id` in another state, and its windows as that state counts. */
function move(ledger: Ledger, id: string, to: Reservation): Ledger {
  const before = ledger.reservations[id];
  const left = before?.status === "active" ? { ...ledger, sums: count(ledger, before, minus(before.tokens)) } : ledger;
  const change = { used: to.status === "settled" ? to.tokens : 0, reserved: to.status === "active" ? to.tokens : 0 };
  return { sums: count(left, to, change), reservations: { ...ledger.reservations, [id]: to } };
}

function minus(tokens: number): Sum {
  return { used: 0, reserved: -tokens };
}

/** Ends the reservations that ran out. */
function sweep(ledger: Ledger, now: number): Ledger {
  let swept = ledger;
  for (const [id, held] of Object.entries(ledger.reservations))
    if (held.status === "active" && now - held.at >= RESERVATION_MS)
      swept = move(swept, id, { ...held, status: "ended" });
  return swept;
}

/** What is remembered of an id. */
function knownIn(ledger: Ledger, id: string, now: number): Reservation | undefined {
  const found = ledger.reservations[id];
  return found && now - found.at < REMEMBER_MS ? found : undefined;
}

function reserve(ledger: Ledger, event: Extract<QuotaEvent, { type: "reserve" }>, now: number): Step {
  const known = knownIn(ledger, event.id, now);
  if (known?.status === "settled") return { ledger, reply: { granted: true, settled: true } };
  if (known?.status === "active") return { ledger, reply: { granted: true } };
  const cap = firstCapPassed(ledger, event, now);
  if (cap) return { ledger, reply: { granted: false, cap, resetAt: resetOf(ledger, { ...event, cap }, now) } };
  const reservation: Reservation = { userId: event.userId, tokens: event.tokens, at: now, status: "active" };
  return { ledger: move(ledger, event.id, reservation), reply: { granted: true } };
}

type Asked = { readonly userId: string | null; readonly tokens: number; readonly caps: QuotaCaps };

function firstCapPassed(ledger: Ledger, { userId, tokens, caps }: Asked, now: number): keyof QuotaCaps | undefined {
  if (!Number.isSafeInteger(tokens) || tokens < 0 || tokens > caps.task) return "task";
  const windows = windowsOf(userId, now);
  return CAPS.find((cap) => windows[cap] !== null && tokensIn(ledger, windows[cap]) + tokens > caps[cap]);
}

/** Where settled tokens alone leave room, reservations stand in the way, and the oldest of them is over first. */
function resetOf(ledger: Ledger, asked: Asked & { cap: keyof QuotaCaps }, now: number): number | null {
  const { cap, tokens, caps } = asked;
  if (cap === "task") return null;
  const end = endsOf(now)[cap];
  if (sumOf(ledger, windowsOf(asked.userId, now)[cap]).used + tokens > caps[cap]) return end;
  const active = Object.values(ledger.reservations).filter(({ status }) => status === "active");
  return Math.min(end, ...active.map(({ at }) => at + RESERVATION_MS));
}

function close(ledger: Ledger, event: Extract<QuotaEvent, { type: "settle" | "release" }>, now: number): Step {
  const found = knownIn(ledger, event.id, now);
  if (!found) return { ledger, reply: { recorded: false, month: null } };
  const next = found.status === "settled" ? ledger : move(ledger, event.id, closed(found, event));
  const window = windowsOf(found.userId, found.at).organizationMonth;
  return { ledger: next, reply: { recorded: true, month: { window, used: sumOf(next, window).used } } };
}

function closed(found: Reservation, event: Extract<QuotaEvent, { type: "settle" | "release" }>): Reservation {
  if (event.type === "release") return { ...found, status: "ended" };
  const isCount = Number.isSafeInteger(event.tokens) && event.tokens >= 0;
  return { ...found, tokens: isCount ? event.tokens : found.tokens, status: "settled" };
}

function metersOf(
  ledger: Ledger,
  userId: string | null,
  now: number,
): Extract<QuotaReply, { meters: unknown }>["meters"] {
  const windows = windowsOf(userId, now);
  const ends = endsOf(now);
  const meter = (cap: keyof Windows): Meter => ({ ...sumOf(ledger, windows[cap]), resetAt: ends[cap] });
  const own = (cap: "userDay" | "userMonth") => (windows[cap] === null ? null : meter(cap));
  return { userDay: own("userDay"), userMonth: own("userMonth"), organizationMonth: meter("organizationMonth") };
}
