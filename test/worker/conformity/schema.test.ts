import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { schemaOf } from "../support/fresh-schema.ts";

/** Tables that belong to no organization, or define what one is. */
const GLOBAL = [
  "users",
  "oauth_transactions",
  "sessions",
  "organizations",
  "organization_members",
  "github_tokens",
  "organization_tombstones",
  "key_rotations",
];
/** Tenant tables without an id of their own: their primary key begins with the organization. */
const KEYED_BY_ORGANIZATION = [
  "blobs",
  "job_logs",
  "job_starts",
  "ci_template_versions",
  "repository_profiles",
  "ai_settings",
  "ai_usage",
  "ai_cache",
  "ai_alerts",
  "ai_retries",
  "audit_heads",
];
/** Columns of tenant tables that name a user, who belongs to no organization. */
const USER_COLUMNS = ["requested_by", "connected_by", "created_by", "accepted_by"];
/** Ids of rows that may be gone, or that are written before their row: no foreign key on purpose. */
const LOOSE: Readonly<Record<string, readonly string[]>> = {
  repositories: ["github_id", "hook_id", "last_analysis_id"],
  repository_health: ["analysis_id"],
  webhook_deliveries: ["hook_id", "job_id"],
  recommendations: ["remediation_id"],
  audit_log: ["actor_id", "target_id", "correlation_id"],
  jobs: ["correlation_id", "retry_of"],
  webhook_gaps: ["hook_id", "github_id"],
  pull_checks: ["job_id", "check_run_id", "comment_id"],
  ai_requests: ["repository_id", "job_id", "user_id"],
  ai_usage: ["user_id"],
  ai_cache: ["repository_id"],
  invitations: ["github_id"],
};

const Column = z.object({ name: z.string(), notnull: z.int(), pk: z.int() });
const ForeignKey = z.object({ id: z.int(), table: z.string(), from: z.string(), to: z.string() });
const Index = z.object({ name: z.string(), unique: z.int() });

async function rows<T extends z.ZodType>(schema: T, sql: string): Promise<z.output<T>[]> {
  const { results } = await env.DB.prepare(sql).all();
  return z.array(schema).parse(results);
}

async function tableNames(): Promise<string[]> {
  const sql =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\'";
  const found = await rows(z.object({ name: z.string() }), sql);
  return found.map(({ name }) => name).filter((name) => name !== "d1_migrations");
}

async function tenantTables(): Promise<string[]> {
  return (await tableNames()).filter((name) => !GLOBAL.includes(name));
}

function columnsOf(table: string) {
  return rows(Column, `pragma table_info(${table})`);
}

/** Unique indexes of a table as lists of column names. */
async function uniqueKeys(table: string): Promise<string[]> {
  const indexes = (await rows(Index, `pragma index_list(${table})`)).filter(({ unique }) => unique === 1);
  const columns = indexes.map(({ name }) => rows(z.object({ name: z.string() }), `pragma index_info("${name}")`));
  return (await Promise.all(columns)).map((list) => list.map(({ name }) => name).join(","));
}

/** Foreign keys as `from,from -> table(to,to)`. */
async function foreignKeys(table: string): Promise<string[]> {
  const parts = await rows(ForeignKey, `pragma foreign_key_list(${table})`);
  const grouped = Map.groupBy(parts, ({ id }) => id);
  return [...grouped.values()].map((list) => {
    const [from, to] = [list.map((part) => part.from), list.map((part) => part.to)];
    return `${from.join(",")} -> ${list[0]?.table}(${to.join(",")})`;
  });
}

/** What is wrong with tenant tables, each with the table's name before it. */
async function faults(check: (table: string) => Promise<readonly string[]>): Promise<string[]> {
  const tables = await tenantTables();
  const found = await Promise.all(tables.map(check));
  return tables.flatMap((table, at) => (found[at] ?? []).map((fault) => `${table}: ${fault}`));
}

describe("every tenant table", () => {
  it("is one of those that the migrations made", async () => {
    const names = await tableNames();
    expect(names).toEqual(expect.arrayContaining([...GLOBAL, ...KEYED_BY_ORGANIZATION]));
    expect(names.length).toBeGreaterThan(12);
  });

  it("says on each row whose it is", async () => {
    const nameless = await faults(async (table) => {
      const owner = (await columnsOf(table)).find(({ name }) => name === "org_id");
      return owner?.notnull === 1 ? [] : ["org_id is missing or may be null"];
    });
    expect(nameless).toEqual([]);
  });

  it("can be referred to by organization and id together", async () => {
    const unreachable = await faults(async (table) => {
      const first = (await columnsOf(table)).find(({ pk }) => pk === 1)?.name;
      const isKeyed = KEYED_BY_ORGANIZATION.includes(table)
        ? first === "org_id"
        : (await uniqueKeys(table)).includes("org_id,id");
      return isKeyed ? [] : ["no unique key (org_id, id)"];
    });
    expect(unreachable).toEqual([]);
  });

  it("refers to other tenant tables by organization and id together, never by id alone", async () => {
    const tenants = await tenantTables();
    const crossing = await faults(async (table) =>
      (await foreignKeys(table)).filter(
        (key) => tenants.some((other) => key.includes(`-> ${other}(`)) && !/^org_id,\w+ -> \w+\(org_id,id\)$/.test(key),
      ),
    );
    expect(crossing).toEqual([]);
  });

  it("leaves no reference unguarded but those that are named", async () => {
    const loose = await faults(async (table) => {
      const keys = (await foreignKeys(table)).join(" ");
      const ids = (await columnsOf(table)).map(({ name }) => name).filter((name) => /_(?:id|by)$/.test(name));
      const allowed = ["org_id", ...USER_COLUMNS, ...(LOOSE[table] ?? [])];
      return ids.filter((name) => !keys.includes(`,${name} `) && !allowed.includes(name));
    });
    expect(loose).toEqual([]);
  });

  it("is refused a row that crosses organizations", async () => {
    await env.DB.exec("insert into organizations (id, name, created_at) values ('a', 'a', 1), ('b', 'b', 1)");
    await env.DB.exec(
      "insert into repositories (org_id, id, github_id, owner, name, full_name, is_private, is_archived, is_fork, html_url, state, connected_by, connected_at, updated_at) values ('a', 'r', 1, 'o', 'n', 'o/n', 0, 0, 0, 'u', 'connected', 'x', 1, 1)",
    );
    const job = (org: string) =>
      env.DB.prepare(
        "insert into jobs (org_id, id, repository_id, kind, trigger, state, input, correlation_id, created_at) values (?, ?, 'r', 'sync', 'manual', 'pending', '{}', 'c', 1)",
      )
        .bind(org, `job-${org}`)
        .run();
    await expect(job("b")).rejects.toThrow("FOREIGN KEY");
    expect((await job("a")).success).toBe(true);
  });

  it("is in every test the one that the migrations make", async () => {
    const given = await schemaOf(env.DB);
    await reset();
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    expect(given.toSorted()).toEqual((await schemaOf(env.DB)).toSorted());
  });
});
