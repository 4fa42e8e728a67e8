/** What the pages say about the AI's part in a result. Pure. */
import type { AiProvider, AiSource, AiSummary } from "../../api-types.ts";
import { formatDayClock } from "../../format.ts";
import { aiText } from "../../text/ai.ts";

export type DropCount = { readonly reason: string; readonly words: string; readonly count: number };

/** Dropped claims by reason, most first. An unknown reason keeps its name. */
export function dropCounts(summary: Pick<AiSummary, "dropped">): DropCount[] {
  return Object.entries(summary.dropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason, words: aiText.reasons[reason] ?? reason.replaceAll("_", " "), count }))
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));
}

/** All claims that were made, and how many of them are not shown. */
export function claimCounts(summary: Pick<AiSummary, "dropped" | "kept">): {
  readonly all: number;
  readonly dropped: number;
} {
  const dropped = Object.values(summary.dropped).reduce((sum, count) => sum + count, 0);
  return { all: summary.kept + dropped, dropped };
}

/** Names of limits come as the ledger and as the API write them. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The limit or failure behind a reason, in words; undefined for one that we have no words for. */
export function reasonWords(reason: string): string | undefined {
  return aiText.caps[snake(reason)] ?? aiText.failures[reason] ?? aiText.off[reason];
}

/** Why the AI took no part, and what becomes of it, a sentence each; nothing when it did. */
export function standingWords(summary: Pick<AiSummary, "status" | "reason" | "retry_at">): string[] {
  const { status, reason, retry_at: retryAt } = summary;
  if (status === "done") return [];
  const known = reasonWords(reason ?? "");
  if (status === "off") return [known ?? aiText.offUnknown];
  const why = known ?? (status === "deferred" ? aiText.capUnknown : aiText.failureUnknown);
  const then = retryAt === null ? aiText.notAgain : aiText.again(formatDayClock(Date.parse(retryAt)));
  return [why, aiText.complete, then];
}

/** One line for each day on which one model answered, so that sixty reused answers are one line. */
export function sourceLines(sources: readonly AiSource[]): AiSource[] {
  const seen = new Map<string, AiSource>();
  for (const source of sources) {
    const key = `${source.model} ${source.cached} ${source.cached ? source.answered_at.slice(0, 10) : ""}`;
    if (!seen.has(key)) seen.set(key, source);
  }
  return [...seen.values()];
}

/** The order of providers after one was moved a place up (-1) or down (1); unchanged at the ends. */
export function moved(order: readonly AiProvider[], provider: AiProvider, by: -1 | 1): AiProvider[] {
  const from = order.indexOf(provider);
  const to = from + by;
  if (from === -1 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((name) => name !== provider);
  return next.toSpliced(to, 0, provider);
}
