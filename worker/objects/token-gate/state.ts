/**
 * The gate of one GitHub token, without I/O. Sources of the figures: "Best practices for using the REST API" and "Rate limits for
 * the REST API", docs.github.com: one second between writes, 80 content-creating requests a minute and 500 an hour, 900
 * points a minute (a read is 1, a write 5), no more requests while `retry-after` or a spent budget says so.
 * Times in ms since the epoch.
 */

/** GitHub counts REST and GraphQL apart. */
export type GateResource = "core" | "graphql";

export type GateAsk = {
  /** Names the request; asking twice counts once. */
  readonly id: string;
  readonly kind: "read" | "write";
  readonly resource: GateResource;
  /** Background work leaves the last tenth of the hourly budget to people who wait. */
  readonly isBackground: boolean;
  /** Whether GitHub's advice on pace applies; the embedded stand-in needs none. */
  readonly isPaced: boolean;
  readonly now: number;
};

export type GateReply =
  | { readonly ok: true }
  /** Others are under way: ask again then. */
  | { readonly ok: false; readonly reason: "busy"; readonly waitMs: number }
  /** GitHub has said no, or would. */
  | { readonly ok: false; readonly reason: "limited"; readonly until: number };

type Scope = "all" | GateResource;
/** `isGuess`: GitHub named no instant, so `until` is the earliest of ours. */
type Blocked = { readonly until: number; readonly scope: Scope; readonly isGuess?: boolean };

/** What an answer said. `budget` and `blocked` are null where it said nothing. */
export type GateReport = {
  readonly id: string;
  readonly resource: GateResource;
  readonly budget: { readonly limit: number; readonly remaining: number; readonly resetAt: number } | null;
  readonly blocked: Blocked | null;
  /** No answer came, so nothing is known. */
  readonly isUnanswered?: true;
  readonly now: number;
};

export const WRITE_EVERY_MS = 1_000;
const READS_AT_ONCE = 4;
const WRITES_A_MINUTE = 80;
const WRITES_AN_HOUR = 500;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** 300 at once and 10 a second stay below 900 in any minute. */
const POINTS_AT_ONCE = 300;
const POINTS_A_SECOND = 10;
const POINTS = { read: 1, write: 5 } as const;
/** A request whose worker died does not hold its place for ever; our own time limit is half of this. */
const PLACE_MS = 60_000;
const BUSY_MS = 60;
/** Where GitHub names no instant: at least a minute, and twice as long each time that it was too early. */
const FIRST_LIMIT_MS = MINUTE_MS;
const LONGEST_LIMIT_MS = 30 * MINUTE_MS;
/** Share of the budget that background work leaves alone. */
const RESERVE = 0.1;

type Place = { readonly id: string; readonly kind: GateAsk["kind"]; readonly until: number };
type Budget = NonNullable<GateReport["budget"]>;

export type GateState = {
  readonly blockedUntil: Readonly<Record<Scope, number>>;
  /** Refusals since the last answer that was none. What was under way when the first came is the same refusal. */
  readonly refusedInARow: Readonly<Record<Scope, number>>;
  readonly budget: Readonly<Record<GateResource, Budget | null>>;
  readonly places: readonly Place[];
  /** Instants of the writes of the last hour. */
  readonly writes: readonly number[];
  readonly points: { readonly left: number; readonly at: number };
};

export const NEW_GATE: GateState = {
  blockedUntil: { all: 0, core: 0, graphql: 0 },
  refusedInARow: { all: 0, core: 0, graphql: 0 },
  budget: { core: null, graphql: null },
  places: [],
  writes: [],
  points: { left: POINTS_AT_ONCE, at: 0 },
};

/** Lets a request through, or says when to come again. A refused one changes nothing but what has run out. */
export function enter(state: GateState, ask: GateAsk): { state: GateState; reply: GateReply } {
  const current = forget(state, ask.now);
  if (current.places.some(({ id }) => id === ask.id)) return { state: current, reply: { ok: true } };
  const refusal = limited(current, ask) ?? (ask.isPaced ? (busy(current, ask) ?? writeLimit(current, ask)) : null);
  if (refusal) return { state: current, reply: refusal };
  const place = { id: ask.id, kind: ask.kind, until: ask.now + PLACE_MS };
  return {
    state: {
      ...current,
      places: [...current.places, place],
      writes: ask.kind === "write" ? [...current.writes, ask.now] : current.writes,
      points: { ...current.points, left: current.points.left - (ask.isPaced ? POINTS[ask.kind] : 0) },
    },
    reply: { ok: true },
  };
}

