import { DurableObject } from "cloudflare:workers";
import type { BreakerPort } from "../../services/object-ports.ts";
import { type Breaker, type BreakerEvent, type BreakerReply, CLOSED, stepBreaker } from "./state.ts";

const KEY = "breaker";

/** One per AI provider and model. Modes and steps: `state.ts`. */
export class CircuitBreaker extends DurableObject<Env> implements BreakerPort {
  ping(): boolean {
    return true;
  }

  /** Applies one event at `now` (ms since the epoch). */
  async apply(event: BreakerEvent, now: number): Promise<BreakerReply> {
    const { state, reply } = stepBreaker(this.ctx.storage.kv.get<Breaker>(KEY) ?? CLOSED, event, now);
    this.ctx.storage.kv.put(KEY, state);
    return reply;
  }
}
