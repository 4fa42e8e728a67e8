import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TRIES = 20;

function readOnce(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path, readFileSync(path)]));
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/**
 * Every file below a folder that a running product writes to, with its bytes. A file that goes while they are read, as logs of writes
 * do when a database is closed, has gone into another one: all are read again. Throws when that never ends.
 */
export function readStored(folder: string): ReadonlyMap<string, Buffer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return readOnce(folder);
    } catch (error) {
      if (!isGone(error) || tries === TRIES) throw error;
    }
  }
}
