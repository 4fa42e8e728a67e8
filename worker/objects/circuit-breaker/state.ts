/**
 * The circuit breaker of one provider and model, without I/O. Modes: `closed` (calls pass, failures in a row are counted),
 * `open` (none pass until `until`), `half_open` (one probe at a time). Steps: closed→open at the 5th failure in a row;
 * open→half_open at the first admit after 60 s; half_open→closed after 2 successful probes, →open after one that failed.
 *
 * A provider that names the end of a quota holds it open until then.
 *
 * A breaker that many organizations share counts by source: failures of one source alone never open it.
 */
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 60_000;
const SUCCESSES_TO_CLOSE = 2;
/** A probe whose worker died must not hold the circuit half-open for ever. */
const PERMIT_MS = 90_000;

/** Failures in a row by source; `""` where nobody named one. */
type Failures = Readonly<Record<string, number>>;

export type Breaker =
  | { readonly mode: "closed"; readonly failures: Failures; readonly permits: number }
  | { readonly mode: "open"; readonly until: number; readonly permits: number }
  | {
      readonly mode: "half_open";
      readonly probe: { readonly permit: number; readonly expiresAt: number } | null;
      readonly successes: number;
      readonly permits: number;
    };

export type BreakerEvent =
  | { readonly type: "admit" }
  /** Server error, time-out or network failure. `source`: whose call it was, in a breaker that needs two of them to open. */
  | { readonly type: "failed"; readonly permit: number; readonly source?: string }
  | { readonly type: "succeeded"; readonly permit: number }
  /** Says nothing about the provider: a 4xx that our request caused, or a call that was given up. */
  | { readonly type: "returned"; readonly permit: number }
  /** The provider said that nothing more passes until then (ms since the epoch): the day's quota of the key is used up. */
  | { readonly type: "held"; readonly permit: number; readonly until: number }
  /** Changes nothing. */
  | { readonly type: "look" };

export type BreakerReply =
  | { readonly admitted: true; readonly permit: number }
  | { readonly admitted: false; readonly retryAt: number }
  | { readonly mode: Breaker["mode"] };

export const CLOSED: Breaker = { mode: "closed", failures: {}, permits: 0 };

/** Applies one event at `now` (ms since the epoch). `permits` counts the admitted calls, so each has its own number. */
export function stepBreaker(state: Breaker, event: BreakerEvent, now: number): { state: Breaker; reply: BreakerReply } {
  if (event.type === "admit") return admit(state, now);
  if (event.type === "look") {
    const isOver = state.mode === "open" && now >= state.until;
    return { state, reply: { mode: isOver ? "half_open" : state.mode } };
  }
  const next = report(state, event, now);
  return { state: next, reply: { mode: next.mode } };
}

function admit(state: Breaker, now: number): { state: Breaker; reply: BreakerReply } {
  const permit = state.permits + 1;
  const reply: BreakerReply = { admitted: true, permit };
  if (state.mode === "closed") return { state: { ...state, permits: permit }, reply };
  if (state.mode === "open" && now < state.until) return { state, reply: { admitted: false, retryAt: state.until } };
  const running =
    state.mode === "half_open" && state.probe !== null && now < state.probe.expiresAt ? state.probe : null;
  if (running) return { state, reply: { admitted: false, retryAt: running.expiresAt } };
  const successes = state.mode === "half_open" ? state.successes : 0;
  return {
    state: { mode: "half_open", probe: { permit, expiresAt: now + PERMIT_MS }, successes, permits: permit },
    reply,
  };
}

type Report = Extract<BreakerEvent, { permit: number }>;

function report(state: Breaker, event: Report, now: number): Breaker {
  if (event.type === "held") return hold(state, event.until);
  if (state.mode === "open") return state;
  if (state.mode === "closed") return reportClosed(state, event, now);
  // An answer to a call from before the circuit opened is late news, not the probe's.
  if (state.probe?.permit !== event.permit) return state;
  if (event.type === "failed") return { mode: "open", until: now + OPEN_MS, permits: state.permits };
  const successes = state.successes + (event.type === "succeeded" ? 1 : 0);
  if (successes >= SUCCESSES_TO_CLOSE) return { mode: "closed", failures: {}, permits: state.permits };
  return { ...state, probe: null, successes };
}

/** Open until then, or for longer where it was already. */
function hold(state: Breaker, until: number): Breaker {
  const known = state.mode === "open" ? state.until : 0;
  return { mode: "open", until: Math.max(known, until), permits: state.permits };
}

type Counted = Exclude<Report, { type: "held" }>;

function reportClosed(state: Extract<Breaker, { mode: "closed" }>, event: Counted, now: number): Breaker {
  if (event.type === "returned") return state;
  if (event.type === "succeeded") return { ...state, failures: {} };
  const failures = countFailure(state.failures, event.source);
  const inRow = Object.values(failures).reduce((sum, count) => sum + count, 0);
  if (inRow < FAILURES_TO_OPEN) return { ...state, failures };
  return { mode: "open", until: now + OPEN_MS, permits: state.permits };
}

/** A named source counts one less than it takes to open, however often it fails: another one has to fail too. */
function countFailure(failures: Failures, source: string | undefined): Failures {
  const most = source === undefined ? FAILURES_TO_OPEN : FAILURES_TO_OPEN - 1;
  const name = source ?? "";
  return { ...failures, [name]: Math.min(most, (failures[name] ?? 0) + 1) };
}
