/** Tokens of GitHub in the history of a run: what their gates let through, and what GitHub saw. */
import type { GateAsk, GateReport, GateResource } from "../../../worker/objects/token-gate/state.ts";

export type GateFact =
  | { readonly gate: string; readonly entered: GateAsk }
  | { readonly gate: string; readonly left: GateReport };

type Closed = { readonly from: number; readonly until: number; readonly scope: "all" | GateResource };

/** A request as GitHub saw it, and whether it was refused and told to wait. Times in ms since the epoch. */
export type RequestFact = {
  readonly token: string;
  readonly at: number;
  readonly resource: GateResource;
  readonly refused: Closed | null;
};

const WRITE_EVERY_MS = 1_000;
/** By length in ms: how many writes of a token GitHub advises at most. */
const WRITES: readonly (readonly [ms: number, most: number])[] = [
  [60_000, 80],
  [3_600_000, 500],
];
/** A kill may take what an object was about to store. */
const UNSURE_MS = 1_000;
/** Between GitHub's refusal and the gate that hears of it others may pass, on a machine under load. */
const HEARING_MS = 3_000;

function closedBy({ resource, budget, blocked, now }: GateReport): Closed[] {
  const spent = budget?.remaining === 0 ? [{ from: now, until: budget.resetAt, scope: resource }] : [];
  return blocked ? [...spent, { from: now, until: blocked.until, scope: blocked.scope }] : spent;
}

function isUnsure(at: number, kills: readonly number[]): boolean {
  return kills.some((kill) => at <= kill && kill - at < UNSURE_MS);
}

function covers(closed: Closed, resource: GateResource, at: number): boolean {
  return at < closed.until && (closed.scope === "all" || closed.scope === resource);
}

/** One gate, told its facts in the order of its object. */
class GateChecker {
  readonly wrong: string[] = [];
  readonly #kills: readonly number[];
  readonly #inside = new Set<string>();
  #closed: Closed[] = [];
  #writes: number[] = [];

  constructor(kills: readonly number[]) {
    this.#kills = kills;
  }

  leave(report: GateReport): void {
    this.#inside.delete(report.id);
    if (!isUnsure(report.now, this.#kills)) this.#closed.push(...closedBy(report));
  }

  enter(ask: GateAsk): void {
    if (this.#inside.has(ask.id)) return;
    this.#inside.add(ask.id);
    const closed = this.#closed.find((one) => covers(one, ask.resource, ask.now));
    if (closed) this.wrong.push(`let a request through ${closed.until - ask.now} ms before it might`);
    if (ask.kind === "write" && ask.isPaced) this.#write(ask.now);
  }

  #write(now: number): void {
    const last = this.#writes.at(-1);
    if (last !== undefined && now - last < WRITE_EVERY_MS) this.wrong.push(`wrote twice within ${now - last} ms`);
    if (!isUnsure(now, this.#kills)) this.#writes.push(now);
    for (const [ms, most] of WRITES) {
      const count = this.#writes.filter((at) => at > now - ms).length;
      if (count > most) this.wrong.push(`wrote ${count} times within ${ms / 60_000} minutes`);
    }
  }
}

/** Every breach at the gates, in the order of each gate's own facts. `kills`: when the Worker was killed. */
export function gateViolations(facts: readonly GateFact[], kills: readonly number[]): string[] {
  const gates = new Map<string, GateChecker>();
  for (const fact of facts) {
    const checker = gates.get(fact.gate) ?? new GateChecker(kills);
    gates.set(fact.gate, checker);
    if ("entered" in fact) checker.enter(fact.entered);
    else checker.leave(fact.left);
  }
  return [...gates].flatMap(([gate, { wrong }]) => wrong.map((what) => `gate ${gate.slice(0, 12)} ${what}`));
}

/** Every request that GitHub saw of a token while it had forbidden it, apart from those that could not know yet. */
export function requestViolations(requests: readonly RequestFact[], kills: readonly number[]): string[] {
  const isUnheard = ({ from }: Closed) => kills.some((kill) => kill >= from && kill - from < HEARING_MS);
  const refusals = requests.flatMap(({ token, refused }) =>
    refused && !isUnheard(refused) ? [{ token, ...refused }] : [],
  );
  return refusals.flatMap((refusal) =>
    requests
      .filter(({ token, at }) => token === refusal.token && at > refusal.from + HEARING_MS)
      .filter(({ resource, at }) => covers(refusal, resource, at))
      .map(({ token, at }) => `token ${token} asked GitHub ${refusal.until - at} ms before it might`),
  );
}
