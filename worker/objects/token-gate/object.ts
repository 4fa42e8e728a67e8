import { DurableObject } from "cloudflare:workers";
import { createClock } from "../../platform/clock.ts";
import type { TokenGatePort } from "../../services/object-ports.ts";
import {
  enter,
  type GateAsk,
  type GateReply,
  type GateReport,
  type GateState,
  isIdle,
  leave,
  NEW_GATE,
} from "./state.ts";

const KEY = "gate";
const FORGET_AFTER_MS = 60 * 60_000;

/** One per GitHub token: the only gate through which its requests leave (`state.ts`). */
export class TokenGate extends DurableObject<Env> implements TokenGatePort {
  readonly #clock = createClock();

  async enter(ask: GateAsk): Promise<GateReply> {
    const { state, reply } = enter(this.#state(), ask);
    this.ctx.storage.kv.put(KEY, state);
    if ((await this.ctx.storage.getAlarm()) === null) await this.#forgetLater();
    return reply;
  }

  async leave(report: GateReport): Promise<void> {
    this.ctx.storage.kv.put(KEY, leave(this.#state(), report));
  }

  override async alarm(): Promise<void> {
    if (isIdle(this.#state(), this.#clock.now())) await this.ctx.storage.deleteAll();
    else await this.#forgetLater();
  }

  #state(): GateState {
    // What was stored by an earlier version lacks what came since.
    return { ...NEW_GATE, ...this.ctx.storage.kv.get<GateState>(KEY) };
  }

  async #forgetLater(): Promise<void> {
    await this.ctx.storage.setAlarm(this.#clock.now() + FORGET_AFTER_MS);
  }
}
