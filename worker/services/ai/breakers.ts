import { AiError, isProviderFault } from "../../adapters/ai/ai-error.ts";
import { reasonOf } from "../../errors.ts";
import type { BreakerEvent, BreakerReply } from "../../objects/circuit-breaker/state.ts";
import type { Ctx, Scope } from "../context.ts";
import type { Candidate } from "./route.ts";

type Of = Pick<Candidate, "provider" | "model">;
/** `own`: the organization's own key is used. */
type Call = Of & Pick<Candidate, "own">;
export type Circuit = "closed" | "open" | "half_open";
/** Who opens and closes it: the organization's calls alone, or those of all. */
type Sort = "own" | "shared";
type Permit = { readonly sort: Sort; readonly permit: number };
type Admission = { readonly permits: readonly Permit[] } | { readonly retryAt: number };

/** The organization's own breaker, so that its poison stops with it, then the one that all share. */
const BOTH: readonly Sort[] = ["own", "shared"];

type Told = { readonly sort: Sort; readonly event: BreakerEvent };

function send(ctx: Ctx, of: Of, { sort, event }: Told): Promise<BreakerReply> {
  if (sort === "shared") return sendShared(ctx, of, event);
  const { objects, orgId, clock } = ctx;
  return objects.breaker(orgId, nameOf(of)).apply({ orgId, event, now: clock.now() });
}

function sendShared({ objects, clock }: Scope, of: Of, event: BreakerEvent): Promise<BreakerReply> {
  return objects.sharedBreaker(nameOf(of)).applyShared({ event, now: clock.now() });
}

function nameOf({ provider, model }: Of): { provider: string; id: string } {
  return { provider, id: model.id };
}

async function admit(ctx: Ctx, of: Of): Promise<Admission> {
  const permits: Permit[] = [];
  for (const sort of BOTH) {
    const reply = await send(ctx, of, { sort, event: { type: "admit" } });
    if ("permit" in reply) permits.push({ sort, permit: reply.permit });
    else if ("retryAt" in reply) {
      await report(ctx, of, { permits, type: "returned" });
      return { retryAt: reply.retryAt };
    }
  }
  return { permits };
}

type News = { readonly permits: readonly Permit[]; readonly type: "failed" | "succeeded" | "returned" };

/** News that does not arrive loses no answer: a probe's permit runs out by itself. */
async function report(ctx: Ctx, of: Of, { permits, type }: News): Promise<void> {
  const sent = permits.map(({ sort, permit }) => {
    const isSourced = type === "failed" && sort === "shared";
    return send(ctx, of, { sort, event: isSourced ? { type, permit, source: ctx.orgId } : { type, permit } });
  });
  for (const outcome of await Promise.allSettled(sent))
    if (outcome.status === "rejected") ctx.log.warning("ai_breaker_unreachable", { reason: reasonOf(outcome.reason) });
}

/** A used-up quota is the key's: an own key holds its organization alone, the operator's holds all. */
async function hold(ctx: Ctx, of: Call, { permits, until }: { permits: readonly Permit[]; until: number }) {
  const held: Sort = of.own === null ? "shared" : "own";
  await report(ctx, of, { permits: permits.filter(({ sort }) => sort !== held), type: "returned" });
  for (const { sort, permit } of permits.filter((one) => one.sort === held))
    await send(ctx, of, { sort, event: { type: "held", permit, until } });
}

type Failed = { readonly permits: readonly Permit[]; readonly error: unknown };

async function reportFailure(ctx: Ctx, of: Call, { permits, error }: Failed): Promise<void> {
  if (!(error instanceof AiError)) return report(ctx, of, { permits, type: "returned" });
  if (error.kind === "day_quota" && error.retryAt !== null) return hold(ctx, of, { permits, until: error.retryAt });
  return report(ctx, of, { permits, type: isProviderFault(error.kind) ? "failed" : "returned" });
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
    await report(ctx, of, { permits, type: "succeeded" });
    return { state: "answered", value };
  } catch (error) {
    await reportFailure(ctx, of, { permits, error });
    if (error instanceof AiError) return { state: "failed", error };
    throw error;
  }
}

/** How the circuit of all organizations stands. */
export async function readSharedCircuit(scope: Scope, of: Of): Promise<Circuit> {
  const reply = await sendShared(scope, of, { type: "look" });
  return "mode" in reply ? reply.mode : "closed";
}

/** The worse of the two, as anybody would find them who asked now. */
export async function readCircuit(ctx: Ctx, of: Of): Promise<Circuit> {
  const replies = await Promise.all(BOTH.map((sort) => send(ctx, of, { sort, event: { type: "look" } })));
  const modes = replies.flatMap((reply) => ("mode" in reply ? [reply.mode] : []));
  return (["open", "half_open"] as const).find((mode) => modes.includes(mode)) ?? "closed";
}
