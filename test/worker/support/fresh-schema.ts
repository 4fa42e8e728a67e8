import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

const IN_ORDER = `SELECT sql FROM sqlite_master
  WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY type = 'trigger', type = 'index', rowid`;

/** The statements that make what is in the database now, tables first. */
export async function schemaOf(database: D1Database): Promise<string[]> {
  const { results } = await database.prepare(IN_ORDER).all<{ sql: string }>();
  return results.map(({ sql }) => sql);
}

let migrated: string | undefined;

/**
 * Gives an empty database the schema of the migrations: by the migrations themselves the first time, afterwards, as it
 * takes a fifth of the time, by the statements that describe what they had made.
 */
export async function freshSchema(): Promise<void> {
  if (migrated !== undefined) {
    await env.DB.prepare(migrated).run();
    return;
  }
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  migrated = (await schemaOf(env.DB)).join(";\n");
}
