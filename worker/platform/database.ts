import { drizzle } from "drizzle-orm/d1";
import { hooked, type SeamHook } from "./hooks.ts";
import { createRandom } from "./random.ts";
import { isRead, retryRead } from "./retry-reads.ts";

/**
 * Drizzle over D1. There are no transactions: `batch([...])` is atomic, and guards stand in `where`.
 * A statement takes at most 100 bound parameters; many rows go in as one JSON parameter.
 */
export type Database = ReturnType<typeof openDatabase>;

/** Reads are repeated when they were lost on the way; writes never. The hook sees every round trip. */
export function openDatabase(d1: D1Database, hook?: SeamHook, random = createRandom()) {
  return drizzle(guarded(d1, hook, random));
}

const RUNS = new Set<PropertyKey>(["run", "all", "raw", "first"]);

type Statement = { readonly original: D1PreparedStatement; readonly sql: string };

/** D1 with the hook and the repetition before it. Statements keep their original, because a batch only takes those. */
function guarded(d1: D1Database, hook: SeamHook | undefined, random: ReturnType<typeof createRandom>): D1Database {
  const known = new WeakMap<object, Statement>();
  const ask = (name: string, sqls: readonly string[], work: () => Promise<unknown>) => {
    const once = () => hooked(hook, { seam: "database", name }, work);
    return sqls.length > 0 && sqls.every(isRead) ? retryRead(random, once) : once();
  };
  const wrap = (original: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const wrapped = new Proxy(original, {
      get(target, key) {
        if (key === "bind") return (...values: unknown[]) => wrap(target.bind(...values), sql);
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const call = async (...args: unknown[]): Promise<unknown> => Reflect.apply(member, target, args);
        return RUNS.has(key) ? (...args: unknown[]) => ask(sql, [sql], () => call(...args)) : call;
      },
    });
    known.set(wrapped, { original, sql });
    return wrapped;
  };
  const batch = (statements: readonly D1PreparedStatement[]) => {
    const all = statements.map((statement) => known.get(statement) ?? { original: statement, sql: "" });
    const sqls = all.map(({ sql }) => sql);
    return ask("batch", sqls, () => d1.batch(all.map(({ original }) => original)));
  };
  return new Proxy(d1, {
    get(target, key) {
      // A write without a hook needs nothing of this: it goes straight to D1.
      if (key === "prepare")
        return (sql: string) => (hook || isRead(sql) ? wrap(target.prepare(sql), sql) : target.prepare(sql));
      if (key === "batch") return batch;
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
