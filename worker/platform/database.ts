import { drizzle } from "drizzle-orm/d1";
import { hooked, type SeamHook } from "./hooks.ts";

/**
 * Drizzle over D1. There are no transactions: `batch([...])` is atomic, and guards stand in `where`.
 * A statement takes at most 100 bound parameters; many rows go in as one JSON parameter.
 */
export type Database = ReturnType<typeof openDatabase>;

export function openDatabase(d1: D1Database, hook?: SeamHook) {
  return drizzle(hook ? hookedDatabase(d1, hook) : d1);
}

const RUNS = new Set<PropertyKey>(["run", "all", "raw", "first"]);

/** D1 whose every round trip passes the hook. Statements keep their original in `originals`, because a batch only takes those. */
function hookedDatabase(d1: D1Database, hook: SeamHook): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, key) {
        if (key === "bind") return (...values: unknown[]) => wrap(target.bind(...values), sql);
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const call = (...args: unknown[]) => Reflect.apply(member, target, args);
        if (!RUNS.has(key)) return call;
        return (...args: unknown[]) =>
          hooked(hook, { seam: "database", name: sql }, async () => (await call(...args)) as unknown);
      },
    });
    originals.set(wrapped, statement);
    return wrapped;
  };
  return new Proxy(d1, {
    get(target, key) {
      if (key === "prepare") return (sql: string) => wrap(target.prepare(sql), sql);
      if (key === "batch") {
        return (statements: D1PreparedStatement[]) =>
          hooked(hook, { seam: "database", name: "batch" }, () =>
            target.batch(statements.map((statement) => originals.get(statement) ?? statement)),
          );
      }
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}
