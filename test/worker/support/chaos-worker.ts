/** The Worker for proofs that break things: production's, every message sent twice over several queues, and seams that fail at random. */
import { OrgJobs as RealOrgJobs, RepoJobs as RealRepoJobs } from "../../../worker/index.ts";
import type { PlatformHooks, SeamHook } from "../../../worker/platform/hooks.ts";
import { createWorker } from "../../../worker/wiring.ts";

export { CircuitBreaker, OrgLive, Quota, RateLimits, TokenGate } from "../../../worker/index.ts";

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

function withQueues(env: Env): Env {
  const chaos = env as ChaosEnv;
  const names = ["Q_ANALYSIS", "Q_SYNC", "Q_CI"].map((name) => [name, manifold(chaos, name)]);
  return { ...env, ...Object.fromEntries(names) } as Env;
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
