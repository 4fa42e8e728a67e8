/**
 * Plants mistakes: for each table of organizations the Worker runs once without the filter by organization in every statement on
 * it. Somebody of another organization then asks every route that touches the table; and the rule on statements reads what is
 * left of them. The figures of each table stand beside the test in the reporter's file.
 */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { TENANT_TABLES } from "../../../worker/db/tenant-tables.ts";
import { declaredRoutes } from "../../../worker/http/registry.ts";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { createWorker } from "../../../worker/wiring.ts";
import { as, type Caller } from "../support/as.ts";
import { CANARY } from "../support/seed.ts";
import { isWithin, tenantsOf, watchStatements } from "../support/tripwire.ts";
import { expectedOf, keyOf } from "./expected.ts";
import { type Call, callAs, callOf, changesWhile, furnish, victimOf } from "./victim.ts";

/** Statements that a mistake changes and those of them that the rule refuses; routes that touch the table, the first that deviates. */
type Figures = { table: string; statements: number; tripped: number; routes: number; route: string | undefined };

const WORKER = createWorker();
const ASKED = env.PROVE_ISOLATION.split(",");
const TABLES = TENANT_TABLES.map(({ name }) => name)
  .filter((name) => env.PROVE_ISOLATION === "all" || ASKED.includes(name))
  .toSorted();
const ROUTES = declaredRoutes().filter((spec) => spec.access === "org" && spec.responses[101] === undefined);

beforeEach(() => {
  for (const queue of [env.Q_ANALYSIS, env.Q_SYNC, env.Q_CI]) vi.spyOn(queue, "send").mockResolvedValue({} as never);
});

/** The statement without its filter by organization on this table; it binds as many values as before. */
function unfiltered(sql: string, table: string): string {
  const qualified = sql.replaceAll(`"${table}"."org_id" = ?`, "? is not null");
  const isAlone = tenantsOf(sql).every((name) => name === table) && tenantsOf(sql).length > 0;
  return isAlone ? qualified.replace(/(?<![."\w])"?org_id"? = \?/g, "? is not null") : qualified;
}

function without(table: string): D1Database {
  return new Proxy(env.DB, {
    get(target, key) {
      if (key === "prepare") return (sql: string) => target.prepare(unfiltered(sql, table));
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** Asks the Worker with this mistake as somebody of another organization. */
async function askMutant(table: string, cookie: string, call: Call): Promise<Response> {
  const headers = new Headers(call.init.headers);
  headers.set("cookie", cookie);
  const init = { ...call.init, headers, redirect: "manual" } as RequestInit<IncomingRequestCfProperties>;
  const request = new Request<unknown, IncomingRequestCfProperties>(new URL(call.path, env.PUBLIC_URL).href, init);
  return WORKER.fetch(request, { ...env, DB: without(table) }, createExecutionContext());
}

/** The statements of each route, asked by an owner. */
async function statementsOf(spec: RouteSpec): Promise<ReadonlySet<string>> {
  const victim = await victimOf(spec, await as({ role: "owner" }));
  const call = await callOf(spec, victim);
  const watch = watchStatements();
  try {
    await (await callAs(spec, { cookie: victim.owner.cookie }, call)).text();
  } finally {
    watch.stop();
  }
  return watch.statements;
}

/** What a stranger gets that the declaration does not promise; undefined when the mistake does not show. */
async function deviationOf(table: string, spec: RouteSpec, owner: Caller): Promise<string | undefined> {
  const stranger = await as({ role: "owner" });
  const call = await callOf(spec, await victimOf(spec, owner));
  const { status } = expectedOf(spec, "otherOwner");
  let fault: string | undefined;
  const changed = await changesWhile(owner, async () => {
    const response = await askMutant(table, stranger.cookie, call);
    const shown = (await response.text()).includes(CANARY);
    if (response.status !== status) fault = `${keyOf(spec)} answers ${response.status} for ${status}`;
    else if (shown) fault = `${keyOf(spec)} shows a text of another organization`;
  });
  return (
    fault ?? (changed.length === 0 ? undefined : `${keyOf(spec)} changes ${changed.join(" ")} of another organization`)
  );
}

async function firstDeviation(table: string, routes: readonly RouteSpec[], owner: Caller): Promise<string | undefined> {
  for (const spec of routes) {
    const found = await deviationOf(table, spec, owner);
    if (found !== undefined) return found;
  }
  return undefined;
}

it("every mistake is planted", { timeout: 900_000 }, async ({ task }) => {
  const owner = await as({ role: "owner" });
  await furnish(owner.orgId);
  const seen = new Map<RouteSpec, ReadonlySet<string>>();
  for (const spec of ROUTES) seen.set(spec, await statementsOf(spec));
  const all = [...new Set([...seen.values()].flatMap((statements) => [...statements]))];
  const figures: Figures[] = [];
  for (const table of TABLES) {
    const planted = all.filter((sql) => unfiltered(sql, table) !== sql);
    const tripped = planted.filter((sql) => !isWithin(unfiltered(sql, table)));
    const routes = ROUTES.filter((spec) => [...(seen.get(spec) ?? [])].some((sql) => planted.includes(sql)));
    const route = planted.length === 0 ? undefined : await firstDeviation(table, routes, owner);
    figures.push({ table, statements: planted.length, tripped: tripped.length, routes: routes.length, route });
  }
  Object.assign(task.meta, { figures });
  expect(all.filter((sql) => !isWithin(sql))).toEqual([]);
});
