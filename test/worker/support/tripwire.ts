/**
 * Reads the statements of the product: one that names a table of organizations has to say which organization it is about.
 * Drizzle quotes names, which the statements of tests do not; those are not read.
 */
import { env } from "cloudflare:workers";
import { TENANT_TABLES } from "../../../worker/db/tenant-tables.ts";

const TENANTS = new Set(TENANT_TABLES.map(({ name }) => name));
const REFERENCE = /\b(?:from|join|update|into)\s+"?(\w+)"?/gi;
const INSERTED = /^\s*insert\s+(?:or\s+\w+\s+)?into\s+"?(\w+)/i;
const COMPARED = /"?\borg_id"?\s*(?:=|in\b|is\b)|=\s*(?:"?\w+"?\.)?"?org_id"?/gi;
const BOUND = /"?\borg_id"?\s*(?:=\s*\?|in\s*\()|\?\s*=\s*(?:"?\w+"?\.)?"?org_id"?/i;

/** Statements that name no organization on purpose, reviewed one by one. */
const ACROSS: readonly RegExp[] = [
  // Who asks, before anything is known but a session, a token, or its ids.
  /from "sessions"/,
  /from "api_tokens".*(?:"api_tokens"\."hash" = \?|json_each)/,
  // A user's own: memberships, invitations by their secret or for the user's account, the user's first organization.
  /"organization_members"\."user_id" = \?|from organization_members where user_id = \?/,
  /"invitations"\."(?:token_hash|github_id)" = |= "invitations"\."github_id"/,
  // The deploy's keys: values of all organizations are counted and sealed anew by the operator and the clock.
  /group by kid|where kid [<>] \?|from json_each\(\?\) as fresh|instr\(hook_key, '\.'\) - 1\) <> \?/,
  // The newest rows of each repository: the inner select names the organization, the outer one only takes its ids.
  /newest\.id in \(\s*select id from \w+\s*where org_id = \?/,
];

/** Tables of organizations that a statement names. */
export function tenantsOf(sql: string): string[] {
  return [...sql.matchAll(REFERENCE)].map(([, name]) => name ?? "").filter((name) => TENANTS.has(name));
}

/** True for a statement that is about one organization, or about none. What is inserted has to say whose it is. */
export function isWithin(sql: string): boolean {
  if (!sql.includes('"') || ACROSS.some((pattern) => pattern.test(sql))) return true;
  const tables = tenantsOf(sql);
  const [, target = ""] = INSERTED.exec(sql) ?? [];
  const read = TENANTS.has(target) ? tables.slice(1) : tables;
  if (TENANTS.has(target) && !sql.includes("org_id")) return false;
  return read.length === 0 || (BOUND.test(sql) && [...sql.matchAll(COMPARED)].length >= read.length);
}

export type Watch = { readonly statements: ReadonlySet<string>; stop(): void };

/** Collects every statement that this isolate prepares, objects and queues too. */
export function watchStatements(): Watch {
  const database: { prepare(sql: string): D1PreparedStatement } = Object.getPrototypeOf(env.DB);
  const { prepare } = database;
  const statements = new Set<string>();
  database.prepare = function remember(this: D1Database, sql: string) {
    statements.add(sql);
    return prepare.call(this, sql);
  };
  const stop = () => {
    database.prepare = prepare;
  };
  return { statements, stop };
}
