/**
 * One call at a time for one question, without I/O. The first who joins leads; the others wait and ask again until the leader
 * lands, with an answer or a failure that those who waited share, or its lease runs out and one of them leads.
 */
export interface Failure {
  readonly reason: string;
  readonly retryAt: number | null;
}

export interface Flight {
  readonly holder: string;
  /** Until when the leader's lease runs; once landed, until when that is remembered. */
  readonly until: number;
  readonly landed: { readonly failure: Failure | null } | null;
}

export type FlightEvent =
  /** `awaited`: whose flight the caller waited for; a flight that landed counts for those alone. */
  | { readonly type: "join"; readonly holder: string; readonly awaited: string | null }
  /** Keeps the lease. */
  | { readonly type: "beat"; readonly holder: string }
  | { readonly type: "land"; readonly holder: string; readonly failure: Failure | null }
  /** Ends the flight without a result: the next to ask leads. */
  | { readonly type: "leave"; readonly holder: string };

export type FlightReply =
  | { readonly state: "lead" }
  | { readonly state: "wait"; readonly leader: string; readonly until: number }
  | { readonly state: "landed"; readonly failure: Failure | null }
  | { readonly state: "over" };

interface FlightStep {
  /** Null: there is none. */
  readonly flight: Flight | null;
  readonly reply: FlightReply;
}

/** A leader beats every third of it. */
export const FLIGHT_MS = 60_000;

/** Applies one event at `now` (ms since the epoch). */
export function stepFlight(flight: Flight | null, event: FlightEvent, now: number): FlightStep {
  const current = flight !== null && now < flight.until ? flight : null;
  if (event.type === "join") return join(current, event, now);
  if (current?.holder !== event.holder || current.landed !== null) return { flight: current, reply: { state: "over" } };
  const until = now + FLIGHT_MS;
  if (event.type === "beat") return { flight: { ...current, until }, reply: { state: "lead" } };
  if (event.type === "leave") return { flight: null, reply: { state: "over" } };
  return { flight: { ...current, until, landed: { failure: event.failure } }, reply: { state: "over" } };
}

function join(flight: Flight | null, event: Extract<FlightEvent, { type: "join" }>, now: number): FlightStep {
  if (flight?.landed && flight.holder === event.awaited)
    return { flight, reply: { state: "landed", failure: flight.landed.failure } };
  if (flight && !flight.landed && flight.holder !== event.holder)
    return { flight, reply: { state: "wait", leader: flight.holder, until: flight.until } };
  return { flight: { holder: event.holder, until: now + FLIGHT_MS, landed: null }, reply: { state: "lead" } };
}
