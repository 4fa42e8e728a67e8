import type { AiContext } from "../../engine/ai/context.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { readAiSettings } from "../ai/ai-settings.ts";
import { askAi } from "../ai/ask-ai.ts";
import type { AiOutcome } from "../ai/outcome.ts";
import type { AiQuestion, AnswerOf } from "../ai/question.ts";
import { recordVerdict } from "../ai/record-verdict.ts";
import type { Ctx } from "../context.ts";
import type { Judged } from "./summarize.ts";

/** What a check says of a proposal: what is kept of it, or why nothing is, in our own words. */
type Verdict<K> = { readonly ok: true; readonly kept: K } | { readonly ok: false; readonly reasons: readonly string[] };

type ChangeTask = Extract<AiTask, "remediation" | "ci_generation">;

export type Proposing<T extends ChangeTask, K> = {
  readonly question: Omit<AiQuestion<T>, "budget">;
  readonly check: (answer: AnswerOf<T>, context: AiContext) => Verdict<K>;
};

export type Proposed<K> = {
  readonly kept: K | null;
  /** Why the last proposal was refused; empty when it was kept, or when there was none. */
  readonly reasons: readonly string[];
  /** The last one that was answered, else what stopped it. */
  readonly outcome: AiOutcome<unknown>;
  readonly judged: readonly Judged[];
};

/** A refusal is told to the model in so many words at most. */
const REASONS_TOLD = 8;

/**
 * Asks for a change and checks it; a refused one may be repaired once, within what is left of the same budget. The model is told
 * why in our own words alone.
 */
export async function propose<T extends ChangeTask, K>(ctx: Ctx, proposing: Proposing<T, K>): Promise<Proposed<K>> {
  if (proposing.question.context.files.length === 0) return nothingToSend();
  const { caps } = await readAiSettings(ctx);
  const first = await attempt(ctx, proposing, { request: proposing.question.request, budget: caps.task, round: 1 });
  if (first.kept !== null || first.outcome.status !== "answered") return first;
  const { input, output } = first.outcome.spent;
  const refused = first.reasons.slice(0, REASONS_TOLD).map((reason) => `Your last change was refused: ${reason}`);
  const request = [...proposing.question.request, ...refused];
  const second = await attempt(ctx, proposing, { request, budget: caps.task - input - output, round: 2 });
  const judged = [...first.judged, ...second.judged];
  // Where no second answer came, the first one's refusal is what there is to tell.
  return second.outcome.status === "answered" ? { ...second, judged } : { ...first, judged };
}

/** The file holds secrets by its name, or does not fit. */
function nothingToSend(): Proposed<never> {
  const outcome = { status: "degraded", reason: "nothing_to_send", retryAt: null } as const;
  return { kept: null, reasons: [], outcome, judged: [{ outcome, kept: 0, dropped: [], lowered: 0 }] };
}

type Round = { readonly request: readonly string[]; readonly budget: number; readonly round: number };

async function attempt<T extends ChangeTask, K>(
  ctx: Ctx,
  { question, check }: Proposing<T, K>,
  { request, budget, round }: Round,
): Promise<Proposed<K>> {
  const outcome = await askAi<T>(ctx, { ...question, request, budget, key: `${question.key}:${round}` });
  if (outcome.status !== "answered") {
    return { kept: null, reasons: [], outcome, judged: [{ outcome, kept: 0, dropped: [], lowered: 0 }] };
  }
  const verdict = check(outcome.answer, question.context);
  const kept = verdict.ok ? 1 : 0;
  await recordVerdict(ctx, { requestId: outcome.requestId, kept, dropped: 1 - kept });
  const judged = [{ outcome, kept, dropped: verdict.ok ? [] : ["refused"], lowered: 0 }];
  if (!verdict.ok) return { kept: null, reasons: verdict.reasons, outcome, judged };
  return { kept: verdict.kept, reasons: [], outcome, judged };
}
