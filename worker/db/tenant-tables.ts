/** What an organization owns, found in the schema itself: a table that is added can be forgotten by neither deletion nor export. */
import { is } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import * as schema from "./schema.ts";

/** Rows that name an organization and are not its own: what is left of it, and what belongs to a user. */
const NOT_OWN: ReadonlySet<string> = new Set(["organization_tombstones", "sessions", "oauth_transactions"]);

export type TenantTable = {
  readonly table: SQLiteTable;
  readonly name: string;
  readonly orgId: SQLiteColumn;
  readonly columns: readonly SQLiteColumn[];
  /** Columns that name a row within its organization, in the order of an index that begins with the organization. */
  readonly key: readonly SQLiteColumn[];
  /** Tables that it refers to. */
  readonly parents: readonly string[];
};

function describe(table: SQLiteTable): TenantTable | undefined {
  const { name, columns, foreignKeys, primaryKeys } = getTableConfig(table);
  const orgId = columns.find((column) => column.name === "org_id");
  if (!orgId || NOT_OWN.has(name)) return undefined;
  const composite = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
  const id = columns.find((column) => column.name === "id");
  const key = (id && !primaryKeys[0] ? [id] : composite).filter((column) => column.name !== "org_id");
  const parents = foreignKeys.map((reference) => getTableConfig(reference.reference().foreignTable).name);
  return { table, name, orgId, columns, key, parents };
}

/** Those before which nothing of `waiting` has to go. */
function ready(waiting: readonly TenantTable[]): TenantTable[] {
  return waiting.filter(({ name }) => !waiting.some((other) => other.name !== name && other.parents.includes(name)));
}

/** Children before what they refer to, so that no foreign key stands in the way. */
function childrenFirst(found: readonly TenantTable[]): TenantTable[] {
  const ordered: TenantTable[] = [];
  for (let waiting = [...found]; waiting.length > 0; ) {
    const next = ready(waiting);
    if (next.length === 0) throw new Error("Tables refer to each other in a circle.");
    ordered.push(...next);
    waiting = waiting.filter((table) => !next.includes(table));
  }
  return ordered;
}

/** Every table whose rows belong to an organization, in an order in which they can be deleted. */
export const TENANT_TABLES: readonly TenantTable[] = childrenFirst(
  Object.values(schema)
    .filter((value) => is(value, SQLiteTable))
    .flatMap((table) => describe(table) ?? []),
);
