import { DurableObject } from "cloudflare:workers";
import type { QuotaPort } from "../../services/object-ports.ts";
import { type Flight, type FlightEvent, type FlightReply, stepFlight } from "../ai-flights/state.ts";
import { emptyStorage } from "../empty-storage.ts";
import { requireOwn } from "../own-organization.ts";
import { type QuotaEvent, type QuotaReply, stepQuota } from "./state.ts";
import { LedgerTables } from "./tables.ts";

const FLIGHT = "flight:";

/** One per organization: the ledger of its AI tokens (`state.ts`), and which questions are being asked right now. */
export class Quota extends DurableObject<Env> implements QuotaPort {
  readonly #tables: LedgerTables;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#tables = new LedgerTables(ctx.storage.sql);
  }

  /** Reading and writing are one step, so no race passes a cap. */
  async apply({ orgId, event, now }: { orgId: string; event: QuotaEvent; now: number }): Promise<QuotaReply> {
    requireOwn(this.ctx, orgId);
    return this.ctx.storage.transactionSync(() => {
      const before = this.#tables.load(event, now);
      const { ledger, reply } = stepQuota(before, event, now);
      this.#tables.store(before, ledger, now);
      this.#tables.forget(now);
      return reply;
    });
  }

  /** Applies one event to the flight of a question. */
  async fly(ask: { orgId: string; question: string; event: FlightEvent; now: number }): Promise<FlightReply> {
    const { orgId, question, event, now } = ask;
    requireOwn(this.ctx, orgId);
    const key = FLIGHT + question;
    const { flight, reply } = stepFlight(this.ctx.storage.kv.get<Flight>(key) ?? null, event, now);
    if (flight === null) this.ctx.storage.kv.delete(key);
    else this.ctx.storage.kv.put(key, flight);
    if (event.type === "land") this.#forgetFlights(now);
    return reply;
  }

  async forget({ orgId }: { orgId: string }): Promise<void> {
    requireOwn(this.ctx, orgId);
    await emptyStorage(this.ctx);
    this.#tables.emptied();
  }

  #forgetFlights(now: number): void {
    for (const [key, flight] of [...this.ctx.storage.kv.list<Flight>({ prefix: FLIGHT })])
      if (flight.until <= now) this.ctx.storage.kv.delete(key);
  }
}
