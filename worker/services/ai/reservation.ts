import type { AiTokens } from "../../adapters/ai/port.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { QuotaEvent, QuotaReply } from "../../objects/quota/state.ts";
import type { Ctx } from "../context.ts";
import type { Asking, Bid } from "./prepare.ts";
import type { Deferred, Tally } from "./result.ts";

type Reserved = { readonly status: "reserved"; readonly id: string };

/** Calls that one question may be charged for within two days, repeated attempts included. */
const MAX_CALLS = 50;

const CAP_NAMES = {
  task: "task",
  userDay: "user_day",
  userMonth: "user_month",
  organizationMonth: "organization_month",
} as const;

/**
 * Holds the tokens of one call. A job that is attempted again finds what its dead attempt held, and a call that is over is
 * not paid for by its reservation again: the next one gets another.
 */
export async function reserve<T extends AiTask>(
  ctx: Ctx,
  { question, policy }: Asking<T>,
  bid: Bid,
): Promise<Reserved | Deferred> {
  const { userId } = question;
  const tokens = bid.inputTokens + bid.maxOutputTokens;
  for (let call = 0; call < MAX_CALLS; call += 1) {
    const id = `${question.key}:${bid.cacheKey.slice(0, 16)}:${call}`;
    const event = { type: "reserve", id, userId, tokens, caps: policy.caps } as const;
    const reply = await tell(ctx, event);
    if (!("granted" in reply)) break;
    if (!reply.granted) return { status: "deferred", cap: CAP_NAMES[reply.cap], retryAt: reply.resetAt };
    if (!reply.settled) return { status: "reserved", id };
  }
  throw new Error("No reservation is left for this question.");
}

function tell(ctx: Ctx, event: QuotaEvent): Promise<QuotaReply> {
  return ctx.objects.quota(ctx.orgId).apply({ orgId: ctx.orgId, event, now: ctx.clock.now() });
}

/** Ends a reservation with what was charged; null: nothing. */
export async function settle(ctx: Ctx, id: string, charged: { tokens: AiTokens | null; tally: Tally }): Promise<void> {
  const { tokens, tally } = charged;
  const event = tokens
    ? ({ type: "settle", id, tokens: tokens.input + tokens.output } as const)
    : ({ type: "release", id } as const);
  const reply = await tell(ctx, event);
  if ("month" in reply && reply.month && tokens) tally.month = reply.month;
}
