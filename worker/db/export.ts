/** Everything that an organization has, read in slices that fit into memory, without what would let somebody in. */
import { eq, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { OrgDb } from "./for-org.ts";
import { organizationMembers, organizations, users } from "./schema.ts";
import { TENANT_TABLES, type TenantTable } from "./tenant-tables.ts";

/**
 * Columns that are left out: sealed values and hashes of credentials, what secrets are derived from, and copies of files, which
 * are at GitHub and may hold secrets of their own.
 */
export const LEFT_OUT: readonly string[] = [
  "ai_keys.sealed",
  "ai_keys.kid",
  "api_tokens.hash",
  "invitations.token_hash",
  "repositories.hook_key",
  "repositories.previous_hook_key",
  "jobs.claim_token",
  "blobs.content",
];

/** Rows read at once, and characters that they may have together; a single row may have more. */
const ROWS = 200;
const CHARS = 2_000_000;

type Row = Readonly<Record<string, unknown>>;
/** `after` is the key to go on behind; null when there is nothing more. */
type Slice = { readonly rows: readonly Row[]; readonly after: readonly unknown[] | null };

export const EXPORTED_TABLES: readonly TenantTable[] = TENANT_TABLES.toReversed();

function shownColumns({ name, columns }: TenantTable): SQLiteColumn[] {
  return columns.filter((column) => !LEFT_OUT.includes(`${name}.${column.name}`));
}

function list(parts: readonly SQL[], separator = sql`, `): SQL {
  return sql.join([...parts], separator);
}

function named({ name }: SQLiteColumn): SQL {
  return sql`${sql.identifier(name)}`;
}

/** The next rows of a table behind a key, in the order of the key, as they are stored. */
export async function readSlice(data: OrgDb, of: TenantTable, after: readonly unknown[] | null): Promise<Slice> {
  const { table, orgId, key } = of;
  const shown = shownColumns(of).map(named);
  const order = key.length > 0 ? list(key.map(named)) : sql`1`;
  const behind = after ? sql`and (${order}) > (${list(after.map((value) => sql`${value}`))})` : sql``;
  const size = list(
    shown.map((column) => sql`coalesce(length(${column}), 0)`),
    sql` + `,
  );
  const found = await data.db.all<Sized>(sql`
    with part as (select ${list(shown)} from ${table}
                  where ${eq(orgId, data.orgId)} ${behind} order by ${order} limit ${ROWS}),
         sized as (select *, count(*) over () as part_rows, row_number() over (order by ${order}) as part_row,
                          sum(${size}) over (order by ${order} rows unbounded preceding) as part_chars from part)
    select * from sized where part_row = 1 or part_chars <= ${CHARS} order by ${order}`);
  return sliceOf(found, key);
}

/** What a row says of its part: how many rows that had, which one it is, and the characters up to it. */
type Sized = Row & { readonly part_rows: number; readonly part_row: number; readonly part_chars: number };

function sliceOf(found: readonly Sized[], key: TenantTable["key"]): Slice {
  const rows = found.map(({ part_rows: _rows, part_row: _row, part_chars: _chars, ...row }) => row);
  const [last, row] = [found.at(-1), rows.at(-1)];
  const isMore = last !== undefined && (last.part_rows === ROWS || last.part_row < last.part_rows);
  return { rows, after: isMore && row && key.length > 0 ? key.map(({ name }) => row[name]) : null };
}

/** The organization itself, and its members as it sees them. */
export async function readOrganization({
  db,
  orgId,
}: OrgDb): Promise<{ organization: Row | undefined; people: Row[] }> {
  const [organization] = await db.all<Row>(sql`select * from ${organizations} where id = ${orgId}`);
  const people = await db.all<Row>(sql`select users.id, users.github_id, users.login, users.name from ${users}
    join ${organizationMembers} as member on member.user_id = users.id where member.org_id = ${orgId} order by users.id`);
  return { organization, people };
}
