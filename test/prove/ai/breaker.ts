/** The circuit breaker: its traces by a stubbed clock. The state goes through JSON between two steps, as when its object is evicted. */
import {
  type Breaker,
  type BreakerEvent,
  type BreakerReply,
  CLOSED,
  stepBreaker,
} from "../../../worker/objects/circuit-breaker/state.ts";
import type { Report } from "../report.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

class Circuit {
  #stored = JSON.stringify(CLOSED);
  now = NOON;

  apply(event: BreakerEvent): BreakerReply {
    const { state, reply } = stepBreaker(JSON.parse(this.#stored) as Breaker, event, this.now);
    this.#stored = JSON.stringify(state);
    return reply;
  }

  get mode(): string {
    const reply = this.apply({ type: "look" });
    return "mode" in reply ? reply.mode : "?";
  }

  admit(): number | null {
    const reply = this.apply({ type: "admit" });
    return "admitted" in reply && reply.admitted ? reply.permit : null;
  }

  /** One call, `F`ailed, `S`ucceeded or `R`eturned with something that says nothing of the provider; false when it was not let through. */
  call(end: string, source?: string): boolean {
    const permit = this.admit();
    if (permit === null) return false;
    const type = end === "F" ? "failed" : end === "S" ? "succeeded" : "returned";
    this.apply(type === "failed" && source !== undefined ? { type, permit, source } : { type, permit });
    return true;
  }

  calls(ends: string, source?: string): number {
    return [...ends].filter((end) => this.call(end, source)).length;
  }
}

function opened(): Circuit {
  const circuit = new Circuit();
  circuit.calls("FFFFF");
  return circuit;
}

function proveTraces(report: Report): void {
  const modeAfter = (ends: string) => {
    const circuit = new Circuit();
    circuit.calls(ends);
    return circuit.mode;
  };
  const traces = [
    ["FFFF", "closed"],
    ["FFFFSFFFF", "closed"],
    ["FFFFF", "open"],
    ["FFFFRF", "open"],
    ["RRRRRRRRRR", "closed"],
    ["SSSSFFFFF", "open"],
  ] as const;
  const wrong = traces.filter(([ends, mode]) => modeAfter(ends) !== mode);
  const figure = traces.map(([ends]) => `${ends} ${modeAfter(ends)}`).join(", ");
  report.claim("five failures in a row open it, and only server faults count", wrong.length === 0, figure);
}

function proveOpen(report: Report): void {
  const circuit = opened();
  const through = circuit.calls("F".repeat(50));
  report.claim("50 calls while it is open", through === 0, `${through} reach the provider`);
  circuit.now = NOON + 59_900;
  const early = circuit.admit();
  circuit.now = NOON + 60_000;
  const probes = Array.from({ length: 100 }, () => circuit.admit()).filter((permit) => permit !== null);
  report.claim("shut at 59.9 s", early === null, String(early));
  report.claim("100 calls at once at 60.0 s", probes.length === 1, `${probes.length} probe`);
}

function proveHalfOpen(report: Report): void {
  const after = (ends: string) => {
    const circuit = opened();
    circuit.now += 60_000;
    const through = circuit.calls(ends);
    return { circuit, through };
  };
  const healed = after("SS").circuit.mode;
  const { circuit: relapsed } = after("SF");
  relapsed.now += 59_999;
  const stillShut = relapsed.admit() === null;
  relapsed.now += 1;
  const open = relapsed.admit() !== null;
  report.claim("two successes close it", healed === "closed", healed);
  report.claim("a failed probe opens it for another 60 s", stillShut && open, `shut at 59.999 s, a probe at 60 s`);
  const dead = opened();
  dead.now += 60_000;
  const first = dead.admit();
  dead.now += 89_999;
  const held = dead.admit();
  dead.now += 1;
  const next = dead.admit();
  const holds = first !== null && held === null && next !== null;
  report.claim("a probe whose worker died gives way after 90 s", holds, JSON.stringify([first, held, next]));
}

function proveScopes(report: Report): void {
  const provider = new Circuit();
  const own = new Circuit();
  const through = Array.from({ length: 50 }, () => own.call("F") && provider.call("F", "a")).filter(Boolean).length;
  const served = provider.calls("SSS", "b");
  const figure = `${through} calls of one organization reach the provider, then ${served} of 3 of another are served`;
  report.claim("one organization's failures shut out nobody else", through <= 5 && served === 3, figure);
  const shared = new Circuit();
  shared.calls("FFFF", "a");
  shared.calls("F", "b");
  report.claim("five failures of two organizations open it for all", shared.mode === "open", shared.mode);
}

export function proveBreaker(report: Report): void {
  proveTraces(report);
  proveOpen(report);
  proveHalfOpen(report);
  proveScopes(report);
}
