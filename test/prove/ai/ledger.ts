/** The organization's ledger as the object runs it: its tables in SQLite, one transaction a step. */
import { DatabaseSync } from "node:sqlite";
import { type QuotaEvent, type QuotaReply, stepQuota } from "../../../worker/objects/quota/state.ts";
import { LedgerTables } from "../../../worker/objects/quota/tables.ts";

type Tables = ConstructorParameters<typeof LedgerTables>[0];
type Value = null | number | string;

/** The part of the object's SQL interface that the tables use. */
function sqlOf(database: DatabaseSync): Tables {
  const exec = (query: string, ...bindings: Value[]) => {
    const rows = database.prepare(query).all(...bindings);
    return Object.assign(rows, { toArray: () => rows });
  };
  return { exec } as unknown as Tables;
}

export class DurableLedger {
  readonly #database: DatabaseSync;
  #tables: LedgerTables;

  constructor(path = ":memory:") {
    this.#database = new DatabaseSync(path);
    this.#tables = new LedgerTables(sqlOf(this.#database));
  }

  apply(event: QuotaEvent, now: number): QuotaReply {
    this.#database.exec("begin");
    try {
      const before = this.#tables.load(event, now);
      const { ledger, reply } = stepQuota(before, event, now);
      this.#tables.store(before, ledger, now);
      this.#tables.forget(now);
      this.#database.exec("commit");
      return reply;
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  /** The object is evicted: what is not in its tables is gone. */
  evict(): void {
    this.#tables = new LedgerTables(sqlOf(this.#database));
  }

  close(): void {
    this.#database.close();
  }
}
