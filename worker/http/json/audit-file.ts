/** The audit log as a file: CSV for spreadsheets, JSON for whoever wants to check it. */
import { canonicalOf } from "../../services/audit/chain.ts";
import type { AuditExport } from "../../services/audit/export-audit.ts";
import { auditRowJson } from "./audit.ts";
import { timestamp } from "./timestamps.ts";

type Row = ReturnType<typeof auditRowJson>;

const COLUMNS: Readonly<Record<string, (row: Row) => string | number | null>> = {
  seq: ({ seq }) => seq,
  at: ({ at }) => at,
  action: ({ action }) => action,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id,
  actor_login: ({ actor }) => actor.user?.login ?? null,
  via: ({ actor }) => actor.via,
  target_kind: ({ target }) => target.kind,
  target_id: ({ target }) => target.id,
  meta: ({ meta }) => JSON.stringify(meta),
  network: ({ network }) => network,
  country: ({ country }) => country,
  city: ({ city }) => city,
  correlation_id: (row) => row.correlation_id,
  hash: ({ hash }) => hash,
};

/** Spreadsheets take text that begins so for a formula, wide forms of the signs too (OWASP, CSV Injection). */
const FORMULA = /^[\s\0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

/** One cell of RFC 4180; an apostrophe before what a spreadsheet would calculate. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** RFC 4180, a header line first. */
export async function* auditCsv({ slices }: AuditExport): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  for await (const slice of slices) {
    yield slice.map((row) => csvLine(Object.values(COLUMNS).map((read) => read(auditRowJson(row))))).join("");
  }
}

/**
 * One JSON object: where the chain begins and ends, and `rows`. `sealed` is what a row's hash covers, after the hash of the
 * row before.
 */
export async function* auditJson({ head, after, slices }: AuditExport, at: number): AsyncGenerator<string> {
  const facts = JSON.stringify({ exported_at: timestamp(at), head, after });
  yield `${facts.slice(0, -1)},"rows":[`;
  let separator = "\n";
  for await (const slice of slices) {
    yield separator +
      slice.map((row) => JSON.stringify({ ...auditRowJson(row), sealed: canonicalOf(row.row) })).join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}
