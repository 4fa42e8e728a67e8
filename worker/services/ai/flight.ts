import { reasonOf } from "../../errors.ts";
import type { Failure, FlightEvent, FlightReply } from "../../objects/ai-flights/state.ts";
import type { Ctx } from "../context.ts";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;
const BEAT_MS = 20_000;

/** How others find a question that was asked: answered (null), or failed. */
type Landing = { readonly failure: Failure | null };

export type Flight<C, O> = {
  /** Names the question within the organization. */
  readonly key: string;
  readonly signal: AbortSignal;
  /** The answer, if somebody stored it meanwhile. */
  readonly lookUp: () => Promise<C | null>;
  /** Asks, and stores the answer before it ends. `landing`: what those who wait share of it; null: nothing, they ask themselves. */
  readonly ask: () => Promise<{ readonly outcome: O; readonly landing: Landing | null }>;
};

type Flown<C, O> =
  | { readonly state: "cached"; readonly cached: C }
  | { readonly state: "asked"; readonly outcome: O }
  /** Somebody else asked and failed. */
  | { readonly state: "failed"; readonly failure: Failure };

/**
 * Lets one of all who ask the same at once really ask. The others wait: for its answer, for its failure, which they share,
 * or for the end of its lease when it died; then one of them asks.
 */
export async function inFlight<C, O>(ctx: Ctx, flight: Flight<C, O>): Promise<Flown<C, O>> {
  const holder = ctx.random.uuidv7();
  let awaited: string | null = null;
  let wait = FIRST_WAIT_MS;
  for (;;) {
    flight.signal.throwIfAborted();
    const reply: FlightReply = await fly(ctx, flight.key, { type: "join", holder, awaited });
    if (reply.state === "lead") return lead(ctx, flight, holder);
    if (reply.state === "wait") {
      awaited = reply.leader;
      await scheduler.wait(wait * (0.5 + ctx.random.fraction()), { signal: flight.signal });
      wait = Math.min(LONGEST_WAIT_MS, wait * 1.5);
      continue;
    }
    const shared = reply.state === "landed" ? await sharedOf(flight, reply.failure) : null;
    if (shared) return shared;
    awaited = null;
  }
}

/** What the awaited leader brought; null when its answer is gone already. */
async function sharedOf<C, O>(flight: Flight<C, O>, failure: Failure | null): Promise<Flown<C, O> | null> {
  if (failure) return { state: "failed", failure };
  const cached = await flight.lookUp();
  return cached && { state: "cached", cached };
}

function fly(ctx: Ctx, key: string, event: FlightEvent) {
  return ctx.objects.quota(ctx.orgId).fly({ orgId: ctx.orgId, question: key, event, now: ctx.clock.now() });
}

/** Who leads may come late: somebody may have stored the answer since it was looked for. */
async function lead<C, O>(ctx: Ctx, flight: Flight<C, O>, holder: string): Promise<Flown<C, O>> {
  const over = new AbortController();
  const beating = beat(ctx, { key: flight.key, holder }, over.signal);
  let end: FlightEvent = { type: "leave", holder };
  try {
    const cached = await flight.lookUp();
    if (cached) {
      end = { type: "land", holder, failure: null };
      return { state: "cached", cached };
    }
    const { outcome, landing } = await flight.ask();
    if (landing) end = { type: "land", holder, ...landing };
    return { state: "asked", outcome };
  } finally {
    over.abort();
    await beating;
    await land(ctx, flight.key, end);
  }
}

/** An object that cannot be reached now loses nothing: the lease runs out by itself. */
async function land(ctx: Ctx, key: string, end: FlightEvent): Promise<void> {
  try {
    await fly(ctx, key, end);
  } catch (error) {
    ctx.log.warning("ai_flight_not_ended", { reason: reasonOf(error) });
  }
}

async function beat(ctx: Ctx, of: { key: string; holder: string }, over: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await scheduler.wait(BEAT_MS, { signal: over });
      await fly(ctx, of.key, { type: "beat", holder: of.holder });
    }
  } catch (error) {
    if (!over.aborted) ctx.log.warning("ai_flight_beat_lost", { reason: reasonOf(error) });
  }
}
