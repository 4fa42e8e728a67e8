/** The Worker for proofs that break things: production's, every message sent twice over several queues, and seams that fail at random. */
import {
  OrgJobs as RealOrgJobs,
  Quota as RealQuota,
  RepoJobs as RealRepoJobs,
  TokenGate as RealTokenGate,
} from "../../../worker/index.ts";
import type { QuotaEvent, QuotaReply } from "../../../worker/objects/quota/state.ts";
import type { GateAsk, GateReply, GateReport } from "../../../worker/objects/token-gate/state.ts";
import type { PlatformHooks, SeamHook } from "../../../worker/platform/hooks.ts";
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgLive, RateLimits } from "../../../worker/index.ts";

type ChaosEnv = Env & {
  /** Seed of the faults, chance of each of the two sides of a call, and how often a message is sent. */
  readonly CHAOS_SEED?: string;
  readonly CHAOS_RATE?: string;
  readonly CHAOS_COPIES?: string;
} & Readonly<Record<string, unknown>>;

/** A repeatable sequence in [0, 1) (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let chance: (() => number) | undefined;

function failing(env: ChaosEnv, message: string): SeamHook {
  const rate = Number(env.CHAOS_RATE ?? 0);
  chance ??= sequence(Number(env.CHAOS_SEED ?? 1));
  const draw = chance;
  const fail = () => {
    if (draw() < rate) throw new Error(message);
  };
  return { before: fail, after: fail };
}

/** Reached by objects too, once the bundle reads its hooks from here. */
function hooksOf(env: ChaosEnv): PlatformHooks {
  return { database: failing(env, "D1_ERROR: Network connection lost."), publish: failing(env, "Queue send failed") };
}

declare global {
  var chaosHooks: ((env: Env) => PlatformHooks) | undefined;
}
globalThis.chaosHooks = (env) => hooksOf(env as ChaosEnv);

let turn = 0;

/** Sends to one of the queues `NAME_0`, `NAME_1`, … in turn, as often as asked. */
function manifold(env: ChaosEnv, name: string): Queue {
  const queues = Object.keys(env)
    .filter((key) => key.startsWith(`${name}_`))
    .map((key) => env[key] as Queue);
  const send: Queue["send"] = async (body, options) => {
    let answer = { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
    for (let copy = Number(env.CHAOS_COPIES ?? 1); copy > 0; copy -= 1) {
      turn += 1;
      const queue = queues[turn % queues.length];
      if (queue) answer = await queue.send(body, options);
    }
    return answer;
  };
  return { send } as Queue;
}

/** Proofs run without pages, unless they bind them. */
const NO_PAGES = { fetch: async () => new Response(null, { status: 404 }) };

function withQueues(env: Env): Env {
  const chaos = env as ChaosEnv;
  const names = ["Q_ANALYSIS", "Q_SYNC", "Q_CI"].map((name) => [name, manifold(chaos, name)]);
  const { ASSETS = NO_PAGES } = env as Partial<Env>;
  return { ...env, ...Object.fromEntries(names), ASSETS } as Env;
}

function tell(event: string, facts: object): void {
  // biome-ignore lint/suspicious/noConsole: the history that checkers read is what the Worker prints
  console.log(JSON.stringify({ event, ...facts }));
}

type QuotaAsk = { orgId: string; event: QuotaEvent; now: number };

/** Tells every step of its ledger, and its sums before and behind it: no other step comes in between. */
export class Quota extends RealQuota {
  override async apply(ask: QuotaAsk): Promise<QuotaReply> {
    const [before, reply, after] = await Promise.all([this.#sums(ask), super.apply(ask), this.#sums(ask)]);
    const { orgId, event, now: at } = ask;
    if (event.type !== "read") tell("quota_step", { orgId, at, ask: event, reply, before, after });
    return reply;
  }

  async #sums({ orgId, event, now }: QuotaAsk) {
    const userId = event.type === "reserve" ? event.userId : null;
    const reply = await super.apply({ orgId, event: { type: "read", userId }, now });
    if (!("meters" in reply)) return null;
    const { userDay, userMonth, organizationMonth } = reply.meters;
    const tokens = (meter: typeof userDay) => meter && meter.used + meter.reserved;
    return {
      userDay: tokens(userDay),
      userMonth: tokens(userMonth),
      organizationMonth: tokens(organizationMonth),
    };
  }
}

/** Tells whom it lets through, and what it hears. */
export class TokenGate extends RealTokenGate {
  override async enter(ask: GateAsk): Promise<GateReply> {
    const entering = super.enter(ask);
    // Told in the order in which the gate decided, not in that in which its callers hear of it.
    tell("gate_asked", { gate: this.ctx.id.name, ask });
    const reply = await entering;
    if (reply.ok) tell("gate_entered", { id: ask.id, now: ask.now });
    return reply;
  }

  override async leave(report: GateReport): Promise<void> {
    tell("gate_left", { gate: this.ctx.id.name, report });
    await super.leave(report);
  }
}

export class RepoJobs extends RealRepoJobs {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withQueues(env));
  }
}

export class OrgJobs extends RealOrgJobs {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withQueues(env));
  }
}

function workerOf(env: Env) {
  return createWorker(hooksOf(env as ChaosEnv));
}

// biome-ignore lint/style/noDefaultExport: workerd calls the default export
export default {
  fetch: (request, env, ctx) => workerOf(env).fetch(request, withQueues(env), ctx),
  queue: (batch, env, ctx) => workerOf(env).queue(batch, withQueues(env), ctx),
  scheduled: (controller, env, ctx) => workerOf(env).scheduled(controller, withQueues(env), ctx),
} satisfies ExportedHandler<Env>;
