import { env } from "cloudflare:workers";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { type Caller, OWN_PAGE, send } from "../support/as.ts";
import { SEEDS } from "../support/seed.ts";
import { seedAiRequest } from "../support/seed-ai.ts";
import { rowOf } from "./expected.ts";
import type { Victim } from "./matrix-rows.ts";
import type { Asker } from "./principals.ts";

/** The owner's organization and, where path or body name a row, a new one of these. */
export async function victimOf(spec: RouteSpec, owner: Caller): Promise<Victim> {
  return { owner, resourceId: await seedResource(spec, owner) };
}

/** The id of a new row of what path or body name; empty where they name none. */
async function seedResource(spec: RouteSpec, owner: Caller): Promise<string> {
  const row = rowOf(spec);
  const table = spec.resource?.table ?? row.names;
  if (row.seed) return row.seed(owner);
  return table ? (await SEEDS[table](owner.orgId)).id : "";
}

/** A row of every kind, so that there is something to be seen. */
export async function furnish(orgId: string): Promise<void> {
  await Promise.all([...Object.values(SEEDS), seedAiRequest].map((seed) => seed(orgId)));
}

/** What one call of a route sends; made before any call, because a body may seed rows. */
export type Call = { readonly path: string; readonly init: RequestInit };

export async function callOf(spec: RouteSpec, victim: Victim): Promise<Call> {
  const row = rowOf(spec);
  const path = spec.path.replace(/:number/, "1").replace(/:\w+/, row.id ?? victim.resourceId);
  const query = row.query?.endsWith("=") ? `${row.query}${victim.resourceId}` : (row.query ?? "");
  const body = row.body ? JSON.stringify(await row.body(victim)) : undefined;
  const type = body === undefined ? {} : { "content-type": spec.rawBody?.types[0] ?? "application/json" };
  const headers = { ...(spec.method !== "get" && OWN_PAGE), ...type, ...row.headers };
  return { path: `${path}${query}`, init: { method: spec.method.toUpperCase(), headers, ...(body && { body }) } };
}

/** What proves that a call comes from our own pages. A bearer token needs none of it. */
const OF_OWN_PAGES = ["sec-fetch-site", "x-ado-request", "origin"];

export async function callAs(spec: RouteSpec, asker: Asker, { path, init }: Call): Promise<Response> {
  const headers = new Headers(init.headers);
  if (asker.cookie) headers.set("cookie", asker.cookie);
  if (asker.bearer) headers.set("authorization", `Bearer ${asker.bearer}`);
  const isForTokens = spec.access !== "public" && spec.access !== "webhook";
  if (asker.bearer && isForTokens) for (const name of OF_OWN_PAGES) headers.delete(name);
  const response = await send(path, { ...init, headers });
  response.webSocket?.accept();
  response.webSocket?.close(1000);
  return response;
}

/** Tables that name an organization, but whose rows are a user's or left of what is gone. */
const NOT_OWN = ["sessions", "oauth_transactions", "organization_tombstones"];

async function tenantTables(): Promise<string[]> {
  const sql = "select name from sqlite_master where type = 'table' and sql like '%`org_id`%'";
  const { results } = await env.DB.prepare(sql).all<{ name: string }>();
  return results.map(({ name }) => name).filter((name) => !NOT_OWN.includes(name));
}

/** Everything that an organization has, a text for each table. Neither a refusal that is noted nor the log's seal is counted. */
async function rowsOfOrganization({ orgId }: Caller): Promise<ReadonlyMap<string, string>> {
  const tables = (await tenantTables()).filter((table) => table !== "audit_log" && table !== "audit_heads");
  const statements = new Map(tables.map((table) => [table, `select * from ${table} where org_id = ?`]));
  statements.set("organizations", "select * from organizations where id = ?");
  const kept = "select id, action, meta from audit_log where org_id = ? and action <> 'access.denied'";
  statements.set("audit_log", kept);
  const answers = await env.DB.batch([...statements.values()].map((sql) => env.DB.prepare(sql).bind(orgId)));
  return new Map([...statements.keys()].map((table, at) => [table, JSON.stringify(answers[at]?.results)]));
}

/** Tables in which something changed while `work` ran. */
export async function changesWhile(owner: Caller, work: () => Promise<unknown>): Promise<string[]> {
  const before = await rowsOfOrganization(owner);
  await work();
  const after = await rowsOfOrganization(owner);
  return [...after.keys()].filter((table) => after.get(table) !== before.get(table));
}
