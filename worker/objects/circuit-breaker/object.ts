import { DurableObject } from "cloudflare:workers";
import type { BreakerPort, SharedBreakerPort } from "../../services/object-ports.ts";
import { emptyStorage } from "../empty-storage.ts";
import { requireOwn, requireShared } from "../own-organization.ts";
import { type Breaker, type BreakerEvent, type BreakerReply, CLOSED, stepBreaker } from "./state.ts";

const KEY = "breaker";

/** One per AI provider and model that all organizations share, and one for each organization beside it. Modes and steps: `state.ts`. */
export class CircuitBreaker extends DurableObject<Env> implements BreakerPort, SharedBreakerPort {
  async apply({ orgId, event, now }: { orgId: string; event: BreakerEvent; now: number }): Promise<BreakerReply> {
    requireOwn(this.ctx, orgId);
    return this.#step(event, now);
  }

  async applyShared({ event, now }: { event: BreakerEvent; now: number }): Promise<BreakerReply> {
    requireShared(this.ctx);
    return this.#step(event, now);
  }

  async forget({ orgId }: { orgId: string }): Promise<void> {
    requireOwn(this.ctx, orgId);
    await emptyStorage(this.ctx);
  }

  #step(event: BreakerEvent, now: number): BreakerReply {
    const { state, reply } = stepBreaker(this.ctx.storage.kv.get<Breaker>(KEY) ?? CLOSED, event, now);
    this.ctx.storage.kv.put(KEY, state);
    return reply;
  }
}
