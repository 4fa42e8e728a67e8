import type { AiSettingsView } from "../ai/ai-settings.ts";
import type { AiOffReason, AiOutcome, AiSource } from "../ai/outcome.ts";
import type { AiSummary } from "../ai/summary.ts";

/** What became of each question, and of the claims or changes in its answer. */
export type Judged = {
  readonly outcome: AiOutcome<unknown>;
  readonly kept: number;
  /** By reason. */
  readonly dropped: readonly string[];
  readonly lowered: number;
};

/** How much a state says of the whole: one question that was put off tells more than ten that were answered. */
const WEIGHT = { off: 3, deferred: 2, degraded: 1, answered: 0 } as const;

/** One summary of all questions. `notAsked`: subjects that there was no budget for. */
export function summarize(judged: readonly Judged[], notAsked = 0): AiSummary {
  const worst = judged.map(({ outcome }) => outcome).toSorted((a, b) => WEIGHT[b.status] - WEIGHT[a.status])[0];
  const answered = judged.flatMap(({ outcome }) => (outcome.status === "answered" ? [outcome] : []));
  const sum = (pick: (spent: (typeof answered)[number]["spent"]) => number) =>
    answered.reduce((total, { spent }) => total + pick(spent), 0);
  return {
    ...stateOf(worst),
    asked: judged.filter(({ outcome }) => outcome.status !== "off").length,
    cached: answered.filter(({ source }) => source.isCached).length,
    notAsked,
    kept: judged.reduce((total, { kept }) => total + kept, 0),
    dropped: countReasons(judged.flatMap(({ dropped }) => dropped)),
    lowered: judged.reduce((total, { lowered }) => total + lowered, 0),
    inputTokens: sum(({ input }) => input),
    outputTokens: sum(({ output }) => output),
    costMicros: sum(({ costMicros }) => costMicros),
    sources: distinct(answered.map(({ source }) => source)),
  };
}

/** Input and output of all answers. */
export function tokensSpent(judged: readonly Judged[]): number {
  return judged.reduce((total, { outcome }) => {
    return outcome.status === "answered" ? total + outcome.spent.input + outcome.spent.output : total;
  }, 0);
}

/** Why settings let nothing be asked; null where they let it. Private code is told apart only when a question is asked. */
export function whyOff({
  isEnabled,
  isAvailable,
}: Pick<AiSettingsView, "isEnabled" | "isAvailable">): AiOffReason | null {
  if (isAvailable) return null;
  return isEnabled ? "no_key" : "switched_off";
}

/** Nothing was asked. */
export function offSummary(reason: AiOffReason): AiSummary {
  return { ...summarize([]), status: "off", reason };
}

function stateOf(worst: AiOutcome<unknown> | undefined): Pick<AiSummary, "status" | "reason" | "retryAt"> {
  if (worst === undefined || worst.status === "answered") return { status: "done", reason: null, retryAt: null };
  if (worst.status === "off") return { status: "off", reason: worst.reason, retryAt: null };
  const reason = worst.status === "deferred" ? worst.cap : worst.reason;
  return { status: worst.status, reason, retryAt: worst.retryAt };
}

function countReasons(reasons: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** The oldest answers first, each model and moment once. */
function distinct(sources: readonly AiSource[]): AiSource[] {
  const byFacts = new Map(sources.map((source) => [JSON.stringify(Object.values(source)), source]));
  return [...byFacts.values()].toSorted((a, b) => a.answeredAt - b.answeredAt);
}
