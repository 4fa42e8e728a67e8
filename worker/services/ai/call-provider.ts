import type { AiErrorKind } from "../../adapters/ai/ai-error.ts";
import { costMicros } from "../../adapters/ai/models/model-row.ts";
import type { AiCall, AiProvider, AiReply, AiTokens } from "../../adapters/ai/port.ts";
import { aiKeyMark } from "../../db/ai-settings.ts";
import type { AiPrompt } from "../../engine/ai/prompt.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { Ctx } from "../context.ts";
import { type Guarded, guarded } from "./breakers.ts";
import { keyOf } from "./open-key.ts";
import type { Asking, Bid } from "./prepare.ts";
import type { AnswerOf } from "./question.ts";
import { reserve, settle } from "./reservation.ts";
import { type Deferred, type Failure, retryAtOf, type Tally } from "./result.ts";

export type Call<T extends AiTask> = {
  readonly asking: Asking<T>;
  readonly bid: Bid;
  readonly prompt: AiPrompt;
  readonly tally: Tally;
};

export type Called<T extends AiTask> =
  | { readonly status: "answered"; readonly answer: AnswerOf<T>; readonly model: string }
  | { readonly status: "failed"; readonly failure: Failure }
  | Deferred;

/** Failures after which the model had written something: it is charged for, whether the provider says how much or not. */
const WRITTEN: ReadonlySet<AiErrorKind> = new Set(["cut", "malformed"]);

/** One call of one model: reserved before, settled with the truth after, whatever happens in between. */
export async function callProvider<T extends AiTask>(ctx: Ctx, call: Call<T>): Promise<Called<T>> {
  const { asking, bid, tally } = call;
  asking.question.signal.throwIfAborted();
  const held = await reserve(ctx, asking, bid);
  if (held.status === "deferred") return held;
  let tokens: AiTokens | null = null;
  try {
    const outcome = await guarded(ctx, bid, () => send(ctx, call));
    tokens = chargedFor(outcome, bid);
    note(ctx, call, { outcome, tokens });
    return await readOutcome(ctx, bid, outcome);
  } finally {
    await settle(ctx, held.id, { tokens, tally });
  }
}

async function send<T extends AiTask>(ctx: Ctx, { asking, bid, prompt }: Call<T>): Promise<AiReply<AnswerOf<T>>> {
  const { question } = asking;
  const provider = await ctx.ai(bid.provider, await keyOf(ctx, bid));
  const request = { model: bid.model.id, prompt, signal: question.signal };
  // The port has a method for each shape of answer, and the task decides which one it is.
  return (await methodOf(provider, question.task)(request)) as AiReply<AnswerOf<T>>;
}

function methodOf(provider: AiProvider, task: AiTask): (call: AiCall) => Promise<AiReply<unknown>> {
  if (task === "remediation") return (call) => provider.generateRemediation(call);
  if (task === "ci_generation") return (call) => provider.generateCiConfig(call);
  return (call) => provider.analyze(call);
}

type Outcome = Guarded<AiReply<unknown>>;

/** What the provider charges; the estimate where it does not say; null: nothing. */
function chargedFor(outcome: Outcome, { inputTokens, maxOutputTokens }: Bid): AiTokens | null {
  const estimate = { input: inputTokens, output: maxOutputTokens };
  if (outcome.state === "refused") return null;
  if (outcome.state === "answered") return sane(outcome.value.tokens) ?? estimate;
  return sane(outcome.error.tokens) ?? (WRITTEN.has(outcome.error.kind) ? estimate : null);
}

function sane(tokens: AiTokens | null): AiTokens | null {
  const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
  return tokens && isCount(tokens.input) && isCount(tokens.output) ? tokens : null;
}

function note<T extends AiTask>(
  ctx: Ctx,
  { bid, tally }: Call<T>,
  { outcome, tokens }: { outcome: Outcome; tokens: AiTokens | null },
): void {
  if (outcome.state === "refused") return;
  const model = outcome.state === "answered" ? outcome.value.model : bid.model.id;
  tally.attempts += outcome.state === "answered" ? outcome.value.attempts : outcome.error.attempts;
  tally.last = { provider: bid.provider, model };
  if (tokens === null) return;
  const cost = bid.plan === "free" ? 0 : costMicros(bid.model, tokens, ctx.clock.now());
  tally.charges.push({ model, ...tokens, costMicros: cost });
}

async function readOutcome<T extends AiTask>(
  ctx: Ctx,
  bid: Bid,
  outcome: Guarded<AiReply<AnswerOf<T>>>,
): Promise<Called<T>> {
  const now = ctx.clock.now();
  if (outcome.state === "answered") {
    const { answer, model } = outcome.value;
    return { status: "answered", answer, model };
  }
  if (outcome.state === "refused") {
    const retryAt = retryAtOf("circuit_open", outcome.retryAt, now);
    return { status: "failed", failure: { reason: "circuit_open", retryAt } };
  }
  const { kind, retryAt } = outcome.error;
  ctx.log.warning("ai_call_failed", { kind: bid.provider, code: kind, attempt: outcome.error.attempts });
  if (kind === "key") await markRefused(ctx, bid, now);
  return { status: "failed", failure: { reason: kind, retryAt: retryAtOf(kind, retryAt, now) } };
}

async function markRefused(ctx: Ctx, { own }: Bid, now: number): Promise<void> {
  if (own) await aiKeyMark(ctx.data, own, { state: "refused", checkedAt: now });
}
