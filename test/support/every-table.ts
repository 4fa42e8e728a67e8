/** A row in every table of an organization, made from the database's own schema: a table that is added has one at once. */

type Value = string | number | null;
export type SeededRow = { readonly table: string; readonly row: Readonly<Record<string, Value>> };

/** A table as the database describes it. */
export type Described = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly foreignKeys: readonly { readonly table: string; readonly from: string; readonly to: string }[];
};

type Facts = {
  readonly orgId: string;
  /** An existing user, for whoever is named. */
  readonly userId: string;
  /** Stands in every text that may be any. */
  readonly canary: string;
  readonly now: number;
  /** Tells rows of one table apart; 0 unless told. */
  readonly index?: number;
};

export const TABLES =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\'";
export const columnsOf = (table: string) => `select name, type from pragma_table_info('${table}')`;
export const foreignKeysOf = (table: string) => `select "table", "from", "to" from pragma_foreign_key_list('${table}')`;

/** Rows that name an organization without being its own, and those that are not made like others: people, and the head of the log. */
const OTHERS = ["organization_tombstones", "sessions", "oauth_transactions", "organization_members", "audit_heads"];
/** One row an organization. */
const SINGLE = ["ai_settings"];
/** Columns whose values mean something to those who read them. */
const MEANT: Readonly<Record<string, (facts: Facts) => Value>> = {
  "jobs.state": () => "completed",
  "repositories.state": () => "connected",
  "repositories.connected_by": ({ userId }) => userId,
  "repositories.hook_id": () => null,
  "ai_requests.provider": () => "gemini",
  "audit_log.actor_kind": () => "system",
  "audit_log.seq": () => null,
  "audit_log.hash": () => null,
  "audit_log.meta": ({ canary }) => JSON.stringify({ canary }),
  "audit_log.origin": ({ canary }) => JSON.stringify({ city: canary }),
};

function madeUp(table: string, column: Described["columns"][number], facts: Facts): Value {
  const meant = MEANT[`${table}.${column.name}`];
  if (meant) return meant(facts);
  const index = facts.index ?? 0;
  if (column.name === "org_id") return facts.orgId;
  if (column.name === "user_id") return facts.userId;
  if (column.type.toLowerCase() !== "integer") return `${facts.canary}:${table}.${column.name}:${index}`;
  return /(?:^at|_at)$/.test(column.name) ? facts.now + index : 1 + index;
}

/** Parents before children. */
function parentsFirst(tables: readonly Described[]): Described[] {
  const ordered: Described[] = [];
  for (let waiting = [...tables]; waiting.length > 0; ) {
    const isFree = ({ foreignKeys }: Described) =>
      !foreignKeys.some((key) => waiting.some(({ name }) => name === key.table));
    const next = waiting.filter(isFree);
    if (next.length === 0) throw new Error("Tables refer to each other in a circle.");
    ordered.push(...next);
    waiting = waiting.filter((table) => !next.includes(table));
  }
  return ordered;
}

/** One row of each table that has rows of organizations, parents before children. */
export function rowsOfEveryTable(tables: readonly Described[], facts: Facts): SeededRow[] {
  const own = tables.filter(
    ({ name, columns }) => columns.some((of) => of.name === "org_id") && !OTHERS.includes(name),
  );
  const made = new Map<string, SeededRow["row"]>();
  for (const { name, columns, foreignKeys } of parentsFirst(own)) {
    if (SINGLE.includes(name) && facts.index) continue;
    const entries = columns.map((column) => {
      const parent = foreignKeys.find(({ from }) => from === column.name);
      const known = parent && made.get(parent.table)?.[parent.to];
      return [column.name, known ?? madeUp(name, column, facts)] as const;
    });
    made.set(name, Object.fromEntries(entries));
  }
  return [...made].map(([table, row]) => ({ table, row }));
}

/** The statement that inserts a row, and its values. */
export function insertOf({ table, row }: SeededRow): { readonly sql: string; readonly values: Value[] } {
  const columns = Object.keys(row);
  const marks = columns.map(() => "?").join(", ");
  return {
    sql: `insert into ${table} (${columns.map((name) => `"${name}"`).join(", ")}) values (${marks})`,
    values: Object.values(row),
  };
}
