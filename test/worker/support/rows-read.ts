import { env } from "cloudflare:workers";
import { forOrg } from "../../../worker/db/for-org.ts";
import { openDatabase } from "../../../worker/platform/database.ts";
import type { Ctx } from "../../../worker/services/context.ts";
import type { Caller } from "./as.ts";
import { testCtx } from "./scope.ts";

/** A D1 that notes every statement once its parameters are bound. */
function recording(bound: D1PreparedStatement[]): D1Database {
  const prepare = (sql: string) => {
    const statement = env.DB.prepare(sql);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values) => {
      const ready = bind(...values);
      bound.push(ready);
      return ready;
    };
    return statement;
  };
  return new Proxy(env.DB, { get: (target, key) => (key === "prepare" ? prepare : Reflect.get(target, key)) });
}

/** How many rows D1 reads for a service that only reads: each of its queries runs once more, since `all` alone tells. */
export async function rowsRead(caller: Caller, work: (ctx: Ctx) => Promise<unknown>): Promise<number> {
  const bound: D1PreparedStatement[] = [];
  const db = openDatabase(recording(bound));
  await work({ ...testCtx(caller), db, data: forOrg(db, caller.orgId) });
  if (bound.length === 0) throw new Error("The service asked the database nothing.");
  const results = await Promise.all(bound.map((statement) => statement.all()));
  return results.reduce((sum, { meta }) => sum + meta.rows_read, 0);
}
