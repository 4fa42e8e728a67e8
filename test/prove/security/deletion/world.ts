/** Two organizations with something of everything: one that is deleted, and its neighbour. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  columnsOf,
  type Described,
  foreignKeysOf,
  insertOf,
  rowsOfEveryTable,
  type SeededRow,
  TABLES,
} from "../../../support/every-table.ts";
import { readStored } from "../../../support/stored-files.ts";
import { type Row, readDatabase } from "../../jobs/database.ts";
import type { World } from "../../jobs/world.ts";

export type Party = {
  readonly orgId: string;
  readonly userId: string;
  readonly login: string;
  readonly canary: string;
};
type Query = (sql: string) => Row[];

/** The organization of a person. */
export async function partyOf(world: World, at: number): Promise<Party> {
  const login = `person-${at}`;
  const [row] = await world.rows(
    `select users.id as user, organization_members.org_id as org from users
     join organization_members on organization_members.user_id = users.id where users.login = '${login}'`,
  );
  const orgId = String(row?.org);
  return { orgId, userId: String(row?.user), login, canary: `canary-of-${orgId}` };
}

function describedTables(query: Query): Described[] {
  return query(TABLES).map(({ name }) => ({
    name: String(name),
    columns: query(columnsOf(String(name))) as unknown as Described["columns"],
    foreignKeys: query(foreignKeysOf(String(name))) as unknown as Described["foreignKeys"],
  }));
}

function databaseFile(stateDir: string): string {
  const folder = join(stateDir, "d1/miniflare-D1DatabaseObject");
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (!file) throw new Error("There is no database.");
  return join(folder, file);
}

/** Puts `copies` rows into every table that may have several. Nobody else may have the database open. */
export function plant(stateDir: string, { orgId, userId, canary }: Party, copies: number): readonly SeededRow[] {
  const database = new DatabaseSync(databaseFile(stateDir));
  try {
    const tables = describedTables((sql) => database.prepare(sql).all() as Row[]);
    const indices = Array.from({ length: copies }, (_, index) => index);
    const rows = indices.flatMap((index) =>
      rowsOfEveryTable(tables, { orgId, userId, canary, now: Date.now(), index: index + 1 }),
    );
    database.exec("begin");
    for (const { sql, values } of rows.map(insertOf)) database.prepare(sql).run(...values);
    database.exec("commit");
    return rows;
  } finally {
    database.close();
  }
}

/** All rows of all tables, as text, by table. */
export function dump(stateDir: string): Map<string, string[]> {
  return readDatabase(stateDir, (query) => {
    const names = query(TABLES).map(({ name }) => String(name));
    return new Map(names.map((name) => [name, query(`select * from ${name}`).map((row) => JSON.stringify(row))]));
  });
}

/** Rows that hold one of these texts, by table. */
export function found(tables: Map<string, string[]>, needles: readonly string[]): Map<string, number> {
  const counts = [...tables].map(
    ([name, rows]) => [name, rows.filter((row) => needles.some((needle) => row.includes(needle))).length] as const,
  );
  return new Map(counts.filter(([, count]) => count > 0));
}

/** The platform's own book of names and alarms of objects: it knows ids, and nothing that an object stores. */
const BOOK = /\/metadata\.sqlite/;

/** Files of databases below a folder of the state that hold one of these texts, byte for byte. */
export function filesWith(stateDir: string, folder: string, needles: readonly string[]): string[] {
  return [...readStored(join(stateDir, folder))]
    .filter(([path, bytes]) => !BOOK.test(path) && needles.some((needle) => bytes.includes(needle)))
    .map(([path]) => path);
}
