/** The database of a product that stands still, in the hands of somebody who may write to it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const FOLDER = "d1/miniflare-D1DatabaseObject";

/** Runs `edit` on the database itself. Nobody else may have it open. */
export function editDatabase<T>(stateDir: string, edit: (database: DatabaseSync) => T): T {
  const folder = join(stateDir, FOLDER);
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (!file) throw new Error("There is no database.");
  const database = new DatabaseSync(join(folder, file));
  try {
    return edit(database);
  } finally {
    database.close();
  }
}

/** Takes away what refuses changes of the log. */
export function dropTriggers(database: DatabaseSync): void {
  database.exec("drop trigger audit_log_immutable; drop trigger audit_log_kept; drop trigger audit_log_new");
}

/** Rows of an organization that wait to be sealed, from `at` on, one a millisecond. */
export function fillLog(database: DatabaseSync, log: { orgId: string; rows: number; at: number }): void {
  const insert = database.prepare(
    `insert into audit_log (org_id, id, at, actor_kind, action, target_kind, target_id, correlation_id, meta)
     values (?, ?, ?, 'system', 'thing.done', 'thing', ?, 'c', ?)`,
  );
  database.exec("begin");
  for (let row = 0; row < log.rows; row += 1) {
    const id = `${log.orgId}-${log.at}-${row}`;
    insert.run(log.orgId, id, log.at + row, `thing-${row}`, JSON.stringify({ row, text: "x".repeat(row % 200) }));
  }
  database.exec("commit");
}
