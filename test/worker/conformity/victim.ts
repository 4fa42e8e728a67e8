import { env } from "cloudflare:workers";
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { as, type Caller, OWN_PAGE, send } from "../support/as.ts";
import { SEEDS } from "../support/seed.ts";
import { MATRIX_ROWS, type MatrixRow, type Victim } from "./matrix-rows.ts";

export const PRINCIPALS = [
  "anonymous",
  "revoked",
  "otherOwner",
  "exMember",
  "viewer",
  "member",
  "admin",
  "owner",
] as const;
export type Principal = (typeof PRINCIPALS)[number];
type Asker = { readonly cookie: string };

export function keyOf({ method, path }: RouteSpec): string {
  return `${method} ${path}`;
}

export function rowOf(spec: RouteSpec): MatrixRow {
  const row = MATRIX_ROWS[keyOf(spec)];
  if (!row) throw new Error(`Add a row for "${keyOf(spec)}" to test/worker/conformity/matrix-rows.ts.`);
  return row;
}

/** Organization A with an owner and, where path or body name a row, that row. */
export async function seedVictim(spec: RouteSpec): Promise<Victim> {
  const owner = await as({ role: "owner" });
  const table = spec.resource?.table ?? rowOf(spec).names;
  return { owner, resourceId: table ? (await SEEDS[table](owner.orgId)).id : "" };
}

async function revoked(orgId: string): Promise<Asker> {
  const caller = await as({ orgId });
  await env.DB.prepare("update sessions set revoked_at = 1 where id = ?").bind(caller.sessionId).run();
  return caller;
}

async function exMember(orgId: string): Promise<Asker> {
  const caller = await as({ orgId });
  await env.DB.prepare("delete from organization_members where user_id = ?").bind(caller.userId).run();
  return caller;
}

/** Somebody of this kind, seen from organization A. */
export async function principalOf(kind: Principal, victim: Victim): Promise<Asker> {
  const { orgId } = victim.owner;
  if (kind === "anonymous") return { cookie: "" };
  if (kind === "revoked") return revoked(orgId);
  if (kind === "exMember") return exMember(orgId);
  if (kind === "otherOwner") return as({ role: "owner" });
  return kind === "owner" ? victim.owner : as({ orgId, role: kind });
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

export function callAs(asker: Asker, { path, init }: Call): Promise<Response> {
  const headers = new Headers(init.headers);
  if (asker.cookie) headers.set("cookie", asker.cookie);
  return send(path, { ...init, headers });
}

const TABLES = [
  "repositories",
  "repository_health",
  "jobs",
  "job_logs",
  "analyses",
  "recommendations",
  "remediation_snippets",
  "pull_requests",
  "pull_checks",
  "artifacts",
  "ci_templates",
  "ci_template_versions",
  "repository_profiles",
  "webhook_deliveries",
  "blobs",
  "audit_log",
  "organization_members",
];

/** Everything that an organization has, as text: equal texts, no effect. */
export async function rowsOfOrganization(owner: Caller): Promise<string> {
  const statements = TABLES.map((table) => env.DB.prepare(`select * from ${table} where org_id = ?`).bind(owner.orgId));
  return JSON.stringify((await env.DB.batch(statements)).map(({ results }) => results));
}
