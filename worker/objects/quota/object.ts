import { DurableObject } from "cloudflare:workers";
import type { QuotaPort } from "../../services/object-ports.ts";
import { EMPTY_LEDGER, type Ledger, type QuotaEvent, type QuotaReply, stepQuota } from "./state.ts";

const KEY = "ledger";

/** One per organization: the ledger of AI tokens. Reservations, caps and windows: `state.ts`. */
export class Quota extends DurableObject<Env> implements QuotaPort {
  ping(): boolean {
    return true;
  }

  /** Applies one event at `now` (ms since the epoch). Reading and writing are one step, so no race passes a cap. */
  async apply(event: QuotaEvent, now: number): Promise<QuotaReply> {
    const { ledger, reply } = stepQuota(this.ctx.storage.kv.get<Ledger>(KEY) ?? EMPTY_LEDGER, event, now);
    this.ctx.storage.kv.put(KEY, ledger);
    return reply;
  }
}
