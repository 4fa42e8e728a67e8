/** The whole database as text, without what differs between any two runs: ids, instants, keys, ports and commits. */
import { type Row, readDatabase } from "./database.ts";

/**
 * Nothing of jobs: sign-ins, and the books of the platform itself. Starts are forgotten and the audit log is sealed a minute later,
 * by the clock.
 */
const LEFT_OUT =
  /^(?:_cf_|sqlite_|d1_|users|sessions|github_tokens|oauth_transactions|organizations|organization_members|job_starts|audit_heads)/;
/** What sealing writes. */
const SEAL = new Set(["audit_log.seq", "audit_log.hash"]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const COMMIT = /\b[0-9a-f]{40}\b/g;
const PORT = /(localhost|127\.0\.0\.1):\d+/g;
/** Beginnings of a commit's id, as messages and branches name it. */
const SHORT_COMMIT = /\b(?:[0-9a-f]{7}|[0-9a-f]{12})\b/g;
const EPOCH_MS = /\b1[6-9]\d{11}\b/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const IS_TIME = /(?:_at|^at|until)$/;
/** Made from a token, a commit's id, or a body with ports in it. */
const IS_SECRET = /etag|plan_key|hash|admission|body_tag/;
/** Below this a number counts; above it is an instant. */
const YEAR_2001_MS = 1e12;

type Names = ReadonlyMap<string, string>;

/** What each id stands for, so that rows still say what they belong to. */
function namesOf(query: (sql: string) => Row[]): Names {
  const names = new Map<string, string>();
  for (const { id, full_name: name, hook_id: hook } of query("select id, full_name, hook_id from repositories")) {
    names.set(String(id), `<${name}>`);
    // GitHub counts webhooks in the order in which they are made, and several are made at once.
    names.set(hookName(hook), `<webhook of ${name}>`);
  }
  const jobs = query("select id, kind, trigger, repository_id, input, created_at from jobs order by created_at, id");
  const counts = new Map<string, number>();
  for (const { id, kind, repository_id: repository } of jobs) {
    const of = `${kind} of ${names.get(String(repository))}`;
    const count = (counts.get(of) ?? 0) + 1;
    counts.set(of, count);
    names.set(String(id), `<${of}, ${count}>`);
  }
  return names;
}

function hookName(id: Row[string] | undefined): string {
  return `webhook ${id}`;
}

function plain(column: string, value: Row[string], names: Names): string {
  if (value === null) return "null";
  if (IS_SECRET.test(column)) return "<made>";
  if (column === "hook_id") return names.get(hookName(value)) ?? "<webhook>";
  if (typeof value === "number") return IS_TIME.test(column) || value > YEAR_2001_MS ? "<time>" : String(value);
  return value
    .replace(UUID, (id) => names.get(id) ?? "<id>")
    .replace(COMMIT, "<commit>")
    .replace(SHORT_COMMIT, "<commit>")
    .replace(EPOCH_MS, "<time>")
    .replace(PORT, "$1")
    .replace(INSTANT, "<time>");
}

/** One line a row, in an order of its own, by table. */
export function dumpOf(stateDir: string): Map<string, string[]> {
  return readDatabase(stateDir, (query) => {
    const names = namesOf(query);
    const tables = query("select name from sqlite_master where type = 'table' order by name")
      .map(({ name }) => String(name))
      .filter((name) => !LEFT_OUT.test(name));
    return new Map(
      tables.map((table) => [
        table,
        query(`select * from ${table}`)
          .map((row) =>
            Object.entries(row)
              .filter(([column]) => !SEAL.has(`${table}.${column}`))
              .map(([column, value]) => `${column}=${plain(column, value, names)}`)
              .join(" "),
          )
          .sort(),
      ]),
    );
  });
}

/** Rows that only one of the two has: `-` for the first, `+` for the second. */
export function differences(one: Map<string, string[]>, two: Map<string, string[]>): string[] {
  return [...new Set([...one.keys(), ...two.keys()])].flatMap((table) => {
    const left = [...(one.get(table) ?? [])];
    const right = [...(two.get(table) ?? [])];
    const onlyRight = right.filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return [...left.map((line) => `- ${table}: ${line}`), ...onlyRight.map((line) => `+ ${table}: ${line}`)];
  });
}
