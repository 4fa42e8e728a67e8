/** Fills tables with rows, whatever their columns are. An analysis has two pages; what a table holds beyond belongs to another. */
import type { DirectWorker } from "../../../support/direct-worker.ts";
import { ANALYSIS, HOOK, JOB, ORG, OTHER_ANALYSIS, OTHER_ORG, PAGE, REPOSITORY } from "./places.ts";

type Column = { readonly name: string; readonly type: string; readonly notnull: number; readonly dflt_value: unknown };
type Database = DirectWorker["database"];
type Values = Readonly<Record<string, string>>;

/** Each row has its number `i`. */
const ID = "'01900001-0000-7000-8000-' || printf('%012d', i)";
const text = (value: string) => `'${value}'`;

const COMMON: Values = {
  org_id: text(ORG),
  id: ID,
  repository_id: text(REPOSITORY),
  job_id: text(JOB),
  analysis_id: text(ANALYSIS),
  correlation_id: text("c"),
  connected_by: text("u"),
  evidence: "'[]'",
  resolves: "'[]'",
  edits: "'[]'",
  receipt: text('{"ruleSetVersion":"1","files":[],"findingsBefore":1,"findingsAfter":0,"resolved":[],"checks":[]}'),
  findings: "'[]'",
  input: "'{}'",
};

const TABLES: Readonly<Record<string, Values>> = {
  repositories: { org_id: text(OTHER_ORG), state: text("connected"), hook_key: "''" },
  jobs: { kind: text("sync"), trigger: text("push"), state: text("completed"), finished_at: "1" },
  job_logs: { type: text("log"), level: text("info"), seq: "i + 1" },
  webhook_deliveries: { outcome: text("recorded"), hook_id: String(HOOK), event: text("push") },
  // None of them came after all.
  webhook_gaps: { state: text("open"), hook_id: String(HOOK), guid: "'missed' || i" },
  pull_checks: { state: text("open"), conclusion: text("success"), reported_as: text("none"), number: "i" },
  analyses: { type: text("full"), job_id: ID },
  recommendations: {
    analysis_id: text(OTHER_ANALYSIS),
    severity: text("low"),
    category: text("quality"),
    state: text("open"),
  },
  remediation_snippets: { analysis_id: text(OTHER_ANALYSIS), fix_class: text("safe") },
  audit_log: { actor_kind: text("system") },
};

async function columnsOf(database: Database, table: string): Promise<Column[]> {
  const { results } = (await database.prepare(`pragma table_info(${table})`).run()) as { results: Column[] };
  return results;
}

/** Columns that must have a value get one of their type that differs from row to row, unless it is told. */
async function fillTable(
  database: Database,
  table: string,
  rows: { from: number; to: number; own?: Values },
): Promise<void> {
  const told: Values = { ...COMMON, ...TABLES[table], ...rows.own };
  const named = new Set(["id", ...Object.keys(TABLES[table] ?? {}), ...Object.keys(rows.own ?? {})]);
  const needed = ({ name, notnull, dflt_value }: Column) =>
    notnull === 1 && (dflt_value === null || told[name] !== undefined);
  const columns = (await columnsOf(database, table)).filter((column) => named.has(column.name) || needed(column));
  const values = columns.map(({ name, type }) => told[name] ?? (type.toLowerCase() === "integer" ? "i" : `'x' || i`));
  const series = `with recursive n(i) as (select ${rows.from} union all select i + 1 from n where i + 1 < ${rows.to})`;
  const names = columns.map(({ name }) => `\`${name}\``).join(", ");
  await database.prepare(`insert into ${table} (${names}) ${series} select ${values.join(", ")} from n`).run();
}

/** The organization, its connected repository, and a job and an analysis for rows to hang on. */
export async function begin(database: Database): Promise<void> {
  const first = { from: 1, to: 2 };
  await database.batch(
    [
      "insert into users (id, github_id, login, created_at, updated_at) values ('u', 1, 'dev', 0, 0)",
      `insert into organizations (id, name, created_at) values ('${ORG}', 'Acme', 0), ('${OTHER_ORG}', 'Other', 0)`,
    ].map((sql) => database.prepare(sql)),
  );
  const hook = { hook_id: String(HOOK), hook_key: "'test1.1'", github_id: String(HOOK), default_branch: "'main'" };
  await fillTable(database, "repositories", { ...first, own: { org_id: text(ORG), id: text(REPOSITORY), ...hook } });
  await fillTable(database, "jobs", { ...first, own: { id: text(JOB) } });
  await fillTable(database, "analyses", { ...first, own: { id: text(ANALYSIS), job_id: text(JOB) } });
  await fillTable(database, "jobs", { from: 2, to: 3 });
  // A page of what is rare, older than all others.
  await fillTable(database, "jobs", { from: 30, to: 30 + 2 * PAGE, own: { state: text("dead_letter") } });
  await fillTable(database, "analyses", { from: 2, to: 3, own: { id: text(OTHER_ANALYSIS) } });
  const own = { analysis_id: text(ANALYSIS) };
  await fillTable(database, "recommendations", { from: 3, to: 3 + 2 * PAGE, own });
  await fillTable(database, "remediation_snippets", { from: 3, to: 3 + 2 * PAGE, own });
}

/** Tops every table up from `from` to `to` rows. */
export async function fill(database: Database, from: number, to: number): Promise<void> {
  for (const table of Object.keys(TABLES)) await fillTable(database, table, { from: from + 100, to: to + 100 });
}
