/** D1 as it lies on disk, read by another SQLite than the one that wrote it. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Row = Record<string, string | number | null>;

const FOLDER = "d1/miniflare-D1DatabaseObject";

/** Reads a copy, so that it may be done while workerd runs. Throws when the copy is torn: try again. */
export function readDatabase<T>(stateDir: string, read: (query: (sql: string) => Row[]) => T): T {
  const copy = mkdtempSync(join(tmpdir(), "autodevops-d1-"));
  try {
    cpSync(join(stateDir, FOLDER), copy, { recursive: true });
    const file = readdirSync(copy).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
    if (!file) throw new Error("There is no database.");
    const database = new DatabaseSync(join(copy, file));
    try {
      return read((sql) => database.prepare(sql).all() as Row[]);
    } finally {
      database.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
