import { costMicros } from "../../adapters/ai/models/model-row.ts";
import { answeredKeys } from "../../db/ai-cache.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { type Ctx, requirePermission } from "../context.ts";
import type { AiOffReason } from "./outcome.ts";
import { type AiPolicy, readPolicy } from "./policy.ts";
import { type Bid, bidsOf, fits, safePrompt } from "./prepare.ts";
import type { AiQuestion } from "./question.ts";
import { routeOf } from "./route.ts";

export type Estimated<T extends AiTask> = Pick<AiQuestion<T>, "task" | "context" | "request" | "repository">;

/** What a question would spend at most; all zero where it is cached, would not be asked, or AI is off. */
type QuestionEstimate = {
  readonly isAvailable: boolean;
  /** Why it is not available; null too where the question itself cannot be asked. */
  readonly reason: AiOffReason | null;
  readonly isCached: boolean;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly maxCostMicros: number;
  /** The model that would be asked first. */
  readonly model: string | null;
};

const NOTHING: QuestionEstimate = {
  isAvailable: false,
  reason: null,
  isCached: false,
  inputTokens: 0,
  maxOutputTokens: 0,
  maxCostMicros: 0,
  model: null,
};

/** Estimates questions without asking: nothing is reserved, sent or stored. Answers are in the order of `questions`. */
export async function estimateQuestions<T extends AiTask>(
  ctx: Ctx,
  questions: readonly Estimated<T>[],
): Promise<QuestionEstimate[]> {
  requirePermission(ctx, "usage.read");
  const policy = await readPolicy(ctx);
  const planned = await Promise.all(questions.map((question) => plan(ctx, policy, question)));
  const keys = planned.flatMap((one) => ("bids" in one ? one.bids.map(({ cacheKey }) => cacheKey) : []));
  const answered = keys.length === 0 ? new Set<string>() : await answeredKeys(ctx.data, keys);
  return planned.map((one) => ("bids" in one ? estimateOf(one.bids, answered, ctx.clock.now()) : one));
}

/** As `estimateQuestions`, for one. */
export async function estimateQuestion<T extends AiTask>(ctx: Ctx, question: Estimated<T>): Promise<QuestionEstimate> {
  const [estimate] = await estimateQuestions(ctx, [question]);
  return estimate ?? NOTHING;
}

async function plan<T extends AiTask>(
  ctx: Ctx,
  policy: AiPolicy,
  question: Estimated<T>,
): Promise<QuestionEstimate | { readonly bids: readonly Bid[] }> {
  const route = routeOf(ctx.config, policy, question);
  if (route.off) return { ...NOTHING, reason: route.off };
  const prompt = safePrompt(ctx, question.context, question.request);
  if (prompt === null) return NOTHING;
  const bids = await bidsOf(ctx, prompt, { question, candidates: route.candidates });
  return { bids: bids.filter((bid) => fits(bid, policy, null)) };
}

function estimateOf(bids: readonly Bid[], answered: ReadonlySet<string>, now: number): QuestionEstimate {
  const cached = bids.find(({ cacheKey }) => answered.has(cacheKey));
  if (cached) return { ...NOTHING, isAvailable: true, isCached: true, model: cached.model.id };
  const [first] = bids;
  if (first === undefined) return NOTHING;
  const { inputTokens, maxOutputTokens, model, plan: keyPlan } = first;
  const tokens = { input: inputTokens, output: maxOutputTokens };
  return {
    ...NOTHING,
    isAvailable: true,
    inputTokens,
    maxOutputTokens,
    maxCostMicros: keyPlan === "free" ? 0 : costMicros(model, tokens, now),
    model: model.id,
  };
}
