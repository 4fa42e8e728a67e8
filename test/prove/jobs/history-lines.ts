/** What objects told of their steps, line by line in their order, and what GitHub wrote down. */
import type { JournalEntry } from "../../../local/records.ts";
import type { GateAsk, GateReport, GateResource } from "../../../worker/objects/token-gate/state.ts";
import type { QuotaFact } from "./quota-history.ts";
import type { GateFact, RequestFact } from "./token-history.ts";

export type Journal = readonly JournalEntry[];

type Line =
  | { readonly event: "killed"; readonly at: number }
  | (Omit<QuotaFact, "event"> & { readonly event: "quota_step"; readonly ask: QuotaFact["event"] })
  | { readonly event: "gate_asked"; readonly gate: string; readonly ask: GateAsk }
  | { readonly event: "gate_entered"; readonly id: string; readonly now: number }
  | { readonly event: "gate_left"; readonly gate: string; readonly report: GateReport };

const TOLD = /^\{"event":"(?:killed|quota_step|gate_asked|gate_entered|gate_left)"/;

/** Lines of a killed Worker may be missing. */
export function factsOf(lines: readonly string[]): {
  readonly ledgers: readonly QuotaFact[];
  readonly gates: readonly GateFact[];
  readonly kills: readonly number[];
} {
  const told = lines.filter((line) => TOLD.test(line)).map((line) => JSON.parse(line) as Line);
  const entered = new Set(told.flatMap((line) => (line.event === "gate_entered" ? [`${line.id} ${line.now}`] : [])));
  return {
    ledgers: told.flatMap((line) => (line.event === "quota_step" ? [{ ...line, event: line.ask }] : [])),
    gates: told.flatMap((line): GateFact[] => {
      if (line.event === "gate_left") return [{ gate: line.gate, left: line.report }];
      const isEntered = line.event === "gate_asked" && entered.has(`${line.ask.id} ${line.ask.now}`);
      return isEntered ? [{ gate: line.gate, entered: line.ask }] : [];
    }),
    kills: told.flatMap((line) => (line.event === "killed" ? [line.at] : [])),
  };
}

/** Requests that carried a token, by when they came; a refusal holds from when it was answered. */
export function requestsOf(journal: Journal): RequestFact[] {
  return journal.flatMap(({ headers, at, durationMs, path, wait }): RequestFact[] => {
    const { authorization: token } = headers;
    if (token === undefined) return [];
    const resource: GateResource = path === "/graphql" ? "graphql" : "core";
    const refused = wait && { from: at, until: wait.until, scope: wait.isOfResource ? resource : ("all" as const) };
    return [{ token, at: at - durationMs, resource, refused }];
  });
}
