import { promptVersion } from "../../engine/ai/prompts/render-prompt.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { reasonOf } from "../../errors.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Cached, findCached } from "./cached-answer.ts";
import { inFlight } from "./flight.ts";
import type { AiOutcome } from "./outcome.ts";
import { readPolicy } from "./policy.ts";
import { type Asked, type Asking, type Bid, bidsOf, fits, safePrompt } from "./prepare.ts";
import type { AiQuestion, AnswerOf } from "./question.ts";
import { type Degraded, type FailureReason, newTally, type Result, retryAtOf, spentOf, type Tally } from "./result.ts";
import { routeOf } from "./route.ts";
import { storeOutcome } from "./store-outcome.ts";
import { tryCandidates } from "./try-candidates.ts";

/**
 * Asks the AI one question behind all guards. Whatever fails becomes an outcome; only an aborted `question.signal` throws
 * (its reason), and a role below `member`. A question that is too large, whose text still holds a secret or that is
 * refused by the providers is degraded with no time to ask again.
 */
export async function askAi<T extends AiTask>(ctx: Ctx, question: AiQuestion<T>): Promise<AiOutcome<AnswerOf<T>>> {
  requirePermission(ctx, "analysis.run");
  question.signal.throwIfAborted();
  try {
    return await ask(ctx, question);
  } catch (error) {
    question.signal.throwIfAborted();
    ctx.log.error("ai_unavailable", { kind: question.task, reason: reasonOf(error) });
    return { status: "degraded", reason: "unavailable", retryAt: retryAtOf("unavailable", null, ctx.clock.now()) };
  }
}

async function ask<T extends AiTask>(ctx: Ctx, question: AiQuestion<T>): Promise<AiOutcome<AnswerOf<T>>> {
  const startedAt = ctx.clock.now();
  const policy = await readPolicy(ctx);
  const route = routeOf(ctx.config, policy, question);
  if (route.off) return { status: "off", reason: route.off };
  const asked = { question, policy, startedAt, promptVersion: promptVersion(question.task) };
  const prompt = safePrompt(ctx, question.context, question.request);
  if (prompt === null) return refuse(ctx, asked, "redaction_failed");
  if (route.candidates.length === 0) return refuse(ctx, asked, "key");
  const bids = await bidsOf(ctx, prompt, { question, candidates: route.candidates });
  const fitting = bids.filter((bid) => fits(bid, policy, question.budget));
  if (fitting.length === 0) return refuse(ctx, { ...asked, bids }, "task_too_large");
  return answer(ctx, { ...asked, prompt, bids: fitting });
}

/** Before anything is spent. */
async function refuse<T extends AiTask>(
  ctx: Ctx,
  asked: Asked<T> & { readonly bids?: readonly Bid[] },
  reason: FailureReason,
): Promise<Degraded> {
  const result: Degraded = { status: "degraded", reason, retryAt: null };
  await storeOutcome(ctx, { ...asked, bids: asked.bids ?? [] }, { result, tally: newTally() });
  return result;
}

async function answer<T extends AiTask>(ctx: Ctx, asking: Asking<T>): Promise<AiOutcome<AnswerOf<T>>> {
  const lookUp = () => findCached(ctx, asking);
  const known = await lookUp();
  if (known) return ofCache(ctx, asking, known);
  const flown = await inFlight<Cached<T>, AiOutcome<AnswerOf<T>>>(ctx, {
    key: asking.bids[0]?.cacheKey ?? "",
    signal: asking.question.signal,
    lookUp,
    ask: async () => {
      const tally = newTally();
      const result = await tryAndKeepAccount(ctx, asking, tally);
      return { outcome: await ofResult(ctx, asking, { result, tally }), landing: landingOf(result) };
    },
  });
  if (flown.state === "asked") return flown.outcome;
  if (flown.state === "cached") return ofCache(ctx, asking, flown.cached);
  return ofResult(ctx, asking, { result: { status: "degraded", ...flown.failure }, tally: newTally() });
}

/** A cap is the asker's own; an answer and a failure are everybody's who waited for them. */
function landingOf(result: Result<AiTask>) {
  if (result.status === "deferred") return null;
  return { failure: result.status === "answered" ? null : { reason: result.reason, retryAt: result.retryAt } };
}

/** What was charged before an unexpected end is written down all the same. */
async function tryAndKeepAccount<T extends AiTask>(ctx: Ctx, asking: Asking<T>, tally: Tally): Promise<Result<T>> {
  try {
    return await tryCandidates(ctx, asking, tally);
  } catch (error) {
    if (tally.charges.length > 0) {
      const reason = asking.question.signal.aborted ? "aborted" : "unavailable";
      await storeOutcome(ctx, asking, { result: { status: "degraded", reason, retryAt: null }, tally });
    }
    throw error;
  }
}

async function ofCache<T extends AiTask>(
  ctx: Ctx,
  asking: Asking<T>,
  cached: Cached<T>,
): Promise<AiOutcome<AnswerOf<T>>> {
  const requestId = await storeOutcome(ctx, asking, { result: { status: "cached", cached }, tally: newTally() });
  const { answer: known, bid, model, answeredAt } = cached;
  const source = { provider: bid.provider, model, promptVersion: asking.promptVersion, answeredAt, isCached: true };
  return { status: "answered", answer: known, source, requestId, spent: { input: 0, output: 0, costMicros: 0 } };
}

async function ofResult<T extends AiTask>(
  ctx: Ctx,
  asking: Asking<T>,
  { result, tally }: { readonly result: Result<T>; readonly tally: Tally },
): Promise<AiOutcome<AnswerOf<T>>> {
  const answeredAt = ctx.clock.now();
  const requestId = await storeOutcome(ctx, asking, { result, tally });
  if (result.status !== "answered") return result;
  const { bid, model, answer: given } = result;
  const source = { provider: bid.provider, model, promptVersion: asking.promptVersion, answeredAt, isCached: false };
  return { status: "answered", answer: given, source, requestId, spent: spentOf(tally) };
}
