import type { AiContext } from "../../engine/ai/context.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { Ctx } from "../context.ts";
import { type Called, callProvider } from "./call-provider.ts";
import { type Asking, type Bid, inputTokensOf, safePrompt } from "./prepare.ts";
import { type Failure, type FailureReason, type Result, type Tally, worthTelling } from "./result.ts";

type Tried = Failure & { readonly provider: Bid["provider"] };

/** The answer was refused or unusable: another model may do better, once. */
const ANSWER_FAULTS: ReadonlySet<FailureReason> = new Set(["blocked", "malformed"]);
/** Less to read and to write about may help. */
const TOO_MUCH: ReadonlySet<FailureReason> = new Set(["cut", "too_long"]);

/** Asks one model after the other until one answers, a cap is reached, or another try makes no sense. */
export async function tryCandidates<T extends AiTask>(ctx: Ctx, asking: Asking<T>, tally: Tally): Promise<Result<T>> {
  const failures: Tried[] = [];
  for (const bid of asking.bids) {
    if (!isWorthTrying(bid, failures)) continue;
    const { called, isHalf } = await tryBid(ctx, asking, { bid, tally });
    if (called.status === "answered") return { ...called, bid, isHalf };
    if (called.status === "deferred") return called;
    failures.push({ ...called.failure, provider: bid.provider });
    if (isLast(failures)) break;
  }
  return worthTelling(failures);
}

/** A provider's other model is tried only where the first is unknown: what else fails would fail there too. */
function isWorthTrying(bid: Bid, failures: readonly Tried[]): boolean {
  return failures.every(({ provider, reason }) => provider !== bid.provider || reason === "model");
}

function isLast(failures: readonly Tried[]): boolean {
  const reasons = failures.map(({ reason }) => reason);
  return (
    reasons.filter((reason) => ANSWER_FAULTS.has(reason)).length > 1 || reasons.some((reason) => TOO_MUCH.has(reason))
  );
}

type Attempt<T extends AiTask> = { readonly called: Called<T>; readonly isHalf: boolean };

/** One model; a question that is too much for it is asked once more with half of its files. */
async function tryBid<T extends AiTask>(
  ctx: Ctx,
  asking: Asking<T>,
  { bid, tally }: { bid: Bid; tally: Tally },
): Promise<Attempt<T>> {
  const called = await callProvider(ctx, { asking, bid, prompt: asking.prompt, tally });
  if (called.status !== "failed" || !TOO_MUCH.has(called.failure.reason)) return { called, isHalf: false };
  const { context, request } = asking.question;
  const half = halfOf(context);
  const prompt = half && safePrompt(ctx, half, request);
  if (!prompt) return { called, isHalf: false };
  const smaller = { ...bid, inputTokens: await inputTokensOf(ctx, prompt, bid.provider) };
  return { called: await callProvider(ctx, { asking, bid: smaller, prompt, tally }), isHalf: true };
}

/** The first half of the files, which are ordered by what they tell; null when there is only one. */
function halfOf(context: AiContext): AiContext | null {
  if (context.files.length < 2) return null;
  const files = context.files.slice(0, Math.ceil(context.files.length / 2));
  const paths = new Set(files.map(({ path }) => path));
  const left = context.files
    .filter(({ path }) => !paths.has(path))
    .map(({ path }) => ({ path, reason: "over_budget" as const }));
  return {
    ...context,
    files,
    known: context.known.filter(({ path }) => paths.has(path)),
    left: [...context.left, ...left],
  };
}
