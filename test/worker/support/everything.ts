/** An organization that has something of everything: rows in each table, and something in each of its objects. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { TENANT_TABLES } from "../../../worker/db/tenant-tables.ts";
import {
  columnsOf,
  type Described,
  foreignKeysOf,
  insertOf,
  rowsOfEveryTable,
  type SeededRow,
  TABLES,
} from "../../support/every-table.ts";
import { type As, as, type Caller } from "./as.ts";
import { testScope } from "./scope.ts";

export type Everything = { readonly owner: Caller; readonly canary: string; readonly rows: readonly SeededRow[] };

async function rows<T>(sql: string): Promise<T[]> {
  return (await env.DB.prepare(sql).all<T>()).results;
}

async function describedTables(): Promise<Described[]> {
  const names = (await rows<{ name: string }>(TABLES)).map(({ name }) => name);
  const parts = await env.DB.batch(
    names.flatMap((name) => [columnsOf(name), foreignKeysOf(name)]).map((sql) => env.DB.prepare(sql)),
  );
  return names.map((name, at) => ({
    name,
    columns: (parts[at * 2]?.results ?? []) as unknown as Described["columns"],
    foreignKeys: (parts[at * 2 + 1]?.results ?? []) as unknown as Described["foreignKeys"],
  }));
}

/** `copies` rows of each table that may have several. */
export async function seedEverything(options: As & { readonly copies?: number } = {}): Promise<Everything> {
  const owner = await as(options);
  const canary = `canary-${owner.orgId}`;
  const now = testScope().clock.now();
  const tables = await describedTables();
  const seeded = Array.from({ length: options.copies ?? 1 }, (_, index) =>
    rowsOfEveryTable(tables, { orgId: owner.orgId, userId: owner.userId, canary, now, index }),
  ).flat();
  const statements = seeded.map(insertOf).map(({ sql, values }) => env.DB.prepare(sql).bind(...values));
  await env.DB.batch(statements);
  return { owner, canary, rows: seeded };
}

/** Puts the canary into every object of the organization. */
export async function fillObjects({ owner, canary, rows }: Everything): Promise<void> {
  const { objects, clock } = testScope();
  const { orgId } = owner;
  const at = new Date(clock.now()).toISOString();
  for (const repositoryId of repositoriesOf(rows)) {
    const facts = { type: "log", level: "info", state: null, phase: null, step: null } as const;
    const event = { seq: 1, at, message: canary, ...facts };
    await objects.repoJobs(orgId, repositoryId).publish({ orgId, jobId: "job", event });
    await objects.orgLive(orgId).publish({
      orgId,
      event: { kind: "repository", at, repository_id: `${canary}-${repositoryId}`, reason: "synced" },
    });
  }
  await objects.orgJobs(orgId).begin({ orgId, slot: "slot", request: "request", now: clock.now() });
  await objects.orgJobs(orgId).end({ orgId, slot: "slot", answer: { status: 200, body: canary } });
  const caps = { task: 10, userDay: 10, userMonth: 10, organizationMonth: 10 };
  await objects.quota(orgId).apply({
    orgId,
    event: { type: "reserve", id: canary, userId: canary, tokens: 1, caps },
    now: clock.now(),
  });
  await objects
    .breaker(orgId, { provider: "gemini", id: `${canary}:ai_requests.model:0` })
    .apply({ orgId, event: { type: "admit" }, now: clock.now() });
}

function repositoriesOf(rows: readonly SeededRow[]): string[] {
  return rows.filter(({ table }) => table === "repositories").map(({ row }) => String(row.id));
}

/** What the organization's objects store, and their alarms, as text. */
export async function objectsText({ owner, canary, rows }: Everything): Promise<string> {
  const { orgId } = owner;
  const stubs = [
    ...repositoriesOf(rows).map((id) => env.REPO_JOBS.getByName(`${orgId}:repo:${id}`)),
    env.ORG_LIVE.getByName(`${orgId}:live`),
    env.ORG_JOBS.getByName(`${orgId}:jobs`),
    env.QUOTA.getByName(`${orgId}:quota`),
    env.CIRCUIT_BREAKER.getByName(`${orgId}:ai:gemini:${canary}:ai_requests.model:0`),
  ];
  const texts = stubs.map((stub) => runInDurableObject(stub as DurableObjectStub, (_object, state) => storedIn(state)));
  return (await Promise.all(texts)).join("");
}

async function storedIn({ storage }: DurableObjectState): Promise<string> {
  const alarm = await storage.getAlarm();
  const entries = [...(await storage.list())];
  const names = storage.sql
    .exec<{ name: string }>(
      "select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'",
    )
    .toArray();
  const tables = names.map(({ name }) => storage.sql.exec(`select * from "${name}"`).toArray());
  return alarm === null && entries.length === 0 && tables.flat().length === 0
    ? ""
    : JSON.stringify({ alarm, entries, tables });
}

/** The whole database as text. */
export async function databaseText(): Promise<string> {
  const tables = await env.DB.batch(
    (await rows<{ name: string }>(TABLES)).map(({ name }) => env.DB.prepare(`select * from "${name}"`)),
  );
  return JSON.stringify(tables.map((table) => table.results));
}

/** All rows of an organization, by table. */
export async function rowsOf(orgId: string): Promise<Record<string, unknown[]>> {
  const statements = TENANT_TABLES.map(({ name }) =>
    env.DB.prepare(`select * from ${name} where org_id = ?`).bind(orgId),
  );
  const answers = await env.DB.batch(statements);
  return Object.fromEntries(TENANT_TABLES.map(({ name }, at) => [name, answers[at]?.results ?? []]));
}
