/** The ledgers of tokens in the history of a run: what each object answered, step by step. */
import { LedgerChecker, type Step } from "../ai/ledger-checker.ts";

type Window = "userDay" | "userMonth" | "organizationMonth";
/** Settled and reserved tokens of each window; null where no user pays. */
export type Sums = Readonly<Record<Window, number | null>>;

/** One step of an organization's ledger, and its sums right before and behind it. */
export type QuotaFact = Step & { readonly orgId: string; readonly before: Sums; readonly after: Sums };

const WINDOWS: readonly Window[] = ["userDay", "userMonth", "organizationMonth"];

/** A grant that added tokens stays within each cap, whatever was settled, released or lost before it. */
function beyondCaps({ event, reply, before, after }: QuotaFact): string[] {
  if (event.type !== "reserve" || !("granted" in reply) || !reply.granted) return [];
  return WINDOWS.flatMap((window) => {
    const [was, is] = [before[window] ?? 0, after[window] ?? 0];
    const isBeyond = is > was && is > event.caps[window];
    return isBeyond ? [`${event.id} leaves ${is} of ${event.caps[window]} tokens in ${window}`] : [];
  });
}

/** Sums change by what is answered and by nothing else: tokens are spent when they are settled. */
function appeared({ event, before, after }: QuotaFact): string[] {
  const [was, is] = [before.organizationMonth ?? 0, after.organizationMonth ?? 0];
  const most = event.type === "reserve" || event.type === "settle" ? Math.max(0, event.tokens) : 0;
  return is - was > most ? [`${event.type} adds ${is - was} tokens`] : [];
}

/**
 * Every breach in the ledgers. Sums are checked at every prefix of the history; answers are counted anew until the first
 * kill (ms since the epoch), because a killed Worker's last lines may be missing.
 */
export function quotaViolations(facts: readonly QuotaFact[], firstKillAt: number): string[] {
  const counting = new Map<string, LedgerChecker>();
  const found = facts.flatMap((fact) => {
    const checker = counting.get(fact.orgId) ?? new LedgerChecker();
    counting.set(fact.orgId, checker);
    if (fact.at < firstKillAt) checker.check(fact);
    return [...beyondCaps(fact), ...appeared(fact)].map((what) => `ledger of ${fact.orgId}: ${what}`);
  });
  const wrong = [...counting].flatMap(([orgId, checker]) => checker.wrong.map((what) => `ledger of ${orgId}: ${what}`));
  return [...found, ...wrong];
}