/** Takes in what an answer said. */
export function leave(state: GateState, report: GateReport): GateState {
  const { id, resource, budget, blocked, now } = report;
  const current = counted(forget(state, now), report);
  const spent = budget?.remaining === 0 ? { [resource]: Math.max(current.blockedUntil[resource], budget.resetAt) } : {};
  const told = blocked ? { [blocked.scope]: endOf(current, blocked, now) } : {};
  return {
    ...current,
    places: current.places.filter((place) => place.id !== id),
    budget: budget ? { ...current.budget, [resource]: later(current.budget[resource], budget) } : current.budget,
    blockedUntil: { ...current.blockedUntil, ...spent, ...told },
  };
}

/** Counts refusals in a row. Answers to what left before a limit began say nothing new of it. */
function counted(state: GateState, { resource, blocked, isUnanswered, now }: GateReport): GateState {
  const isOver = (scope: Scope) => state.blockedUntil[scope] <= now;
  const inARow = { ...state.refusedInARow };
  if (blocked && isOver(blocked.scope)) inARow[blocked.scope] += 1;
  if (blocked || isUnanswered) return { ...state, refusedInARow: inARow };
  for (const scope of ["all", resource] as const) if (isOver(scope)) inARow[scope] = 0;
  return { ...state, refusedInARow: inARow };
}

function endOf({ blockedUntil, refusedInARow }: GateState, blocked: Blocked, now: number): number {
  const { until, scope, isGuess = false } = blocked;
  const waitMs = Math.min(FIRST_LIMIT_MS * 2 ** Math.max(0, refusedInARow[scope] - 1), LONGEST_LIMIT_MS);
  return Math.max(blockedUntil[scope], until, isGuess ? now + waitMs : 0);
}

/** True when nothing is remembered that a new state would not know. */
export function isIdle(state: GateState, now: number): boolean {
  const { blockedUntil, refusedInARow, places, writes } = forget(state, now);
  const isFree = Math.max(...Object.values(blockedUntil)) <= now && Math.max(...Object.values(refusedInARow)) === 0;
  return isFree && places.length === 0 && writes.length === 0;
}

/** Answers overtake each other: of one window the smaller remainder is the later one. */
function later(known: Budget | null, told: Budget): Budget {
  const isSameWindow = known !== null && known.resetAt === told.resetAt;
  return isSameWindow ? { ...told, remaining: Math.min(known.remaining, told.remaining) } : told;
}

/** Drops what has run out, an hour behind a limit its count too, and refills the points. */
function forget(state: GateState, now: number): GateState {
  const passedMs = Math.max(0, now - state.points.at);
  const inARow = (scope: Scope) => (state.blockedUntil[scope] > now - HOUR_MS ? state.refusedInARow[scope] : 0);
  return {
    ...state,
    refusedInARow: { all: inARow("all"), core: inARow("core"), graphql: inARow("graphql") },
    places: state.places.filter(({ until }) => until > now),
    writes: state.writes.filter((at) => at > now - HOUR_MS),
    points: { left: Math.min(POINTS_AT_ONCE, state.points.left + (passedMs / 1_000) * POINTS_A_SECOND), at: now },
  };
}

function limited({ blockedUntil, budget }: GateState, { resource, isBackground, now }: GateAsk): GateReply | null {
  const known = budget[resource];
  const isReserved = isBackground && known !== null && known.resetAt > now && known.remaining <= known.limit * RESERVE;
  const until = Math.max(blockedUntil.all, blockedUntil[resource], isReserved ? known.resetAt : 0);
  return until > now ? { ok: false, reason: "limited", until } : null;
}

function busy({ places, writes, points }: GateState, { kind, now }: GateAsk): GateReply | null {
  const underWay = places.filter((place) => place.kind === kind).length;
  if (underWay >= (kind === "read" ? READS_AT_ONCE : 1)) return wait(BUSY_MS);
  const nextWriteAt = (writes.at(-1) ?? 0) + WRITE_EVERY_MS;
  if (kind === "write" && nextWriteAt > now) return wait(nextWriteAt - now);
  const missing = POINTS[kind] - points.left;
  return missing > 0 ? wait(Math.ceil((missing / POINTS_A_SECOND) * 1_000)) : null;
}

function wait(waitMs: number): GateReply {
  return { ok: false, reason: "busy", waitMs };
}

function writeLimit({ writes }: GateState, { kind, now }: GateAsk): GateReply | null {
  if (kind === "read") return null;
  const ofMinute = writes.filter((at) => at > now - MINUTE_MS);
  if (ofMinute.length >= WRITES_A_MINUTE) {
    return { ok: false, reason: "limited", until: (ofMinute.at(-WRITES_A_MINUTE) ?? now) + MINUTE_MS };
  }
  if (writes.length < WRITES_AN_HOUR) return null;
  return { ok: false, reason: "limited", until: (writes.at(-WRITES_AN_HOUR) ?? now) + HOUR_MS };
}
