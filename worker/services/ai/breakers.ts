import { AiError, isProviderFault } from "../../adapters/ai/ai-error.ts";
import { reasonOf } from "../../errors.ts";
import type { BreakerEvent, BreakerReply } from "../../objects/circuit-breaker/state.ts";
import type { Ctx } from "../context.ts";
import type { Candidate } from "./route.ts";

type Of = Pick<Candidate, "provider" | "model">;
/** `own`: the organization's own key is used. */
type Call = Of & Pick<Candidate, "own">;
export type Circuit = "closed" | "open" | "half_open";
type Permit = { readonly key: string; readonly permit: number };
type Admission = { readonly permits: readonly Permit[] } | { readonly retryAt: number };

/** The organization's own breaker, so that its poison stops with it, then the one that all share. */
function keysOf(ctx: Pick<Ctx, "orgId">, { provider, model }: Of): readonly string[] {
  const shared = `ai:${provider}:${model.id}`;
  return [`${ctx.orgId}:${shared}`, shared];
}

function send(ctx: Ctx, key: string, event: BreakerEvent): Promise<BreakerReply> {
  return ctx.objects.breaker(key).apply(event, ctx.clock.now());
}

async function admit(ctx: Ctx, of: Of): Promise<Admission> {
  const permits: Permit[] = [];
  for (const key of keysOf(ctx, of)) {
    const reply = await send(ctx, key, { type: "admit" });
    if ("permit" in reply) permits.push({ key, permit: reply.permit });
    else if ("retryAt" in reply) {
      await report(ctx, permits, "returned");
      return { retryAt: reply.retryAt };
    }
  }
  return { permits };
}

/** News that does not arrive loses no answer: a probe's permit runs out by itself. */
async function report(ctx: Ctx, permits: readonly Permit[], type: "failed" | "succeeded" | "returned"): Promise<void> {
  const sent = permits.map(({ key, permit }) => {
    const isShared = !key.startsWith(`${ctx.orgId}:`);
    return send(ctx, key, type === "failed" && isShared ? { type, permit, source: ctx.orgId } : { type, permit });
  });
  for (const outcome of await Promise.allSettled(sent))
    if (outcome.status === "rejected") ctx.log.warning("ai_breaker_unreachable", { reason: reasonOf(outcome.reason) });
}

/** A used-up quota is the key's: an own key holds its organization alone, the operator's holds all. */
async function hold(ctx: Ctx, { own }: Call, { permits, until }: { permits: readonly Permit[]; until: number }) {
  const isHeld = ({ key }: Permit) => key.startsWith(`${ctx.orgId}:`) === (own !== null);
  await report(
    ctx,
    permits.filter((permit) => !isHeld(permit)),
    "returned",
  );
  for (const { key, permit } of permits.filter(isHeld)) await send(ctx, key, { type: "held", permit, until });
}

type Failed = { readonly permits: readonly Permit[]; readonly error: unknown };

async function reportFailure(ctx: Ctx, of: Call, { permits, error }: Failed): Promise<void> {
  if (!(error instanceof AiError)) return report(ctx, permits, "returned");
  if (error.kind === "day_quota" && error.retryAt !== null) return hold(ctx, of, { permits, until: error.retryAt });
  return report(ctx, permits, isProviderFault(error.kind) ? "failed" : "returned");
}

export type Guarded<T> =
  | { readonly state: "answered"; readonly value: T }
  | { readonly state: "failed"; readonly error: AiError }
  | { readonly state: "refused"; readonly retryAt: number };

/** Runs `work` where both breakers let it, and tells them how it went. Only what says something of the provider's health counts. */
export async function guarded<T>(ctx: Ctx, of: Call, work: () => Promise<T>): Promise<Guarded<T>> {
  const admission = await admit(ctx, of);
  if ("retryAt" in admission) return { state: "refused", retryAt: admission.retryAt };
  const { permits } = admission;
  try {
    const value = await work();
    await report(ctx, permits, "succeeded");
    return { state: "answered", value };
  } catch (error) {
    await reportFailure(ctx, of, { permits, error });
    if (error instanceof AiError) return { state: "failed", error };
    throw error;
  }
}

/** The worse of the two, as anybody would find them who asked now. */
export async function readCircuit(ctx: Ctx, of: Of): Promise<Circuit> {
  const replies = await Promise.all(keysOf(ctx, of).map((key) => send(ctx, key, { type: "look" })));
  const modes = replies.flatMap((reply) => ("mode" in reply ? [reply.mode] : []));
  return (["open", "half_open"] as const).find((mode) => modes.includes(mode)) ?? "closed";
}
